// The newest photos of the district that is looked at; the whole city shows none.
import { asked } from "../address.js";

let shown = "";

export function showPhotos(section, chosen, params) {
  section.hidden = !chosen.length;
  const url = asked(section.dataset.photosUrl, params);
  if (!chosen.length || url === shown) return;
  shown = url;
  window.htmx.ajax("GET", url, { target: section.querySelector("[data-photos]"), swap: "innerHTML" });
}
