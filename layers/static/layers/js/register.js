// The register: the filter that folds on a phone, failed requests told, funding rows that grow.
import "../css/notices.css";
import "../css/register.css";
import { bindFundingRows } from "./funding-rows.js";
import { Notices } from "./notices.js";

const PHONE = window.matchMedia("(max-width: 900px)");

function tellFailures(box) {
  const notices = new Notices(box, box.dataset.loginUrl);
  document.addEventListener("partial:failed", ({ detail: { error } }) => notices.fail("table", error));
  document.addEventListener("htmx:beforeRequest", () => notices.clear("table"));
}

for (const panel of document.querySelectorAll("[data-filter-panel]")) panel.open = !PHONE.matches;
for (const box of document.querySelectorAll("[data-notices]")) tellFailures(box);
for (const form of document.querySelectorAll("[data-sheet]")) bindFundingRows(form);
