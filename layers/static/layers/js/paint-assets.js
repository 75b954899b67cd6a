// Draws a decoded tile of assets onto a canvas, in a fixed order: polygons, lines, points,
// groups. Strokes are batched by class: one path and one stroke a class, however many features.
import { shortCount } from "./numbers.js";
import { SHAPE } from "./nearest.js";
import { inkSign, traceSign } from "./signs.js";
import { groupRadius, radiusAt, widthAt } from "./styling.js";

const CASING = "rgba(253, 251, 246, 0.85)";
// Light casings keep crossing pipes apart; from afar, or this dense, they would only blur.
const CASING_LIMIT = 4000;
const CASING_FROM_ZOOM = 13;

/** Nothing is set back. */
export const FULL = { width: 1, size: 1 };

/** Features of a layer gathered by shape and class: rows[shape][class] lists their numbers.
    What is in no class is left out. */
export function gather(layer, classNumbers, classCount) {
  const rows = { 1: [], 2: [], 3: [] };
  for (const shape of Object.values(SHAPE)) rows[shape] = Array.from({ length: classCount }, () => []);
  for (let i = 0; i < layer.count; i += 1) rows[layer.types[i]]?.[classNumbers[i]]?.push(i);
  return rows;
}

export function traceRings(ctx, { parts, rings, coords }, i, scale, closed) {
  for (let r = parts[i]; r < parts[i + 1]; r += 1) {
    for (let p = rings[r]; p < rings[r + 1]; p += 1) {
      const [x, y] = [coords[2 * p] * scale, coords[2 * p + 1] * scale];
      if (p === rings[r]) ctx.moveTo(x, y);
      else ctx.lineTo(x, y);
    }
    if (closed) ctx.closePath();
  }
}

function trace(ctx, layer, features, scale, closed = false) {
  ctx.beginPath();
  for (const i of features) traceRings(ctx, layer, i, scale, closed);
}

function paintPolygons(ctx, layer, scale, rows, classes) {
  rows.forEach((features, number) => {
    if (!features.length) return;
    const { color, dash } = classes[number];
    trace(ctx, layer, features, scale, true);
    ctx.globalAlpha = 0.28;
    ctx.fillStyle = color;
    ctx.fill("evenodd");
    ctx.globalAlpha = 1;
    ctx.setLineDash(dash);
    ctx.lineWidth = 1.5;
    ctx.strokeStyle = color;
    ctx.stroke();
  });
}

function paintCasings(ctx, layer, scale, rows, classes, factor) {
  ctx.setLineDash([]);
  ctx.strokeStyle = CASING;
  rows.forEach((features, number) => {
    if (!features.length) return;
    trace(ctx, layer, features, scale);
    ctx.lineWidth = classes[number].width * factor + 2;
    ctx.stroke();
  });
}

function paintLines(ctx, layer, scale, rows, { classes, zoom, faintness = FULL }) {
  const factor = widthAt(zoom) * faintness.width;
  const cased = zoom >= CASING_FROM_ZOOM && layer.count < CASING_LIMIT;
  if (cased) paintCasings(ctx, layer, scale, rows, classes, factor);
  rows.forEach((features, number) => {
    if (!features.length) return;
    const { color, dash, width } = classes[number];
    trace(ctx, layer, features, scale);
    ctx.setLineDash(dash.map((length) => length * factor));
    ctx.lineWidth = width * factor;
    ctx.strokeStyle = color;
    ctx.stroke();
  });
}

function paintPoints(ctx, layer, scale, rows, { classes, signOf, zoom, faintness = FULL }) {
  const radius = radiusAt(zoom) * faintness.size;
  const { parts, rings, coords } = layer;
  rows.forEach((features, number) => {
    if (!features.length) return;
    ctx.beginPath();
    for (const i of features) {
      for (let p = rings[parts[i]]; p < rings[parts[i + 1]]; p += 1) {
        traceSign(ctx, signOf(i), coords[2 * p] * scale, coords[2 * p + 1] * scale, radius);
      }
    }
    inkSign(ctx, classes[number], radius);
  });
}

/**
 * `view`: { size: CSS pixels of the tile, zoom: of the map, classes, classNumbers, signOf,
 * faintness: the shares of its widths and sizes that are drawn }.
 */
export function paintAssets(ctx, layer, view) {
  const { size, classes, classNumbers } = view;
  const scale = size / layer.extent;
  const rows = gather(layer, classNumbers, classes.length);
  ctx.lineJoin = "round";
  ctx.lineCap = "butt";
  paintPolygons(ctx, layer, scale, rows[SHAPE.POLYGON], classes);
  paintLines(ctx, layer, scale, rows[SHAPE.LINE], view);
  paintPoints(ctx, layer, scale, rows[SHAPE.POINT], view);
}

function paintGroup(ctx, x, y, count, { fill, ring, text, font }) {
  ctx.beginPath();
  ctx.arc(x, y, groupRadius(count), 0, 2 * Math.PI);
  ctx.fillStyle = fill;
  ctx.fill();
  ctx.lineWidth = 2;
  ctx.strokeStyle = ring;
  ctx.stroke();
  ctx.fillStyle = text;
  ctx.font = font;
  ctx.fillText(shortCount(count), x, y + 0.5);
}

/** Circles with a readable count; the largest last, so that none hides behind a smaller one. */
export function paintGroups(ctx, layer, { size, ink }) {
  const scale = size / layer.extent;
  const counts = layer.numbers.count;
  ctx.setLineDash([]);
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  const order = Array.from(counts.keys()).sort((a, b) => counts[a] - counts[b]);
  for (const i of order) {
    const p = 2 * layer.rings[layer.parts[i]];
    paintGroup(ctx, layer.coords[p] * scale, layer.coords[p + 1] * scale, counts[i], ink);
  }
}
