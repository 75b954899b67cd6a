// One field of a kind as a labelled input: unit, choices, suggestions and the keyboard it wants.
import { element } from "../element.js";
import { isEmpty, isNeeded } from "./gaps.js";

const DIFFERING = "（多个值）";
const BLANK = "（未填）";
let last = 0;
// Fields with something typed that the document does not know yet: they are left alone until then.
const typedIn = new WeakSet();

// Long enough for a pause between two letters, short enough to lose none when the power goes.
const PAUSE_MS = 400;

/**
 * `value` undefined: several assets that differ. `change(text, token)` is called with what was
 * entered, also while it is being typed; as long as the cursor stays the token is the same.
 */
export function fieldInput(field, value, { change }) {
  const id = `field-${(last += 1)}`;
  const input = control(field, id, value);
  const words = [element("span", { text: field.label })];
  if (field.unit) words.push(element("span", { class: "unit", text: field.unit }));
  if (field.required) words.push(element("span", { class: "needed", text: `应填${field.gap ?? ""}`, title: "可暂不填，但计为缺项" }));
  listen(input, change);
  const parts = [element("label", { for: id }, words), input];
  if (field.suggestions?.length && field.input !== "select") parts.push(suggestions(field, input));
  parts.push(element("p", { class: "field-error", id: `${id}-error`, hidden: true }));
  return element("div", { class: "draw-field", data: { field: field.name } }, parts);
}

/** Bring a field up to date: its value, unless someone is typing there, and what is wrong with it. */
export function refreshField(container, value, error) {
  const input = container.querySelector("input, select, textarea");
  const isDiffering = value === undefined;
  if (!typedIn.has(input) && input.value.trim() !== (value ?? "")) input.value = value ?? "";
  if (input.matches("select")) input.options[0].text = isDiffering ? DIFFERING : BLANK;
  else input.placeholder = isDiffering ? DIFFERING : "";
  const line = container.querySelector(".field-error");
  line.textContent = error;
  line.hidden = !error;
  input.toggleAttribute("aria-invalid", Boolean(error));
  if (error) input.setAttribute("aria-describedby", line.id);
  else input.removeAttribute("aria-describedby");
}

/** Of two fields that say the same one is enough: with either the mark goes. */
export function markNeeded(container, field, values) {
  const mark = container.querySelector(".needed");
  if (mark) mark.hidden = !isNeeded(field, values) || Boolean(field.instead && !isEmpty(field, values));
}

function listen(input, change) {
  let [token, timer] = [{}, 0];
  const tell = () => {
    clearTimeout(timer);
    if (!typedIn.delete(input)) return;
    change(input.value.trim(), token);
  };
  const later = ({ isComposing }) => {
    typedIn.add(input);
    clearTimeout(timer);
    // Half a word of an input method is no entry.
    if (!isComposing) timer = setTimeout(tell, PAUSE_MS);
  };
  input.addEventListener("focus", () => (token = {}));
  input.addEventListener("change", tell);
  input.addEventListener("input", later);
  input.addEventListener("compositionend", later);
}

function control(field, id, value) {
  const differing = value === undefined;
  const shared = { id, name: field.name, autocomplete: "off" };
  if (field.input === "select") return choice(field, shared, value, differing);
  const placeholder = differing ? DIFFERING : "";
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
  const empty = differing ? DIFFERING : BLANK;
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
