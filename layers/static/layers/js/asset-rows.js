// The rows of a table of assets and their shapes on the page's map: pointing at one shows the other.
import L from "leaflet";
import { Highlight } from "./highlight.js";

export class AssetRows {
  constructor(map, shapes) {
    Object.assign(this, { map, shapes, highlight: new Highlight(map) });
  }

  start() {
    for (const row of document.querySelectorAll("tr[data-asset]")) {
      const id = Number(row.dataset.asset);
      row.addEventListener("mouseenter", () => this.point(id));
      row.addEventListener("mouseleave", () => this.leave());
      row.addEventListener("click", ({ target }) => target.closest("a, button") || this.#zoomTo(id));
    }
  }

  point(id) {
    this.leave();
    this.row(id)?.classList.add("is-linked");
    this.highlight.show({ ...this.shapes, features: this.#features(id) }, id);
  }

  leave() {
    this.highlight.clear();
    for (const row of document.querySelectorAll("tr.is-linked")) row.classList.remove("is-linked");
  }

  row(id) {
    return document.querySelector(`tr[data-asset="${id}"]`);
  }

  #zoomTo(id) {
    const bounds = L.geoJSON({ ...this.shapes, features: this.#features(id) }).getBounds();
    if (bounds.isValid()) this.map.fitBounds(bounds, { padding: [48, 48], maxZoom: 18 });
  }

  #features(id) {
    return this.shapes.features.filter(({ properties }) => properties.id === id);
  }
}
