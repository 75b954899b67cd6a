// Builds elements without markup: texts stay texts, whatever they hold.
export function element(tag, { text, on = {}, data = {}, ...attributes } = {}, children = []) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value !== undefined) made.setAttribute(name, value === true ? "" : value);
  }
  Object.assign(made.dataset, data);
  for (const [event, handler] of Object.entries(on)) made.addEventListener(event, handler);
  made.append(...children);
  return made;
}

/** A figure with its unit, as 26.61 km. */
export function figure({ figure: digits, unit }) {
  return [element("span", { class: "num", text: digits }), element("span", { class: "unit", text: unit })];
}
