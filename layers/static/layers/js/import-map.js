// Where a file's shapes would come to lie: read as chosen, or the extent under another reading,
// over the outlines of the districts; and faults that can be mended, before and after.
import L from "leaflet";
import { latLngBounds } from "./base-map.js";
import { addOutlines, onPageMap } from "./page-map.js";
import { getJson } from "./request.js";
import { themeColours } from "./theme.js";

const CLOSE = { padding: [40, 40], maxZoom: 17 };
// So that a few hundred metres of pipe are found on a map of the whole city.
const RING_PX = 18;

onPageMap("data-import-map", async (page) => {
  const preview = await getJson(page.root.dataset.previewUrl);
  new ImportMap(page, preview).start();
});

/** A GeoJSON object of what may be one or its text. */
export function geometryOf(given) {
  return typeof given === "string" ? JSON.parse(given) : given;
}

class ImportMap {
  #shown = L.layerGroup();
  #mends = L.layerGroup();
  #bounds = null;
  #isAtHome = false;

  constructor(page, preview) {
    const { root, map } = page;
    Object.assign(this, { page, root, map, preview });
    this.form = root.closest("form");
    this.ink = themeColours(["accent", "signal", "good", "sheet"]);
  }

  start() {
    addOutlines(this.page, { showAll: () => this.#zoom(), all: "图形", allTitle: "放大到文件中的图形" });
    this.map.addLayer(this.#shown).addLayer(this.#mends);
    this.form.addEventListener("change", ({ target }) => {
      if (target.name === "crs") this.#read();
      if (target.name === "mends") this.#showMends();
    });
    this.root.closest("details")?.addEventListener("toggle", () => this.#lookAgain());
    this.#read();
    this.#showMends();
    this.root.dataset.state = "idle";
  }

  #read() {
    const chosen = this.form.querySelector("[name=crs]:checked");
    const isRead = !chosen || [this.preview.crs, ""].includes(chosen.value);
    this.#shown.clearLayers();
    this.root.dataset.reading = isRead ? "shapes" : chosen.dataset.bounds ? "extent" : "none";
    if (isRead) this.#drawShapes();
    else this.#drawExtent(chosen.dataset.bounds);
    this.#sayWhatIsShown();
    this.#lookAround();
  }

  #sayWhatIsShown() {
    for (const words of this.root.parentElement.querySelectorAll("[data-map-words]")) {
      words.hidden = words.dataset.mapWords !== this.root.dataset.reading;
    }
  }

  #drawShapes() {
    const { features, bounds } = this.preview;
    const layer = L.geoJSON(features.map(geometryOf), {
      style: { color: this.ink.accent, weight: 3, fillOpacity: 0.25 },
      pointToLayer: (_, latlng) => L.circleMarker(latlng, {
        radius: 5, weight: 1.5, color: this.ink.sheet, fillColor: this.ink.accent, fillOpacity: 1,
      }),
      interactive: false,
    });
    this.#shown.addLayer(layer);
    this.#bounds = bounds && latLngBounds(bounds);
    this.#isAtHome = this.#mostAreIn(layer.getLayers());
    if (this.#bounds) this.#ring();
    this.root.dataset.featuresDrawn = layer.getLayers().length;
  }

  #drawExtent(text) {
    this.#bounds = text ? latLngBounds(text.split(",").map(Number)) : null;
    this.root.dataset.featuresDrawn = 0;
    if (!this.#bounds) return;
    const box = { color: this.ink.signal, weight: 2, dashArray: "6 4", fillOpacity: 0.08, interactive: false };
    this.#shown.addLayer(L.rectangle(this.#bounds, box));
    this.#isAtHome = false;
    this.#ring();
  }

  #ring() {
    const { map } = this;
    const place = this.#bounds.getCenter();
    const ring = L.circleMarker(place, {
      radius: RING_PX, color: this.ink.signal, weight: 2, fill: false, interactive: false,
    });
    // Around what is large enough to be seen, a ring would only mislead.
    const fit = () => {
      const { x, y } = map.latLngToLayerPoint(this.#bounds.getSouthEast())
        .subtract(map.latLngToLayerPoint(this.#bounds.getNorthWest()));
      ring.setStyle({ opacity: Math.max(x, y) < 2 * RING_PX ? 1 : 0 });
    };
    ring.on("add", () => map.on("zoomend", fit)).on("remove", () => map.off("zoomend", fit));
    this.#shown.addLayer(ring);
  }

  // One stray point must not make the city a speck.
  #mostAreIn(layers) {
    const { bounds } = this.page.districts;
    if (!bounds || !layers.length) return false;
    const city = latLngBounds(bounds);
    const near = layers.filter((each) => city.intersects(each.getBounds?.() ?? each.getLatLng().toBounds(1)));
    return near.length * 2 >= layers.length;
  }

  #showMends() {
    this.#mends.clearLayers();
    for (const [code, examples] of Object.entries(this.preview.faults)) {
      const box = this.form.querySelector(`[data-fault="${CSS.escape(code)}"]`);
      for (const { before, after } of examples) {
        const color = box?.checked ? this.ink.good : this.ink.signal;
        const style = { color, weight: 4, fillOpacity: 0.3 };
        this.#mends.addLayer(L.geoJSON(geometryOf(box?.checked ? after : before), {
          style, pointToLayer: (_, latlng) => L.circleMarker(latlng, { ...style, radius: 6 }), interactive: false,
        }));
      }
    }
  }

  #lookAround() {
    const { bounds } = this.page.districts;
    const whole = bounds ? latLngBounds(bounds) : this.#bounds;
    if (!whole) return;
    const seen = L.latLngBounds(whole.getSouthWest(), whole.getNorthEast());
    if (this.#bounds && !this.#isAtHome) seen.extend(this.#bounds);
    this.map.fitBounds(seen, { animate: false });
  }

  #lookAgain() {
    this.map.invalidateSize();
    this.#lookAround();
  }

  #zoom() {
    if (this.#bounds) this.map.fitBounds(this.#bounds, CLOSE);
    else this.#lookAround();
  }
}
