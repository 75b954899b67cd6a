// Finding what is near: ends, vertices and lines of many exact shapes, by a static spatial index
// over their segments. A snapped end or vertex is the very position that is stored there.
import Flatbush from "flatbush";
import { footOf, partsOf } from "./lines.js";
import { planeAt } from "./plane.js";

const RANK = { end: 0, vertex: 1, segment: 2 };
const NOTHING = new Set();

/** Guides over GeoJSON features, whose properties hold an `id`. */
export function makeGuides(features) {
  const segments = features.flatMap(segmentsOf);
  const guides = { features, segments, index: null };
  if (!segments.length) return guides;
  const index = new Flatbush(segments.length);
  for (const { a, b } of segments) {
    index.add(Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1]));
  }
  index.finish();
  return { ...guides, index };
}

// A point is a segment without length.
function segmentsOf(feature) {
  const { geometry } = feature;
  const isClosed = geometry.type.endsWith("Polygon");
  return partsOf(geometry).flatMap((line, part) => {
    if (line.length === 1 || geometry.type === "MultiPoint") {
      return line.map((position, index) => ({ feature, part, index, a: position, b: position, line, isClosed }));
    }
    return line.slice(1).map((b, index) => ({ feature, part, index, a: line[index], b, line, isClosed }));
  });
}

/**
 * What lies within so many metres of a position: { position, kind: "end", "vertex" or "segment",
 * feature, part, index, metres }, an end before a vertex before a place along a line, the nearest
 * of each; null where there is nothing. `exclude` holds ids of features that do not count.
 */
export function snap(guides, position, toleranceMetres, { exclude = NOTHING } = {}) {
  return snapAll([guides], position, toleranceMetres, { exclude });
}

/** The same over several guides at once. */
export function snapAll(list, position, toleranceMetres, { exclude = NOTHING } = {}) {
  const plane = planeAt(position);
  const [west, south] = plane.from([-toleranceMetres, -toleranceMetres]);
  const [east, north] = plane.from([toleranceMetres, toleranceMetres]);
  let best = null;
  for (const { index, segments } of list) {
    for (const place of index?.search(west, south, east, north) ?? []) {
      if (exclude.has(segments[place].feature.properties.id)) continue;
      const found = nearestOn(segments[place], plane, toleranceMetres);
      if (found && (!best || isBetter(found, best))) best = found;
    }
  }
  return best;
}

/** The segments whose boxes meet a box [west, south, east, north]. */
export function segmentsWithin({ index, segments }, [west, south, east, north]) {
  return (index?.search(west, south, east, north) ?? []).map((place) => segments[place]);
}

function isBetter(found, best) {
  return RANK[found.kind] - RANK[best.kind] < 0 || (found.kind === best.kind && found.metres < best.metres);
}

function nearestOn(segment, plane, tolerance) {
  const { feature, part, index, a, b } = segment;
  const [flatA, flatB] = [plane.to(a), plane.to(b)];
  const corners = [[a, flatA, index], [b, flatB, index + 1]]
    .map(([position, flat, at]) => ({ position, kind: kindAt(segment, at), feature, part, index: at, metres: Math.hypot(...flat) }))
    .filter(({ metres }) => metres <= tolerance);
  if (corners.length) return corners.reduce((best, each) => (isBetter(each, best) ? each : best));
  const { share, x, y, metres } = footOf(flatA, flatB);
  if (metres > tolerance || share === 0 || share === 1) return null;
  return { position: plane.from([x, y]), kind: "segment", feature, part, index, metres };
}

function kindAt({ line, isClosed }, at) {
  return !isClosed && (at === 0 || at >= line.length - 1) ? "end" : "vertex";
}
