// Reference layers: roads, existing networks and the like, switched on in the legend and kept in the
// address; they lie above the districts and below the assets, in their order.
import { CanvasTiles } from "./canvas-tiles.js";
import { element } from "./element.js";
import { SHAPE } from "./nearest.js";
import { traceRings } from "./paint-assets.js";
import { shapesSwatch } from "./swatch.js";

const POINT_RADIUS = 3;
const LINE_PX = 1.6;
/** Of an area: its edge, and how much of the layer's opacity its inside has. */
const EDGE_PX = 1.2;
const FILL = 0.15;

function painter(colour) {
  function trace(ctx, layer, i, scale) {
    if (layer.types[i] !== SHAPE.POINT) return traceRings(ctx, layer, i, scale, layer.types[i] === SHAPE.POLYGON);
    for (let p = layer.rings[layer.parts[i]]; p < layer.rings[layer.parts[i + 1]]; p += 1) {
      const [x, y] = [layer.coords[2 * p] * scale, layer.coords[2 * p + 1] * scale];
      ctx.moveTo(x + POINT_RADIUS, y);
      ctx.arc(x, y, POINT_RADIUS, 0, 2 * Math.PI);
    }
    return undefined;
  }
  function paint(ctx, { reference }, { size }) {
    if (!reference) return;
    const scale = size / reference.extent;
    ctx.strokeStyle = ctx.fillStyle = colour;
    ctx.lineJoin = "round";
    for (const [type, alpha, width] of [[SHAPE.POLYGON, FILL, EDGE_PX], [SHAPE.LINE, 0, LINE_PX], [SHAPE.POINT, 1, 0]]) {
      ctx.beginPath();
      for (let i = 0; i < reference.count; i += 1) if (reference.types[i] === type) trace(ctx, reference, i, scale);
      ctx.globalAlpha = alpha;
      if (alpha) ctx.fill("evenodd");
      ctx.globalAlpha = 1;
      ctx.lineWidth = width;
      if (width) ctx.stroke();
    }
  }
  return { paint };
}

/** Why a layer that is switched on is not drawn at a zoom, or nothing where it is. */
function unseen({ min_zoom, max_zoom }, zoom) {
  // Between two zooms, as on paper, tiles are those of the nearer.
  const level = Math.round(zoom);
  if (level < min_zoom) return "放大后显示";
  return level > max_zoom ? "缩小后显示" : "";
}

export class ReferenceLayers {
  #map;
  #shown = new Map();

  /** `watch(matter, layer)` tells of loading and failing as for the other tiles. */
  constructor(map, { layers }, { view, client, url, watch, ratio = null }) {
    Object.assign(this, { layers, view, client, url, watch, ratio });
    this.#map = map;
    map.createPane("reference").style.zIndex = 160;
    view.addEventListener("over", () => this.#show());
    map.on("zoomend", () => this.#mark());
    this.#show();
  }

  /** The switches, for the legend; empty where there are no layers. */
  addSwitches(box) {
    this.box = box;
    box.hidden = !this.layers.length;
    const rows = this.layers.map((layer) => this.#row(layer));
    box.replaceChildren(element("h3", { text: "参考图层" }), element("ul", {}, rows));
    this.#mark();
  }

  /** Samples of what is drawn, for the legend on paper. */
  addSamples(box) {
    this.samples = box;
    this.#sample();
  }

  #sample() {
    const [ids, zoom] = [this.#ids(), this.#map.getZoom()];
    const rows = this.layers.filter((layer) => ids.has(layer.id) && !unseen(layer, zoom))
      .map((layer) => element("li", {}, [sample(layer), element("span", { text: layer.name })]));
    this.samples.hidden = !rows.length;
    this.samples.replaceChildren(element("h3", { text: "参考图层" }), element("ul", {}, rows));
  }

  #row(layer) {
    const { id, name } = layer;
    const box = element("input", { type: "checkbox", data: { layer: id }, on: { change: () => this.#toggle(id) } });
    const why = element("span", { class: "muted unseen", hidden: true });
    return element("li", {}, [element("label", {}, [box, sample(layer), element("span", { text: name }), why])]);
  }

  #ids() {
    return new Set(this.view.over.split(",").filter(Boolean).map(Number));
  }

  #toggle(id) {
    const ids = this.#ids();
    if (!ids.delete(id)) ids.add(id);
    this.view.showOver([...ids].sort((a, b) => a - b).join(","));
  }

  #show() {
    const ids = this.#ids();
    this.layers.forEach((layer, place) => {
      const shown = this.#shown.get(layer.id);
      if (ids.has(layer.id) && !shown) this.#shown.set(layer.id, this.#layer(layer, place).addTo(this.#map));
      if (!ids.has(layer.id) && shown) {
        shown.remove();
        this.#shown.delete(layer.id);
      }
    });
    this.#mark();
  }

  #layer({ id, color, opacity, min_zoom, max_zoom }, place) {
    const layer = new CanvasTiles(this.client, this.url.replace("{id}", id), painter(color), {
      className: "reference-tiles", pane: "reference", opacity: opacity / 100, zIndex: place + 1,
      minZoom: min_zoom, maxZoom: Math.max(min_zoom, max_zoom), maxSourceZoom: Math.min(18, max_zoom), ratio: this.ratio,
    });
    this.watch(`reference ${id}`, layer);
    return layer;
  }

  #mark() {
    const ids = this.#ids();
    const zoom = this.#map.getZoom();
    for (const input of this.box?.querySelectorAll("[data-layer]") ?? []) {
      const layer = this.layers.find(({ id }) => id === Number(input.dataset.layer));
      input.checked = ids.has(layer.id);
      const why = input.parentElement.querySelector(".unseen");
      why.textContent = unseen(layer, zoom);
      why.hidden = !input.checked || !why.textContent;
    }
    if (this.samples) this.#sample();
  }
}

// As the layer is drawn on the map, no stronger than there.
function sample({ color, opacity, dimensions }) {
  const look = { color, opacity: opacity / 100, edge: EDGE_PX, fill: FILL, width: LINE_PX, radius: POINT_RADIUS };
  return shapesSwatch(dimensions, look);
}
