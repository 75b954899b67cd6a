// The filters in force: a count on the buttons that open the panel, and a chip for each that
// takes it away. Where they are many, a button says how many more there are and shows them.
import { withoutValue } from "./address.js";
import { element } from "./element.js";
import { wording } from "./filter-form.js";
import { REGIONS, RegionWords } from "./regions.js";

function chip(text, remove) {
  return element("button", {
    type: "button", class: "chip", title: `去掉“${text}”`, on: { click: remove },
  }, [element("span", { text }), element("span", { class: "chip-x", text: "×", "aria-hidden": "true" })]);
}

const MOST = 5;

/** Which of the conditions are told, and how many are not; one alone takes no more room than its number. */
export function toldOf(inForce, isOpen) {
  const isMany = inForce.length > MOST + 1;
  const told = isMany && !isOpen ? inForce.slice(0, MOST) : inForce;
  return { told, rest: inForce.length - told.length, isMany };
}

function moreButton({ rest }, turn) {
  return element("button", {
    type: "button", class: "chip-more", "aria-expanded": String(!rest), text: rest ? `还有 ${rest} 个` : "收起", on: { click: turn },
  });
}

/** What comes back takes the words of the regions, once the answer to the question has brought them. */
export function bindChips(root, form, question) {
  let isOpen = false;
  const regions = new RegionWords();
  const box = root.querySelector("[data-chips]");
  const counts = root.querySelectorAll("[data-filter-count]");
  const clearAll = () => question.ask(new URLSearchParams());
  root.querySelectorAll("[data-clear]").forEach((button) => button.addEventListener("click", clearAll));

  const worded = (name, value) => (REGIONS.includes(name) ? regions.of(name, value) : wording(form, name, value));

  function show() {
    const inForce = [...question.params];
    const shown = toldOf(inForce, isOpen);
    const chips = shown.told.map(([name, value]) =>
      chip(worded(name, value), () => question.ask(withoutValue(question.params, name, value))));
    box.replaceChildren(...chips, ...(shown.isMany ? [moreButton(shown, turn)] : []));
    box.toggleAttribute("data-open", shown.isMany && isOpen);
    box.parentElement.hidden = inForce.length === 0;
    for (const count of counts) {
      count.textContent = inForce.length || "";
      count.hidden = inForce.length === 0;
    }
  }
  function turn() {
    isOpen = !isOpen;
    show();
    box.querySelector(".chip-more").focus();
  }
  question.addEventListener("change", show);
  show();
  return (words) => {
    // Where nothing is told anew, a chip that has the focus keeps it.
    if (regions.take(words, question.params)) show();
  };
}
