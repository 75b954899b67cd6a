// Shapes before and after each change of a page of history: the old dashed, the new solid.
import L from "leaflet";
import { addOutlines, onPageMap } from "./page-map.js";
import { getJson } from "./request.js";
import { themeColours } from "./theme.js";

const CLOSE = { padding: [40, 40], maxZoom: 18 };

onPageMap("data-history-map", async (page) => {
  const shapes = await getJson(page.root.dataset.shapesUrl);
  new HistoryMap(page, shapes).start();
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

class HistoryMap {
  #chosen = null;

  constructor(page, shapes) {
    const { root, map } = page;
    Object.assign(this, { page, root, map });
    this.ink = themeColours(["accent", "signal"]);
    this.layer = L.geoJSON(shapes, {
      style: (feature) => this.#style(feature),
      pointToLayer: (feature, latlng) => L.circleMarker(latlng, { ...this.#style(feature), radius: 7 }),
      interactive: false,
    });
  }

  start() {
    addOutlines(this.page, { showAll: () => this.#choose(null), all: "全部", allTitle: "显示本页全部图形变化" });
    this.map.addLayer(this.layer);
    for (const button of document.querySelectorAll("[data-show-step]")) {
      button.addEventListener("click", () => this.#show(button));
    }
    this.#choose(null);
    this.root.dataset.state = "idle";
    this.root.dataset.featuresDrawn = this.layer.getLayers().length;
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
