// The way along what is registered, from one snapped place to another: on one line, or over lines
// that share an end exactly.
import { lineMetres } from "./geodesy.js";
import { partsOf } from "./lines.js";

// More lines than this on the way are no way that someone meant.
const MOST_LINES = 500;

/**
 * Positions from the snap result `from` to `to` along the guides, both ends exactly as snapped;
 * null where no line leads there. The shortest way in metres, where there are several.
 */
export function traceAlong(guides, from, to) {
  const [start, goal] = [placeOn(from), placeOn(to)];
  if (!start || !goal) return null;
  const direct = start.line === goal.line ? piece(start, goal) : null;
  return direct ?? overOthers(guides, start, goal);
}

function placeOn({ feature, part, index, kind, position }) {
  if (!feature.geometry.type.endsWith("LineString")) return null;
  return { line: partsOf(feature.geometry)[part], at: kind === "segment" ? index + 0.5 : index, position };
}

/** Between two places of one line, in either direction. */
function piece(start, goal) {
  const [low, high] = start.at <= goal.at ? [start, goal] : [goal, start];
  const between = start.line.slice(Math.floor(low.at) + 1, Math.ceil(high.at));
  const isSameSegment = start.at === goal.at;
  const path = [low.position, ...(isSameSegment ? [] : between), high.position];
  return start.at <= goal.at ? path : path.reverse();
}

const keyOf = ([x, y]) => `${x},${y}`;

function endsOf(guides) {
  const ends = new Map();
  for (const { geometry } of guides.features) {
    if (!geometry.type.endsWith("LineString")) continue;
    for (const line of partsOf(geometry)) {
      for (const end of [line[0], line[line.length - 1]]) {
        const key = keyOf(end);
        ends.set(key, [...(ends.get(key) ?? []), line]);
      }
    }
  }
  return ends;
}

/** From a place to both ends of its line. */
function waysOut({ line, at, position }) {
  const last = line.length - 1;
  return [0, last].map((end) => piece({ line, at, position }, { line, at: end, position: line[end] }));
}

// Dijkstra over the ends at which lines meet.
function overOthers(guides, start, goal) {
  const ends = endsOf(guides);
  const arrivals = new Map(waysOut(goal).map((path) => [keyOf(path[path.length - 1]), [...path].reverse()]));
  const open = waysOut(start).map((path) => ({ path, metres: lineMetres(path) }));
  const seen = new Set();
  while (open.length && seen.size < MOST_LINES) {
    const nearest = open.reduce((best, each, i) => (each.metres < open[best].metres ? i : best), 0);
    const [{ path, metres }] = open.splice(nearest, 1);
    const key = keyOf(path[path.length - 1]);
    if (seen.has(key)) continue;
    seen.add(key);
    if (arrivals.has(key)) return [...path, ...arrivals.get(key).slice(1)];
    for (const line of ends.get(key) ?? []) {
      const onward = keyOf(line[0]) === key ? line : [...line].reverse();
      open.push({ path: [...path, ...onward.slice(1)], metres: metres + lineMetres(onward) });
    }
  }
  return null;
}
