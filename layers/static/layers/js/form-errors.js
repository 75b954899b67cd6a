// What a refused form says on top is where the person goes on: the address may still name the field
// (#id_place) that led to the form, and the browser would scroll there, past the message.
export function showErrors(root) {
  const summary = root.querySelector("[data-form-errors]");
  if (!summary) return;
  history.replaceState(history.state, "", location.pathname + location.search);
  summary.focus({ preventScroll: true });
  summary.scrollIntoView({ block: "center" });
}
