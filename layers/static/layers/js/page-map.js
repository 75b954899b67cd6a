// A map inside a page: outlines behind, the page's own shapes in front.
import "../css/page-map.css";
import L from "leaflet";
import { addBehind } from "./behind.js";
import { districtTiles, dressMap } from "./base-map.js";
import { Names, OF_DISTRICTS } from "./names.js";
import { Notices } from "./notices.js";
import { getJson } from "./request.js";
import { TileClient } from "./tile-client.js";

window.L = L;

/**
 * Calls `build({ root, map, notices, districts })` for the map that lies inside an element with
 * `attribute`, when the index of districts is there. Where nobody may be there to press a button
 * it is tried again every `retryMs`: `build` must fetch all that it needs before it makes anything.
 */
export function onPageMap(attribute, build, { retryMs } = {}) {
  window.addEventListener("map:init", ({ detail: { map } }) => {
    const root = map.getContainer().closest(`[${attribute}]`);
    if (!root) return;
    const notices = new Notices(root.querySelector("[data-notices]"), root.dataset.loginUrl);
    const start = async () => {
      try {
        const districts = await getJson(root.dataset.districtsUrl, { isUnattended: Boolean(retryMs) });
        await build({ root, map, notices, districts });
        notices.clear("start");
      } catch (error) {
        notices.fail("start", error, () => location.reload());
        if (retryMs) setTimeout(start, retryMs);
      }
    };
    start();
  });
}

export function addOutlines({ root, map, notices, districts }, extent) {
  const client = new TileClient(root.dataset.workerUrl);
  const outlines = districtTiles(map, client, root.dataset.districtsTilesUrl);
  const names = new Names(map, client, root.dataset.namesTilesUrl, OF_DISTRICTS);
  for (const [matter, layer] of [["outlines", outlines], ["names", names.layer]]) {
    layer.on("tilesfailed", ({ error }) => notices.fail(matter, error, () => layer.retry()));
    layer.on("tilesbusy", () => !layer.hasFailed() && notices.clear(matter));
    map.addLayer(layer);
  }
  dressMap(map, extent, districts);
  addBehind({ root, map, notices, client, outlines });
}
