// The ground of a district: a click on it asks for the district as a click on its name does, where
// one sees it as a district. Nearer than that a click beside a pipe means the pipe.
import { boxOf } from "./base-map.js";
import { shareOf } from "./first-view.js";

/** A double click zooms and asks for nothing. */
const DOUBLE_CLICK_MS = 250;

/** `choose(code)` is called for a district that is not asked for yet: its name takes it back. */
export function bindGround(map, pointing, outlines, districts, choose) {
  const bounds = new Map(districts.map((district) => [district.code, district.bounds]));
  let waiting = 0;
  map.on("dblclick", () => clearTimeout(waiting));
  pointing.addEventListener("click", ({ detail: { latlng, asset, group } }) => {
    clearTimeout(waiting);
    const code = asset || group ? null : outlines.codeAt(latlng);
    if (!bounds.get(code) || outlines.isChosen(code) || shareOf(bounds.get(code), boxOf(map.getBounds())) > 1) return;
    waiting = setTimeout(() => choose(code), DOUBLE_CLICK_MS);
  });
}
