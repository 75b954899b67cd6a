// Files in and out: the pages of exports and imports, where a job's progress is asked for again
// and again; what fails on the way is told, and told no more once it works again.
import "../css/notices.css";
import "../css/files.css";
import { Notices } from "./notices.js";

function box() {
  return document.querySelector("[data-notices]");
}

document.addEventListener("partial:failed", ({ detail: { error } }) => {
  if (box()) new Notices(box(), box().dataset.loginUrl).fail("job", error);
});
document.addEventListener("htmx:afterSwap", () => box()?.replaceChildren());
