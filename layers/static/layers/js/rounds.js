// The pages of a round (调度): printed, filled in project by project, failures told.
import "../css/notices.css";
import "../css/rounds.css";
import { Notices } from "./notices.js";

document.querySelector("[data-print]")?.addEventListener("click", () => window.print());

// Beside what was pressed: of twenty forms, the head of the page is far away.
document.addEventListener("partial:failed", ({ target, detail: { error } }) => {
  const box = target.closest(".card")?.querySelector("[data-notices]");
  if (box) new Notices(box, box.dataset.loginUrl).fail("report", error);
});
