// The regions that the question asks within, outlined on the map.
import L from "leaflet";
import { REGIONS, ringOf } from "./regions.js";
import { themeColours } from "./theme.js";

const PANE = "regions";

export function regionPane(map) {
  if (!map.getPane(PANE)) {
    const pane = map.createPane(PANE);
    pane.style.zIndex = 420;
    pane.style.pointerEvents = "none";
  }
  return PANE;
}

export function regionStyle(map) {
  const { accent } = themeColours(["accent"]);
  return { pane: regionPane(map), color: accent, weight: 2, dashArray: "6 4", fillOpacity: 0.06, interactive: false };
}

export const latLngs = (ring) => ring.map(([lng, lat]) => [lat, lng]);

export class RegionShapes {
  #group;
  #style;

  /** `style`: what is drawn otherwise than regions usually are, in Leaflet's words. */
  constructor(map, question, style = {}) {
    this.#style = { ...regionStyle(map), ...style };
    this.#group = L.layerGroup([]).addTo(map);
    question.addEventListener("change", () => this.show(question.params));
    this.show(question.params);
  }

  show(params) {
    this.#group.clearLayers();
    for (const name of REGIONS) {
      for (const value of params.getAll(name)) {
        this.#group.addLayer(L.polygon(latLngs(ringOf(name, value)), this.#style));
      }
    }
  }
}
