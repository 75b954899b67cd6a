// The second click of a double one comes within this time.
const DOUBLE_CLICK_MS = 700;

// A form that changes records is sent once, however often its button is clicked. One that
// declares `data-download` is answered by a file: the page stays, and its button with it.
export function guardDoubleSubmit(root) {
  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    if ("download" in form.dataset) setTimeout(() => delete form.dataset.sent, DOUBLE_CLICK_MS);
  });
  // The back button may show the page as it was left: let the form be sent again.
  window.addEventListener("pageshow", () => {
    for (const form of root.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });
}
