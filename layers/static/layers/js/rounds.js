// The pages of a round (调度): printed, filled in project by project, failures told.
import "../css/notices.css";
import "../css/rounds.css";
import { Notices } from "./notices.js";

document.querySelector("[data-print]")?.addEventListener("click", () => window.print());

const box = document.querySelector("[data-notices]");
document.addEventListener("partial:failed", ({ detail: { error } }) => {
  if (box) new Notices(box, box.dataset.loginUrl).fail("report", error);
});
document.addEventListener("htmx:afterSwap", () => box?.replaceChildren());
