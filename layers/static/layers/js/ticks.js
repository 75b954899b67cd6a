// The projects that are ticked in the register: kept in this tab while one sorts, turns the page and
// comes back. They belong to a question; under another one begins anew, so that nothing is moved
// that was ticked out of sight long ago.
import { element } from "./element.js";

const SHELF = "renewal-atlas.ticks.";

export class Ticks {
  /** `store()` is the tab's own, where it has one. */
  constructor(person, store) {
    Object.assign(this, { key: SHELF + person, store });
  }

  /** The numbers ticked under a question. */
  of(question) {
    try {
      const found = JSON.parse(this.store().getItem(this.key));
      return new Set(found?.question === question ? found.numbers : []);
    } catch {
      return new Set();
    }
  }

  keep(question, numbers) {
    try {
      this.store().setItem(this.key, JSON.stringify({ question, numbers: [...numbers] }));
    } catch {
      // A tab that keeps nothing has what is ticked on the page itself.
    }
  }

  clear() {
    this.keep("", []);
  }
}

export function told(count, most) {
  if (!count) return "请先勾选项目。";
  return count > most ? `已勾选 ${count} 个，一次最多办理 ${most} 个。` : `已勾选 ${count} 个。`;
}

const boxesIn = (root) => [...root.querySelectorAll("#register tbody [name=project][form=batch]")];

export function bindTicks(root, ticks) {
  const form = () => root.querySelector("[data-ticks]");
  const chosen = () => ticks.of(form().dataset.ticks);
  const show = (numbers) => form() && showTicks(root, form(), numbers ?? chosen());
  const choose = (boxes) => {
    const numbers = chosen();
    for (const { value, checked } of boxes) {
      if (checked) numbers.add(value);
      else numbers.delete(value);
    }
    ticks.keep(form().dataset.ticks, numbers);
    show(numbers);
  };
  root.addEventListener("change", ({ target }) => {
    if (!form() || !target.closest("#register")) return;
    if (target.matches("[data-ticks-page]")) {
      for (const box of boxesIn(root)) box.checked = target.checked;
    } else if (target.form !== form()) return;
    choose(boxesIn(root));
  });
  root.addEventListener("click", ({ target }) => {
    if (!target.closest?.("[data-ticks-none]")) return;
    ticks.clear();
    show();
  });
  if (root.querySelector("[data-ticks-done]")) ticks.clear();
  for (const type of ["htmx:afterSwap", "htmx:historyRestore"]) root.addEventListener(type, () => show());
  // The browser's own memory of a form comes after the script.
  window.addEventListener("pageshow", () => show());
  show();
}

function showTicks(root, form, numbers) {
  const boxes = boxesIn(root);
  for (const box of boxes) box.checked = numbers.has(box.value);
  const here = new Set(boxes.map(({ value }) => value));
  const elsewhere = [...numbers].filter((number) => !here.has(number));
  const hidden = elsewhere.map((value) => element("input", { type: "hidden", name: "project", value }));
  form.querySelector("[data-ticks-elsewhere]").replaceChildren(...hidden);
  form.querySelector("[type=submit]").disabled = !numbers.size || numbers.size > Number(form.dataset.most);
  form.querySelector("[data-ticks-told]").textContent = told(numbers.size, Number(form.dataset.most));
  form.querySelector("[data-ticks-none]").hidden = !numbers.size;
  const page = root.querySelector("#register [data-ticks-page]");
  page.checked = boxes.length > 0 && boxes.every(({ checked }) => checked);
  page.indeterminate = !page.checked && boxes.some(({ checked }) => checked);
}
