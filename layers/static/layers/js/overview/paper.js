// Printing: the page takes the width of A4 first, so that map and charts are drawn for it, and
// says when it was printed.
import { clockIn } from "./clock.js";

export function bindPaper(root, fit) {
  const clock = clockIn(root.dataset.timeZone);
  const turn = (onPaper) => () => {
    root.querySelectorAll("[data-printed-at]").forEach((place) => (place.textContent = clock(new Date())));
    root.classList.toggle("on-paper", onPaper);
    fit();
  };
  window.addEventListener("beforeprint", turn(true));
  window.addEventListener("afterprint", turn(false));
}
