// The project's own assets on the map, as they stand in the document: one layer an asset, made
// anew only where the asset has changed. What is selected glows underneath.
import L from "leaflet";
import { styleOf } from "../asset-style.js";
import { Highlight } from "../highlight.js";

const PANE = "own-assets";
const Z_INDEX = 420;

export class Sheet {
  #drawn = new Map();

  constructor(editor) {
    this.editor = editor;
    const pane = editor.map.createPane(PANE);
    pane.style.zIndex = Z_INDEX;
    // The editor finds what lies under the mouse itself: a canvas would swallow its last move.
    pane.style.pointerEvents = "none";
    this.renderer = L.canvas({ pane: PANE, padding: 0.3 });
    this.highlight = new Highlight(editor.map);
  }

  start() {
    this.editor.addEventListener("change", () => this.draw());
    this.editor.addEventListener("selection", () => this.#glow());
    this.draw();
  }

  /** How many assets are drawn. */
  get count() {
    return this.#drawn.size;
  }

  draw() {
    const standing = new Set();
    for (const asset of this.editor.assets()) {
      if (!asset.geometry) continue;
      standing.add(asset.client_id);
      this.#show(asset);
    }
    for (const [id, { layer }] of this.#drawn) {
      if (standing.has(id)) continue;
      layer.remove();
      this.#drawn.delete(id);
    }
    this.#glow();
  }

  #show(asset) {
    const { client_id, geometry, values: { medium } } = asset;
    const former = this.#drawn.get(client_id);
    if (former?.geometry === geometry && former.medium === medium) return;
    former?.layer.remove();
    const style = styleOf(this.editor.styling, this.editor.project.sector, medium, geometry);
    const options = { ...style, renderer: this.renderer, interactive: false };
    const layer = L.geoJSON(geometry, {
      style: () => options,
      pointToLayer: (_, latlng) => L.circleMarker(latlng, options),
      interactive: false,
    });
    layer.addTo(this.editor.map);
    this.#drawn.set(client_id, { geometry, medium, layer });
  }

  #glow() {
    const chosen = this.editor.selected().filter(({ geometry }) => geometry);
    const features = chosen.map(({ client_id, geometry }) => ({
      type: "Feature", geometry, properties: { id: client_id },
    }));
    this.highlight.show({ type: "FeatureCollection", features }, features.length === 1 ? features[0].properties.id : null);
  }
}
