// Shapes before and after each change of a page of history: the old dashed, the new solid; where
// the page names them, all that stands in the project lies faintly behind.
import L from "leaflet";
import { AssetRows } from "./asset-rows.js";
import { addOutlines, onPageMap } from "./page-map.js";
import { getJson } from "./request.js";
import { themeColours } from "./theme.js";

const CLOSE = { padding: [40, 40], maxZoom: 18 };

onPageMap("data-history-map", async (page) => {
  const { shapesUrl, aroundUrl } = page.root.dataset;
  const [shapes, around] = await Promise.all([shapesUrl, aroundUrl].map((url) => url && getJson(url)));
  new HistoryMap(page, shapes, around).start();
});

/** Paths of one state of a record; what is looked at stands out, all else steps back. */
export function styleOf(state, ink, isAlone) {
  const isOld = state === "old";
  return {
    color: isOld ? ink.signal : ink.accent,
    dashArray: isOld ? "7 6" : null,
    weight: isOld ? 3 : 4,
    opacity: isAlone ? 1 : 0.35,
    fillOpacity: isAlone ? 0.15 : 0.05,
  };
}

/** Shapes that only say where the others lie. */
function faint(shapes, color) {
  const style = { color, weight: 2, opacity: 0.6, fillOpacity: 0.1, interactive: false };
  return L.geoJSON(shapes, { style, pointToLayer: (_, latlng) => L.circleMarker(latlng, { ...style, radius: 4 }), interactive: false });
}

class HistoryMap {
  #chosen = null;

  constructor(page, shapes, around) {
    const { root, map } = page;
    Object.assign(this, { page, root, map, around });
    this.ink = themeColours(["accent", "signal", "ink-faint"]);
    this.layer = L.geoJSON(shapes, {
      style: (feature) => this.#style(feature),
      pointToLayer: (feature, latlng) => L.circleMarker(latlng, { ...this.#style(feature), radius: 7 }),
      interactive: false,
    });
  }

  start() {
    const allTitle = this.around ? "显示整个项目" : "显示本页全部图形变化";
    addOutlines(this.page, { showAll: () => this.#choose(null), all: "全部", allTitle });
    if (this.around) this.#showAround();
    this.map.addLayer(this.layer);
    for (const button of document.querySelectorAll("[data-show-step]")) {
      button.addEventListener("click", () => this.#show(button));
    }
    this.#choose(null);
    this.root.dataset.state = "idle";
    this.root.dataset.featuresDrawn = this.layer.getLayers().length;
  }

  #showAround() {
    this.behind = faint(this.around, this.ink["ink-faint"]).addTo(this.map);
    new AssetRows(this.map, this.around).start();
    this.root.dataset.aroundDrawn = this.around.features.length;
  }

  #show({ dataset }) {
    this.#choose(dataset.showStep);
    this.root.scrollIntoView({ block: "nearest", behavior: "smooth" });
  }

  #choose(step) {
    this.#chosen = step;
    this.root.dataset.chosen = step ?? "";
    this.layer.setStyle((feature) => this.#style(feature));
    const bounds = L.latLngBounds([]);
    if (!step && this.behind) bounds.extend(this.behind.getBounds());
    this.layer.eachLayer((each) => this.#isMeant(each.feature) && bounds.extend(each.getBounds?.() ?? each.getLatLng()));
    if (bounds.isValid()) this.map.fitBounds(bounds, CLOSE);
  }

  #isMeant({ properties }) {
    return !this.#chosen || properties.step === this.#chosen;
  }

  #style(feature) {
    return styleOf(feature.properties.state, this.ink, this.#isMeant(feature));
  }
}
