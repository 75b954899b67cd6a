// The filter panel's form and the question, kept the same: a change of the one is a change of
// the other.
import { askedBy } from "./address.js";

const TYPING_PAUSE_MS = 350;

function controls(form) {
  return [...form.elements].filter(({ name }) => name);
}

function isTick({ type }) {
  return type === "checkbox" || type === "radio";
}

function fill(form, params) {
  for (const control of controls(form)) {
    const values = params.getAll(control.name);
    if (isTick(control)) control.checked = values.includes(control.value);
    else if (control.multiple) tickOptions(control, values);
    else control.value = values[0] ?? "";
  }
}

function tickOptions(select, values) {
  for (const option of select.options) option.selected = values.includes(option.value);
}

export function bindForm(form, question) {
  const ask = () => {
    const names = new Set(controls(form).map(({ name }) => name));
    question.ask(askedBy(new FormData(form), names, question.params));
  };
  let pause;
  form.addEventListener("input", ({ target }) => {
    clearTimeout(pause);
    if (target.type === "text" || target.type === "search") pause = setTimeout(ask, TYPING_PAUSE_MS);
  });
  form.addEventListener("change", ask);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask();
  });
  question.addEventListener("change", () => fill(form, question.params));
}

/** How the form names a value of the question: "资金来源：超长期特别国债". */
export function wording(form, name, value) {
  const control = controls(form).find((each) => each.name === name && (!isTick(each) || each.value === value));
  if (!control) return `${name}：${value}`;
  return `${fieldLabel(control)}：${valueLabel(control, value)}`;
}

function fieldLabel(control) {
  return control.closest("[data-field]").dataset.field;
}

function valueLabel(control, value) {
  if (isTick(control)) return control.closest("label").querySelector("span").textContent;
  if (control.tagName !== "SELECT") return value;
  return [...control.options].find((option) => option.value === value)?.text ?? value;
}
