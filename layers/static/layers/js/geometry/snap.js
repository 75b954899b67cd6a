// Snapping to what is registered: ends before vertices before places along segments, because an
// end is where the next pipe belongs. A snapped end or vertex is the very position that is stored.
//
// Guides are the segments of all features (and points, as segments of no length) in a spatial
// index. A vertex is always the end of a segment, so one index finds them all.
import Flatbush from "flatbush";
import { isAreal, isPunctual, partsOf } from "./parts.js";
import { between, footAlong, metresPerDegree } from "./plane.js";

const KINDS = ["end", "vertex", "segment"];

const isPlace = (position) => Number.isFinite(position?.[0]) && Number.isFinite(position?.[1]);

function linesOf(features) {
  return features.flatMap((feature) => partsOf(feature.geometry)
    .map((positions, part) => ({ feature, part, positions, isRing: isAreal(feature.geometry) })));
}

/** Start and end of every segment: [line, index] pairs in one flat list. */
function itemsOf(lines) {
  const items = [];
  lines.forEach(({ positions }, line) => {
    const last = Math.max(1, positions.length - 1);
    for (let i = 0; i < last; i += 1) {
      if (isPlace(positions[i]) && isPlace(endOf(positions, i))) items.push(line, i);
    }
  });
  return Uint32Array.from(items);
}

const endOf = (positions, i) => positions[Math.min(i + 1, positions.length - 1)];

function indexed(lines, items) {
  if (items.length === 0) return null;
  const index = new Flatbush(items.length / 2);
  for (let k = 0; k < items.length; k += 2) {
    const { positions } = lines[items[k]];
    const [a, b] = [positions[items[k + 1]], endOf(positions, items[k + 1])];
    index.add(Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1]));
  }
  index.finish();
  return index;
}

/** Guides over GeoJSON features of any geometry; features without a shape guide nobody. */
export function makeGuides(features) {
  const lines = linesOf(features);
  const items = itemsOf(lines);
  return { lines, items, index: indexed(lines, items) };
}

function isExcluded({ properties, id }, exclude) {
  return exclude.has(properties?.id) || exclude.has(id) || exclude.has(properties?.client_id);
}

function itemsWithin({ index, items, lines }, box, { exclude, only }) {
  if (!index) return [];
  const featureOf = (k) => lines[items[2 * k]].feature;
  return index.search(...box)
    .filter((k) => (!exclude?.size || !isExcluded(featureOf(k), exclude)) && (!only || only(featureOf(k))))
    .sort((a, b) => a - b);
}

function boxAround([x, y], metres, [perLongitude, perLatitude]) {
  const [dx, dy] = [metres / perLongitude, metres / perLatitude];
  return [x - dx, y - dy, x + dx, y + dy];
}

function rankOf({ positions, isRing }, i) {
  return !isRing && (i === 0 || i === positions.length - 1) ? 0 : 1;
}

// The plane is around the position, so that it is the origin and everything is a vector.
function consider(best, line, i, [x, y], [perLongitude, perLatitude]) {
  const [a, b] = [line.positions[i], endOf(line.positions, i)];
  const [ax, ay] = [(a[0] - x) * perLongitude, (a[1] - y) * perLatitude];
  const [bx, by] = [(b[0] - x) * perLongitude, (b[1] - y) * perLatitude];
  const take = (rank, index, metres, share) => {
    if (metres <= best[rank].metres && (metres < best[rank].metres || !best[rank].line)) {
      best[rank] = { line, index, metres, share };
    }
  };
  take(rankOf(line, i), i, Math.hypot(ax, ay), 0);
  if (a === b) return;
  const last = Math.min(i + 1, line.positions.length - 1);
  take(rankOf(line, last), line.isRing && last === line.positions.length - 1 ? 0 : last, Math.hypot(bx, by), 0);
  const share = footAlong([0, 0], [ax, ay], [bx, by]);
  take(2, i, Math.hypot(ax + share * (bx - ax), ay + share * (by - ay)), share);
}

/** The nearest end, vertex and segment of some items; `line` is null where there is none. */
function bestOf({ lines, items }, found, position, toleranceMetres, scale) {
  const best = KINDS.map(() => ({ line: null, metres: toleranceMetres }));
  for (const k of found) consider(best, lines[items[2 * k]], items[2 * k + 1], position, scale);
  return best;
}

function told({ line, index, metres, share }, kind) {
  const { feature, part, positions } = line;
  const position = between(positions[index], endOf(positions, index), share);
  return { position, kind, feature, part, index, metres };
}

/**
 * The place to snap to within a tolerance, or null: { position, kind: "end" | "vertex" |
 * "segment", feature, part, index, metres }. `index` is the vertex, or the segment's first one.
 * A point counts as an end. `exclude` holds ids or client_ids of features not to snap to, `only`
 * says of a feature whether to snap to it.
 */
export function snap(guides, position, toleranceMetres, options = {}) {
  const scale = metresPerDegree(position[1]);
  const found = itemsWithin(guides, boxAround(position, toleranceMetres, scale), options);
  const best = bestOf(guides, found, position, toleranceMetres, scale);
  const rank = best.findIndex(({ line }) => line);
  return rank < 0 ? null : told(best[rank], KINDS[rank]);
}

function isBetter(a, b) {
  const [one, two] = [a, b].map(({ kind }) => KINDS.indexOf(kind));
  return one < two || (one === two && a.metres < b.metres);
}

/** For a point to be put down: two assets of no extent in one place could not be told apart. */
export function isNoPointOfAnAsset({ geometry, properties }) {
  return !(properties?.kind && isPunctual(geometry));
}

/** The best of several guides; of equals that of the first. */
export function snapAll(allGuides, position, toleranceMetres, options) {
  return allGuides
    .map((guides) => snap(guides, position, toleranceMetres, options))
    .reduce((best, each) => (each && (!best || isBetter(each, best)) ? each : best), null);
}

/**
 * What lies under a place, the nearest first: [{ feature, position, metres }], each feature once.
 * Points come before all else: they lie on lines, and nothing lies on them.
 */
export function featuresAt(guides, position, toleranceMetres) {
  const scale = metresPerDegree(position[1]);
  const items = new Map();
  for (const k of itemsWithin(guides, boxAround(position, toleranceMetres, scale), {})) {
    const { feature } = guides.lines[guides.items[2 * k]];
    items.set(feature, [...(items.get(feature) ?? []), k]);
  }
  const isPoint = ({ feature }) => isPunctual(feature.geometry);
  return [...items.values()]
    .map((found) => bestOf(guides, found, position, toleranceMetres, scale).filter(({ line }) => line))
    .filter(({ length }) => length)
    .map((best) => told(best.reduce((one, other) => (other.metres < one.metres ? other : one))))
    .sort((a, b) => isPoint(b) - isPoint(a) || a.metres - b.metres);
}

/** Segments whose boxes touch a box of degrees: [{ feature, part, index, a, b }]; a point has a === b. */
export function segmentsWithin(guides, box, options = {}) {
  return itemsWithin(guides, box, options).map((k) => {
    const { feature, part, positions } = guides.lines[guides.items[2 * k]];
    const index = guides.items[2 * k + 1];
    return { feature, part, index, a: positions[index], b: endOf(positions, index) };
  });
}
