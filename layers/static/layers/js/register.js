// The register: the filter that folds on a phone, failed requests told, funding rows that grow.
import "../css/notices.css";
import "../css/register.css";
import "../css/reference-layers.css";
import "../css/table-export.css";
import { bindFundingRows } from "./funding-rows.js";
import { Notices } from "./notices.js";

const PHONE = window.matchMedia("(max-width: 900px)");

// htmx replaces the page's body when one goes back: the box is looked up when it is needed.
function box() {
  return document.querySelector("[data-notices]");
}

function foldFilter() {
  for (const panel of document.querySelectorAll("[data-filter-panel]")) panel.open = !PHONE.matches;
}

document.addEventListener("partial:failed", ({ detail: { error } }) => {
  new Notices(box(), box().dataset.loginUrl).fail("table", error);
});
document.addEventListener("htmx:beforeRequest", () => box()?.replaceChildren());
document.addEventListener("htmx:historyRestore", foldFilter);
foldFilter();
for (const form of document.querySelectorAll("[data-sheet]")) bindFundingRows(form);
