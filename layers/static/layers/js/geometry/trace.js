// The way along what is there, between two snapped places: a new pipe beside an old one, or a
// replaced stretch. Lines are connected where they share a vertex exactly, and nowhere else.
import { inverse } from "./geodesy.js";
import { isPunctual } from "./parts.js";
import { isSamePosition } from "./plane.js";
import { segmentsWithin } from "./snap.js";

// More vertices than this between two places is no way that someone meant.
const MAX_VERTICES = 20_000;

const keyOf = (position) => `${position[0]},${position[1]}`;
const metresBetween = (a, b) => inverse(a, b).metres;

function segmentsAt(guides, [x, y]) {
  return guides
    .flatMap((each) => segmentsWithin(each, [x, y, x, y], { only: ({ geometry }) => !isPunctual(geometry) }));
}

// The segment a place was snapped to; of a vertex all that meet there.
function segmentsOf(guides, { kind, feature, part, index, position }) {
  if (kind !== "segment") return [];
  const margin = 1e-9;
  const [x, y] = position;
  return guides
    .flatMap((each) => segmentsWithin(each, [x - margin, y - margin, x + margin, y + margin]))
    .filter((each) => each.feature === feature && each.part === part && each.index === index);
}

function neighboursOf(guides, position) {
  return segmentsAt(guides, position).flatMap(({ a, b }) => {
    if (isSamePosition(a, position)) return [b];
    return isSamePosition(b, position) ? [a] : [];
  });
}

// The two places hang on the network by the ends of their segments, or on each other.
function graphOf(guides, from, to) {
  const [starts, goals] = [from, to].map((place) => segmentsOf(guides, place));
  const isShared = starts.some(({ feature, part, index }) => (
    goals.some((each) => each.feature === feature && each.part === part && each.index === index)
  ));
  const goalEnds = new Set(goals.flatMap(({ a, b }) => [keyOf(a), keyOf(b)]));
  return (position) => [
    ...neighboursOf(guides, position),
    ...(isSamePosition(position, from.position) ? starts.flatMap(({ a, b }) => [a, b]) : []),
    ...(isShared && isSamePosition(position, from.position) ? [to.position] : []),
    ...(goalEnds.has(keyOf(position)) ? [to.position] : []),
  ];
}

// Sorted with the nearest at the end, so that it is taken off without moving the others.
function insert(open, node) {
  let [low, high] = [0, open.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (open[middle].metres > node.metres) low = middle + 1;
    else high = middle;
  }
  open.splice(low, 0, node);
}

function pathTo(node) {
  const path = [];
  for (let each = node; each; each = each.before) path.push(each.position);
  return path.reverse();
}

/** Dijkstra's shortest way over vertices, looked up in the guides as it goes. */
function shortest(neighbours, from, to) {
  const open = [{ position: from, metres: 0, before: null }];
  const done = new Set();
  while (open.length > 0 && done.size < MAX_VERTICES) {
    const node = open.pop();
    if (isSamePosition(node.position, to)) return pathTo({ ...node, position: to });
    if (done.has(keyOf(node.position))) continue;
    done.add(keyOf(node.position));
    for (const position of neighbours(node.position)) {
      if (done.has(keyOf(position))) continue;
      insert(open, { position, metres: node.metres + metresBetween(node.position, position), before: node });
    }
  }
  return null;
}

/**
 * The positions from one snap result to another along the guides (one, or several), the shortest
 * way in metres, beginning and ending with the exact snapped positions; null where there is none.
 */
export function traceAlong(guides, from, to) {
  if (isSamePosition(from.position, to.position)) return null;
  return shortest(graphOf([guides].flat(), from, to), from.position, to.position);
}
