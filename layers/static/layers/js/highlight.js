// What is pointed at or open glows: one ordinary overlay of exact shapes under the assets, so
// that they keep their colours; a single asset has a dark edge besides. Redrawing tiles for it
// would be slow.
import L from "leaflet";
import { themeColours } from "./theme.js";

const PANE = "highlight";
// Between the outlines and the tiles of assets.
const Z_INDEX = 180;

// From the lowest up. The core shows only where the map itself does not draw the asset.
function strokes({ glow, ink }) {
  const base = { pane: PANE, interactive: false, fill: true, opacity: 1, fillOpacity: 1 };
  return {
    edge: { ...base, color: ink, fillColor: ink, weight: 15, radius: 5 },
    glow: { ...base, color: glow, fillColor: glow, weight: 11, radius: 5 },
    core: { ...base, color: ink, fillColor: ink, weight: 1.5, radius: 2 },
  };
}

export class Highlight {
  #group;
  #strokes = strokes(themeColours(["glow", "ink"]));
  #renderer;

  /** `renderer`: Leaflet's L.canvas, quick with many shapes, or L.svg, sharp on paper. */
  constructor(map, renderer = L.canvas) {
    const pane = map.getPane(PANE) ?? map.createPane(PANE);
    pane.style.zIndex = Z_INDEX;
    pane.style.pointerEvents = "none";
    this.#renderer = renderer({ pane: PANE, padding: 0.2 });
    this.#group = L.layerGroup([]).addTo(map);
  }

  show(collection, asset = null) {
    this.clear();
    const { edge, glow, core } = this.#strokes;
    const { features } = collection;
    const single = features.filter(({ properties }) => properties.id === asset);
    this.#draw(features, glow);
    this.#draw(single, edge);
    this.#draw(single, glow);
    this.#draw(features, core);
  }

  clear() {
    this.#group.clearLayers();
  }

  #draw(features, stroke) {
    const options = { ...stroke, renderer: this.#renderer };
    this.#group.addLayer(L.geoJSON(features, {
      style: ({ geometry }) => ({ ...options, fill: !geometry.type.endsWith("LineString") }),
      pointToLayer: (_, latlng) => L.circleMarker(latlng, options),
      interactive: false,
    }));
  }
}
