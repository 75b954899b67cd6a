// Base maps and reference layers behind the map of a page: one menu for both. A page without them, or
// one whose lists cannot be fetched, keeps its map.
import "../css/basemaps.css";
import "../css/legend.css";
import { BaseMaps, addMenu } from "./basemaps.js";
import { element } from "./element.js";
import { KeptBehind } from "./kept-behind.js";
import { ReferenceLayers } from "./reference-layers.js";
import { getJson } from "./request.js";

function menuOf(pictures, references) {
  const content = pictures.basemaps.length ? [pictures.group()] : [];
  if (!references.layers.length) return content;
  const box = element("div", { class: "legend-layers" });
  references.addSwitches(box);
  return [...content, box];
}

/** `view`: where the choice is kept, if the page has an address for it. */
export async function addBehind(page) {
  const { root, map, notices, client, outlines, view = new KeptBehind() } = page;
  const { basemapsUrl, basemapTilesUrl, layersUrl, layerTilesUrl } = root.dataset;
  if (!basemapsUrl) return;
  try {
    const [basemaps, layers] = await Promise.all([basemapsUrl, layersUrl].map((url) => getJson(url)));
    const pictures = new BaseMaps(map, basemaps, { view, outlines, notices, url: basemapTilesUrl });
    const watch = (matter, layer) => {
      layer.on("tilesfailed", ({ error }) => notices.fail(matter, error, () => layer.retry()));
      layer.on("tilesbusy", () => !layer.hasFailed() && notices.clear(matter));
    };
    const references = new ReferenceLayers(map, layers, { view, client, url: layerTilesUrl, watch });
    const content = menuOf(pictures, references);
    if (content.length) addMenu(map, "图层", content);
    notices.clear("behind");
  } catch (error) {
    notices.fail("behind", error, () => addBehind({ ...page, view }));
  }
}
