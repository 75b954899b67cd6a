// The pages of imports: sending files in, and the wizard's form. Without it everything still works.
import "./files.js";
import "../css/upload.css";
import "../css/imports.css";
import "../css/import-diagnosis.css";
import "../css/import-outcome.css";
import { bindColumnUnits } from "./column-units.js";
import { bindConfirmations } from "./confirmations.js";
import { bindConflicts } from "./import-conflicts.js";
import { bindUpload } from "./upload.js";

// What came of a job changes the whole page, the map with it: the page is asked for anew.
function showOutcome() {
  location.assign(document.querySelector("[data-over-url]").dataset.overUrl);
}

// A step that lies in a folded part is unfolded when one goes there.
function unfold() {
  const goal = location.hash && document.getElementById(location.hash.slice(1));
  const fold = goal && goal.closest("[data-fold]");
  if (fold && !fold.open) {
    fold.open = true;
    goal.scrollIntoView();
  }
}

document.addEventListener("job:over", showOutcome);
window.addEventListener("hashchange", unfold);
unfold();
for (const form of document.querySelectorAll("[data-upload]")) bindUpload(form);
for (const form of document.querySelectorAll(".import-form")) bindColumnUnits(form);
for (const form of document.querySelectorAll("[data-conflicts]")) bindConflicts(form);
for (const form of document.querySelectorAll("[data-write]")) bindConfirmations(form);
