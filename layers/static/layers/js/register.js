// The register: the filter that folds on a phone, failed requests told.
import "../css/notices.css";
import "../css/register.css";
import "../css/register-table.css";
import "../css/reference-layers.css";
import "../css/table-export.css";
import "../css/declaration-rules.css";
import "../css/workflow.css";
import "../css/history.css";
import "../css/project-page.css";
import { bindColumns } from "./columns.js";
import { bindCommentRows } from "./comment-rows.js";
import { Facets } from "./facets.js";
import { Notices } from "./notices.js";
import { Ticks, bindTicks } from "./ticks.js";

const PHONE = window.matchMedia("(max-width: 1000px)");

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

let facets = null;

function countChoices() {
  const form = document.querySelector("[data-facets-url]");
  if (!form) return;
  if (facets?.form !== form) {
    facets = new Facets(form, form.dataset.facetsUrl, new Notices(box(), box().dataset.loginUrl));
  }
  facets.show(new URLSearchParams(location.search));
}

for (const type of ["htmx:pushedIntoHistory", "htmx:historyRestore"]) document.addEventListener(type, countChoices);
countChoices();
bindColumns(document);
bindCommentRows(document);
bindTicks(document, new Ticks(document.body.dataset.person, () => window.sessionStorage));
