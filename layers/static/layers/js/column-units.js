// The units that a column may be in are those of the field it is read as.
import { element } from "./element.js";

function offer(select, units) {
  const first = select.options[0];
  const options = units.map((unit) => element("option", { text: unit, value: unit }));
  select.replaceChildren(first, ...options);
  select.value = "";
  select.hidden = units.length === 0;
}

export function bindColumnUnits(form) {
  form.addEventListener("change", ({ target }) => {
    if (!target.matches("[data-column-field]")) return;
    const units = target.selectedOptions[0].dataset.units ?? "";
    offer(target.closest("tr").querySelector("[data-column-unit]"), units.split(" ").filter(Boolean));
  });
}
