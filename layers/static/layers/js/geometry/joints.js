// What holds a network together: lines that share a vertex exactly, and branches that end on a line.
import { insertVertex, nearestInGeometry } from "./lines.js";
import { lastOf } from "./last.js";
import { isLinear, mapPositions, partsOf, positionsOf, replacePart } from "./parts.js";
import { isSamePosition } from "./plane.js";
import { makeGuides, snapAll } from "./snap.js";

// A foot on a segment is rounded to doubles: closer than this it lies on it.
const ON_SEGMENT_METRES = 1e-6;

/** The client_ids of the lines that have a vertex exactly at a position. */
export function joinedAt(assets, position) {
  return assets
    .filter(({ geometry }) => isLinear(geometry) && positionsOf(geometry).some((each) => isSamePosition(each, position)))
    .map(({ client_id }) => client_id);
}

/** The geometry with each vertex that lies exactly at `from` moved to `to`. */
export function movedTogether(geometry, from, to) {
  return mapPositions(geometry, (each) => (isSamePosition(each, from) ? to : each));
}

/**
 * The lines that a line ends on between two of their vertices, with a vertex at that very place:
 * a map of id → geometry. Those whose ids are in `exclude` are left as they are; so are all where
 * the line ended before, when it was `former`.
 */
export function withBranches(guides, geometry, exclude = new Set(), former = null) {
  const fresh = new Map();
  const before = endsOf(former);
  const ends = endsOf(geometry).filter((end) => !before.some((each) => isSamePosition(each, end)));
  for (const end of ends) branchAt(end, fresh, [guides], exclude);
  return fresh;
}

/**
 * Shapes that are drawn together, as if it were one after the other: `{ shapes, beside }`, with the
 * vertices that those after them make on them, and what is new of the guides' lines by id.
 */
export function drawnTogether(guides, geometries) {
  const all = [guides, makeGuides(geometries.map((geometry, id) => ({ type: "Feature", geometry, properties: { id } })))];
  // Of those drawn together a line meets only the ones before it.
  const later = new Set(geometries.keys());
  const fresh = new Map();
  geometries.forEach((geometry, id) => {
    for (const end of endsOf(geometry)) branchAt(end, fresh, all, later);
    later.delete(id);
  });
  const shapes = geometries.map((geometry, id) => fresh.get(id) ?? geometry);
  for (const id of geometries.keys()) fresh.delete(id);
  return { shapes, beside: fresh };
}

// The line that one ends on there gets its vertex in `fresh`, beside those that it got already.
function branchAt(end, fresh, guides, exclude) {
  const found = snapAll(guides, end, ON_SEGMENT_METRES, { exclude, only: ({ geometry }) => isLinear(geometry) });
  if (found?.kind !== "segment") return;
  const { id } = found.feature.properties;
  fresh.set(id, withVertex(fresh.get(id) ?? found.feature.geometry, end));
}

/** Each place where a line ends, once: a ring has one. */
function endsOf(geometry) {
  const ends = isLinear(geometry) ? partsOf(geometry).flatMap((line) => [line[0], lastOf(line)]) : [];
  return ends.filter((end, i) => ends.findIndex((each) => isSamePosition(each, end)) === i);
}

function withVertex(geometry, position) {
  const { part, index } = nearestInGeometry(geometry, position);
  return replacePart(geometry, part, insertVertex(partsOf(geometry)[part], index + 1, position));
}
