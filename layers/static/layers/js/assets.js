// The assets on the map: drawn from tiles, coloured by class, found under the mouse.
import { CanvasTiles } from "./canvas-tiles.js";
import { textOf } from "./decode.js";
import { SHAPE, nearestFeature } from "./nearest.js";
import { FULL, paintAssets, paintGroups } from "./paint-assets.js";
import { groupRadius, radiusAt, widthAt } from "./styling.js";
import { themeColours } from "./theme.js";

const TOLERANCE = 3;
// No sign or circle reaches further from its place.
const REACH_PX = 32;
// A class that there is not: what is in it is not painted.
const UNDRAWN = 255;

function groupInk() {
  const { accent, sheet, "on-accent": text } = themeColours(["accent", "sheet", "on-accent"]);
  const { fontFamily } = getComputedStyle(document.body);
  return { fill: accent, ring: sheet, text, font: `600 12px ${fontFamily}` };
}

export class Assets {
  #styling;
  #colouring = "kind";
  #leftOut = null;
  #faintness = FULL;
  #classNumbers = new WeakMap();

  constructor(client, url, styling) {
    this.#styling = styling;
    const ink = groupInk();
    const painter = {
      paint: (ctx, layers, view) => this.#paint(ctx, layers, { ...view, ink }),
    };
    this.layer = new CanvasTiles(client, url, painter, { className: "asset-tiles" });
  }

  colourBy(colouring) {
    this.#colouring = colouring;
    this.#classNumbers = new WeakMap();
    this.layer.repaint();
  }

  /** Do not draw the assets of one project: they are drawn some other way. */
  leaveOut(project) {
    this.#leftOut = project;
  }

  /** Draw all of them fainter: something else is the matter. */
  setBack(faintness) {
    this.#faintness = faintness;
    this.layer.setOpacity(faintness.opacity);
  }

  /** How many different assets the tiles on the map hold, drawn or counted in circles. */
  drawn() {
    const ids = new Set();
    let counted = 0;
    for (const { layers: { assets, groups } } of this.layer.placed()) {
      assets?.numbers.id?.forEach((id) => ids.add(id));
      groups?.numbers.count?.forEach((count) => (counted += count));
    }
    return ids.size + counted;
  }

  /** Adds the codes of what is drawn by itself within `bounds`, in pixels of the map's projection. */
  addCodes(codes, { min, max }) {
    for (const { layers: { assets: layer }, corner, size } of this.layer.placed()) {
      const at = (pixel, side) => ((pixel[side] - corner[side]) * (layer?.extent ?? 0)) / size;
      const view = [at(min, "x"), at(min, "y"), at(max, "x"), at(max, "y")];
      for (let i = 0; i < (layer?.count ?? 0); i += 1) {
        if (meets(layer.boxes.subarray(4 * i, 4 * i + 4), view)) codes.add(assetOf(layer, i));
      }
    }
  }

  grouped() {
    return this.layer.placed().some(({ layers: { groups } }) => groups?.count > 0);
  }

  /** The boxes of the groups' circles, in pixels of the map's projection. */
  circles() {
    return this.layer.placed().flatMap(({ layers: { groups }, corner, size }) => {
      if (!groups) return [];
      return Array.from(groups.numbers.count, (count, i) => circleBox(groups, i, count, corner, size));
    });
  }

  /** What lies at a place: { asset }, { group } or null. */
  at(latlng) {
    const tiles = this.layer.tilesAt(latlng, REACH_PX);
    const found = best(tiles.map((spot) => this.#groupAt(spot)))
      ?? best(tiles.map((spot) => this.#assetAt(spot)));
    return found ?? null;
  }

  #paint(ctx, { assets, groups }, view) {
    if (assets?.count) {
      const classes = this.#styling.classes(this.#colouring);
      const classNumbers = this.#classesOf(assets);
      paintAssets(ctx, assets, {
        ...view, classes, classNumbers, signOf: this.#styling.signs(assets), faintness: this.#faintness,
      });
    }
    if (groups?.count) paintGroups(ctx, groups, view);
  }

  #classesOf(layer) {
    if (!this.#classNumbers.has(layer)) {
      const numbers = this.#styling.classify(layer, this.#colouring);
      const { words = [], index = [] } = layer.texts.project ?? {};
      const place = this.#leftOut ? words.indexOf(this.#leftOut) : -1;
      if (place >= 0) numbers.forEach((_, i) => index[i] === place && (numbers[i] = UNDRAWN));
      this.#classNumbers.set(layer, numbers);
    }
    return this.#classNumbers.get(layer);
  }

  #assetAt({ layers, size, zoom, at }) {
    const layer = layers.assets;
    if (!layer) return null;
    const perPixel = layer.extent / size;
    const reach = {
      [SHAPE.POINT]: (TOLERANCE + radiusAt(zoom)) * perPixel,
      [SHAPE.LINE]: (TOLERANCE + widthAt(zoom)) * perPixel,
      [SHAPE.POLYGON]: TOLERANCE * perPixel,
    };
    const hit = nearestFeature(layer, at.x * perPixel, at.y * perPixel, reach);
    return hit && { rank: [hit.type, hit.distance], asset: assetOf(layer, hit.index) };
  }

  #groupAt({ layers, size, at }) {
    const layer = layers.groups;
    if (!layer?.count) return null;
    const perPixel = layer.extent / size;
    const reach = { [SHAPE.POINT]: REACH_PX * perPixel };
    const hit = nearestFeature(layer, at.x * perPixel, at.y * perPixel, reach);
    if (!hit || hit.distance > groupRadius(layer.numbers.count[hit.index]) * perPixel) return null;
    const { count, length_m, projects } = layer.numbers;
    return {
      rank: [0, hit.distance],
      group: { count: count[hit.index], length_m: length_m?.[hit.index], projects: projects?.[hit.index] },
    };
  }
}

function meets([west, north, east, south], [left, top, right, bottom]) {
  return east >= left && west <= right && south >= top && north <= bottom;
}

function circleBox({ extent, parts, rings, coords }, i, count, corner, size) {
  const radius = groupRadius(count);
  const p = 2 * rings[parts[i]];
  const [x, y] = [corner.x + (coords[p] * size) / extent, corner.y + (coords[p + 1] * size) / extent];
  return { x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius };
}

/** Of what several tiles found: the lowest type, then the nearest. */
function best(found) {
  const byRank = (a, b) => a.rank[0] - b.rank[0] || a.rank[1] - b.rank[1];
  return found.filter(Boolean).sort(byRank)[0];
}

function assetOf(layer, i) {
  const text = (name) => textOf(layer, name, i);
  return {
    id: layer.numbers.id[i],
    project: text("project"),
    kind: text("kind"),
    medium: text("medium"),
    sector: text("sector"),
    stage: text("stage"),
  };
}
