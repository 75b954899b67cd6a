// Which columns the register shows: chosen from the menu, remembered by the browser.
import { element } from "./element.js";

const KEY = "renewal-atlas.register.hidden-columns";
// A row without its name leads nowhere.
const ALWAYS = "name";

function remembered() {
  try {
    const hidden = JSON.parse(localStorage.getItem(KEY));
    return new Set(Array.isArray(hidden) ? hidden : []);
  } catch {
    return new Set();
  }
}

function remember(hidden) {
  try {
    localStorage.setItem(KEY, JSON.stringify([...hidden]));
  } catch {
    // A browser that keeps nothing still shows what is chosen, until the page is left.
  }
}

function apply(root, hidden) {
  for (const cell of root.querySelectorAll("#register [data-column]")) {
    cell.hidden = hidden.has(cell.dataset.column);
  }
  const rest = root.querySelector("#register [data-rest]");
  if (!rest) return;
  const own = new Set([...rest.parentElement.querySelectorAll("[data-column]")].map(({ dataset }) => dataset.column));
  const heads = [...root.querySelectorAll("#register [data-columns] [data-column]")];
  rest.colSpan = heads.filter(({ hidden: gone, dataset }) => !gone && !own.has(dataset.column)).length || 1;
}

function tick(head, hidden, choose) {
  const { column } = head.dataset;
  const box = element("input", {
    type: "checkbox", checked: !hidden.has(column), disabled: column === ALWAYS,
    on: { change: ({ target }) => choose(column, target.checked) },
  });
  return element("label", {}, [box, element("span", { text: head.textContent.trim() })]);
}

export function bindColumns(root) {
  const hidden = remembered();
  hidden.delete(ALWAYS);
  const choose = (column, shown) => {
    if (shown) hidden.delete(column);
    else hidden.add(column);
    remember(hidden);
    apply(root, hidden);
  };
  const show = () => {
    const list = root.querySelector("[data-column-menu] .column-list");
    const heads = [...root.querySelectorAll("#register [data-columns] [data-column]")];
    if (list && heads.length) list.replaceChildren(...heads.map((head) => tick(head, hidden, choose)));
    apply(root, hidden);
  };
  for (const type of ["htmx:afterSwap", "htmx:historyRestore"]) root.addEventListener(type, show);
  show();
}
