// One field of a kind as a labelled input: unit, choices, suggestions and the keyboard it wants.
import { element } from "../element.js";

let last = 0;

/** `value` undefined: several assets that differ. `change(text)` is called with what was entered. */
export function fieldInput(field, value, { error = "", change }) {
  const id = `field-${(last += 1)}`;
  const input = control(field, id, value);
  const words = [element("span", { text: field.label })];
  if (field.unit) words.push(element("span", { class: "unit", text: field.unit }));
  if (field.required) words.push(element("span", { class: "needed", text: "必填", title: "可以先空着，算作缺项" }));
  input.addEventListener("change", () => change(input.value.trim()));
  const parts = [element("label", { for: id }, words), input];
  if (field.suggestions?.length && field.input !== "select") parts.push(suggestions(field, input));
  if (error) {
    parts.push(element("p", { class: "field-error", id: `${id}-error`, text: error }));
    input.setAttribute("aria-describedby", `${id}-error`);
    input.setAttribute("aria-invalid", "true");
  }
  return element("div", { class: "draw-field", data: { field: field.name } }, parts);
}

function control(field, id, value) {
  const differing = value === undefined;
  const shared = { id, name: field.name, autocomplete: "off" };
  if (field.input === "select") return choice(field, shared, value, differing);
  const placeholder = differing ? "（多个值）" : "";
  if (field.long) {
    const area = element("textarea", { ...shared, rows: 3, placeholder });
    area.value = value ?? "";
    return area;
  }
  const type = field.input === "date" ? "date" : "text";
  const input = element("input", {
    ...shared, type, placeholder, inputmode: field.input === "number" ? "decimal" : undefined, maxlength: field.max_length ?? undefined,
  });
  input.value = value ?? "";
  return input;
}

function choice(field, shared, value, differing) {
  const empty = differing ? "（多个值）" : "（未填）";
  const options = [["", empty], ...field.options].map(([code, label]) => element("option", { value: code, text: label }));
  const select = element("select", shared, options);
  select.value = value ?? "";
  return select;
}

function suggestions(field, input) {
  const id = `${input.id}-list`;
  input.setAttribute("list", id);
  return element("datalist", { id }, field.suggestions.map((each) => element("option", { value: String(each) })));
}
