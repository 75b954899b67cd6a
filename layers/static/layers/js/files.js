// Files in and out: the pages of exports and imports, where a job's progress is asked for again
// and again; what fails on the way is told, and told no more once it works again. A form that sends
// its files itself names them.
import "../css/notices.css";
import "../css/files.css";
import "../css/upload.css";
import { bindChosenFiles } from "./chosen-files.js";
import { Notices } from "./notices.js";

function box() {
  return document.querySelector("[data-notices]");
}

document.addEventListener("partial:failed", ({ detail: { error } }) => {
  if (box()) new Notices(box(), box().dataset.loginUrl).fail("job", error);
});
for (const form of document.querySelectorAll("[data-names-files]")) bindChosenFiles(form);
document.addEventListener("htmx:afterSwap", () => box()?.replaceChildren());
