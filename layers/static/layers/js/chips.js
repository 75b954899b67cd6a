// The filters in force: a count on the buttons that open the panel, and a chip for each that
// takes it away.
import { withoutValue } from "./address.js";
import { element } from "./element.js";
import { wording } from "./filter-form.js";

function chip(text, remove) {
  return element("button", {
    type: "button", class: "chip", title: `去掉“${text}”`, on: { click: remove },
  }, [element("span", { text }), element("span", { class: "chip-x", text: "×", "aria-hidden": "true" })]);
}

export function bindChips(root, form, question) {
  const box = root.querySelector("[data-chips]");
  const counts = root.querySelectorAll("[data-filter-count]");
  const clearAll = () => question.ask(new URLSearchParams());
  root.querySelectorAll("[data-clear]").forEach((button) => button.addEventListener("click", clearAll));

  function show() {
    const inForce = [...question.params];
    box.replaceChildren(...inForce.map(([name, value]) =>
      chip(wording(form, name, value), () => question.ask(withoutValue(question.params, name, value)))));
    box.parentElement.hidden = inForce.length === 0;
    for (const count of counts) {
      count.textContent = inForce.length || "";
      count.hidden = inForce.length === 0;
    }
  }
  question.addEventListener("change", show);
  show();
}
