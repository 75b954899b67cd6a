// The rows of a reviewer's comments: one more on demand, and one for the field that is meant.
function addRow(form) {
  const total = form.querySelector("[name$='-TOTAL_FORMS']");
  const made = form.querySelector("[data-comment-template]").content.cloneNode(true);
  for (const node of made.querySelectorAll("[name], [id], [for]")) {
    for (const attribute of ["name", "id", "for"]) {
      const value = node.getAttribute(attribute);
      if (value) node.setAttribute(attribute, value.replace("__prefix__", total.value));
    }
  }
  total.value = Number(total.value) + 1;
  form.querySelector("[data-comment-rows]").append(made);
  return form.querySelector("[data-comment-rows]").lastElementChild;
}

// What was typed into rows that had been added comes back into as many.
function makeRoom(form, values) {
  const wanted = Number(values.find(([name]) => name.endsWith("-TOTAL_FORMS"))?.[1] ?? 0);
  while (Number(form.querySelector("[name$='-TOTAL_FORMS']").value) < wanted) addRow(form);
}

const textOf = (row) => row.querySelector("textarea");

function freeRow(form) {
  const rows = [...form.querySelectorAll("[data-comment-row]")];
  return rows.find((row) => !textOf(row).value.trim() && !row.querySelector("[name$='-longitude']").value) ?? addRow(form);
}

export function bindCommentRows(root) {
  const form = root.querySelector("[data-decision]");
  if (!form) return;
  form.addEventListener("draft:restoring", ({ detail: { values } }) => makeRoom(form, values));
  form.querySelector("[data-comment-more]").addEventListener("click", () => textOf(addRow(form)).focus());
  root.addEventListener("click", ({ target }) => {
    const button = target.closest?.("[data-comment-on]");
    if (!button) return;
    const row = freeRow(form);
    row.querySelector("select").value = button.dataset.commentOn;
    textOf(row).focus();
  });
}
