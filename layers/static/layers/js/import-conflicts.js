// A row that the register has changed since its export: a choice for all of the row sets each value,
// and a value chosen by itself is a choice field by field. Without it the server tells what is
// contradictory.
const SIDES = { adopt: "file", keep: "registered" };

export function bindConflicts(form) {
  form.addEventListener("change", ({ target }) => {
    const conflict = target.closest("[data-conflict]");
    if (!conflict) return;
    const chosen = target.closest("table") ? "merge" : SIDES[target.value];
    const others = target.closest("table") ? "fieldset" : "table";
    for (const button of conflict.querySelectorAll(`${others} input`)) {
      if (button.value === chosen) button.checked = true;
    }
  });
}
