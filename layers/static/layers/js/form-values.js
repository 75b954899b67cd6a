// What a form holds, as pairs of name and value in the order of its controls; what it says
// besides what the server wrote into it; and the pairs put back.
const CONTROLS = new Set(["INPUT", "SELECT", "TEXTAREA"]);
const NEVER_KEPT = new Set(["password", "file", "submit", "button", "image", "reset"]);
const TICKED = new Set(["checkbox", "radio"]);

// Of a disabled control the server is told nothing either.
function keptControls(form) {
  return [...form.elements].filter((control) => (
    CONTROLS.has(control.tagName) && control.name && control.name !== "csrfmiddlewaretoken"
    && !control.matches(":disabled") && !NEVER_KEPT.has(control.type) && control.autocomplete !== "one-time-code"
  ));
}

function valuesOf(control) {
  if (TICKED.has(control.type)) return control.checked ? [control.value] : [];
  if (control.type === "select-multiple") return [...control.selectedOptions].map(({ value }) => value);
  return [control.value];
}

/** `[[name, value], …]` of what may be kept: no passwords, codes, files and tokens. */
export function formValues(form) {
  return keptControls(form).flatMap((control) => valuesOf(control).map((value) => [control.name, value]));
}

/** Puts the pairs back, each where one of its name came from, and tells the controls changed by it. */
export function fillForm(form, pairs) {
  const left = new Map();
  for (const [name, value] of pairs) left.set(name, [...(left.get(name) ?? []), value]);
  for (const control of keptControls(form)) {
    const before = valuesOf(control).join("\n");
    fill(control, left.get(control.name) ?? []);
    if (valuesOf(control).join("\n") !== before) control.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function fill(control, values) {
  if (TICKED.has(control.type)) control.checked = values.includes(control.value);
  else if (control.type === "select-multiple") for (const option of control.options) option.selected = values.includes(option.value);
  else if (values.length) control.value = values.shift();
  else if (control.tagName === "SELECT") control.selectedIndex = chosenAtFirst(control);
  else control.value = control.defaultValue;
}

/** Whether a person would miss something: what scripts write into hidden controls does not count. */
export function isChanged(form) {
  return keptControls(form).some((control) => control.type !== "hidden" && differs(control));
}

function differs(control) {
  if (TICKED.has(control.type)) return control.checked !== control.defaultChecked;
  if (control.type === "select-multiple") return [...control.options].some(({ selected, defaultSelected }) => selected !== defaultSelected);
  if (control.tagName === "SELECT") return control.selectedIndex !== chosenAtFirst(control);
  return control.value !== control.defaultValue;
}

// Where none is written as selected, browsers select the first.
function chosenAtFirst({ options }) {
  return Math.max(0, [...options].map(({ defaultSelected }) => defaultSelected).lastIndexOf(true));
}
