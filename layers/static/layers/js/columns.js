// Which columns the register shows: chosen from the menu, remembered by the browser. Those that
// are extra wait in the page until they are asked for; the workbook offers what is shown.
import { element } from "./element.js";
import { keep, kept } from "./kept.js";

const KEY = "renewal-atlas.register.columns";
// A row without its name leads nowhere.
const ALWAYS = "name";

/** Column → whether it was chosen to be shown; the page says what holds for all others. */
function remembered() {
  return new Map(Object.entries(kept(KEY) ?? {}));
}

function headsOf(root) {
  return [...root.querySelectorAll("#register [data-columns] [data-column]")];
}

function shownOf(heads, chosen) {
  const isShown = ({ dataset }) => chosen.get(dataset.column) ?? !("extra" in dataset);
  return new Set(heads.filter(isShown).map(({ dataset }) => dataset.column)).add(ALWAYS);
}

function apply(root, shown) {
  for (const cell of root.querySelectorAll("#register [data-column]")) {
    cell.hidden = !shown.has(cell.dataset.column);
  }
  for (const box of root.querySelectorAll("#register [name=column]")) box.checked = shown.has(box.value);
  const rest = root.querySelector("#register [data-rest]");
  if (!rest) return;
  const own = new Set([...rest.parentElement.querySelectorAll("[data-column]")].map(({ dataset }) => dataset.column));
  rest.colSpan = [...shown].filter((column) => !own.has(column)).length;
}

function tick(head, shown, choose) {
  const { column } = head.dataset;
  const box = element("input", {
    type: "checkbox", checked: shown.has(column), disabled: column === ALWAYS,
    on: { change: ({ target }) => choose(column, target.checked) },
  });
  return element("label", {}, [box, element("span", { text: head.textContent.trim() })]);
}

export function bindColumns(root) {
  const chosen = remembered();
  const choose = (column, isShown) => {
    chosen.set(column, isShown);
    keep(KEY, Object.fromEntries(chosen));
    apply(root, shownOf(headsOf(root), chosen));
  };
  const show = () => {
    const list = root.querySelector("[data-column-menu] .column-list");
    const heads = headsOf(root);
    if (!heads.length) return;
    const shown = shownOf(heads, chosen);
    if (list) list.replaceChildren(...heads.map((head) => tick(head, shown, choose)));
    apply(root, shown);
  };
  for (const type of ["htmx:afterSwap", "htmx:historyRestore"]) root.addEventListener(type, show);
  keepPlace(root);
  show();
}

/** The column that one sorts by stays in sight, and its head in focus, also one of the extra. */
function keepPlace(root) {
  // On a phone the heads alone are wide.
  const wide = () => [...root.querySelectorAll("#register :is(.table-wrap, thead)")];
  let scrolled = [], focused;
  root.addEventListener("htmx:beforeSwap", () => {
    scrolled = wide().map(({ scrollLeft }) => scrollLeft);
    focused = document.activeElement?.closest("#register [data-columns] [id]")?.id;
  });
  root.addEventListener("htmx:afterSwap", () => {
    wide().forEach((each, place) => each.scrollTo({ left: scrolled[place] ?? 0 }));
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  });
}
