// Names on the map, drawn from tiles of labels: dark on a light edge, so that they are read over any
// base map, and none upon another. Their places are found for all tiles together, whenever these are
// there or the map has moved.
import { CanvasTiles } from "./canvas-tiles.js";
import { labelsOf } from "./label-tiles.js";
import { placeLabels } from "./labels.js";
import { themeColours } from "./theme.js";

/** So far a name may reach over the edge of its tile. */
const MARGIN = 96;
const EDGE_PX = 4;

/** How names look: their font, and how far below the place they begin, or none for around it. */
export const OF_DISTRICTS = { size: 15, weight: 600, below: null };
export const OF_PROJECTS = { size: 12, weight: 500, below: 9, minZoom: 16 };

export class Names {
  #look;
  #written = [];
  #zoom = null;
  #ruler = null;
  #ink = themeColours(["ink", "sheet"]);

  constructor(map, client, url, look) {
    const { fontFamily } = getComputedStyle(document.body);
    this.#look = { ...look, font: `${look.weight} ${look.size}px ${fontFamily}`, height: Math.round(1.25 * look.size) };
    map.createPane("names").style.zIndex = 350;
    const painter = {
      margin: ({ labels }) => (labels ? MARGIN : 0),
      paint: (ctx, { labels }, { size, zoom }) => labels && zoom === this.#zoom && this.#paint(ctx, labels, size),
    };
    this.layer = new CanvasTiles(client, url, painter, {
      className: "name-tiles", pane: "names", minZoom: look.minZoom ?? 0,
    });
    this.layer.on("tilesbusy", () => !this.layer.isBusy() && this.#arrange(map));
    map.on("moveend", () => this.#arrange(map));
  }

  #arrange(map) {
    if (!map.hasLayer(this.layer)) return;
    const found = labelsOf(this.layer.placed(), map.getPixelBounds());
    const boxes = found.map((label) => this.#box(label));
    const moves = placeLabels(boxes, [], { leastRoom: 0 });
    this.#written = found.map((label, i) => moves[i] && { ...label, ...moves[i] }).filter(Boolean);
    this.#zoom = map.getZoom();
    this.layer.repaint();
  }

  /** It steps up or down by its own height at most: beside its place it would name another. */
  #box({ lines, at: [x, y] }) {
    const width = Math.max(...lines.map((line) => this.#widthOf(line)));
    const height = lines.length * this.#look.height;
    return { x: x - width / 2, y: y + this.#top(height), width, height, room: 0, depth: 3.5 * height };
  }

  #top(height) {
    return this.#look.below ?? -height / 2;
  }

  #widthOf(line) {
    const ctx = (this.#ruler ??= document.createElement("canvas").getContext("2d"));
    ctx.font = this.#look.font;
    return ctx.measureText(line).width;
  }

  #paint(ctx, labels, size) {
    ctx.font = this.#look.font;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.lineJoin = "round";
    ctx.lineWidth = EDGE_PX;
    ctx.strokeStyle = this.#ink.sheet;
    ctx.fillStyle = this.#ink.ink;
    for (const place of this.#written) {
      if (place.labels === labels) this.#write(ctx, size / labels.extent, place);
    }
  }

  #write(ctx, scale, { labels: { parts, rings, coords }, index, lines, dx, dy }) {
    const { height } = this.#look;
    const p = 2 * rings[parts[index]];
    const x = coords[p] * scale + dx;
    const top = coords[p + 1] * scale + dy + this.#top(lines.length * height);
    for (const write of ["strokeText", "fillText"]) {
      lines.forEach((line, n) => ctx[write](line, x, top + (n + 0.5) * height));
    }
  }
}
