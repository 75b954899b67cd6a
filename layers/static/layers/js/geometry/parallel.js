// A copy of a line beside it. Each corner is made in the plane at that corner, so that a long
// line is as exact at its far end as at its start.
import { lastOf } from "./last.js";
import { isSamePosition, planeAt } from "./plane.js";

// How many times the distance a corner may stand off before it is cut straight across.
const MITRE_LIMIT = 4;
// Closer than this two vertices have no direction between them that means anything.
const SAME_PLACE_METRES = 1e-6;

function withoutRepeats(line) {
  const kept = [];
  for (const position of line) {
    const isNew = kept.length === 0 || Math.hypot(...planeAt(lastOf(kept)).to(position)) > SAME_PLACE_METRES;
    if (isNew) kept.push(position);
  }
  return kept;
}

function rightOf([x, y]) {
  const length = Math.hypot(x, y);
  return [y / length, -x / length];
}

// The right-hand normals of the segments that meet at a vertex; both the same at an open end.
function normalsAt(plane, before, after) {
  const into = before && rightOf(plane.to(before).map((each) => -each));
  const onward = after && rightOf(plane.to(after));
  return [into ?? onward, onward ?? into];
}

function offsets([ax, ay], [bx, by], metres) {
  const cosine = ax * bx + ay * by;
  if (Math.SQRT2 / Math.sqrt(Math.max(0, 1 + cosine)) > MITRE_LIMIT) {
    return [[ax * metres, ay * metres], [bx * metres, by * metres]];
  }
  const reach = metres / (1 + cosine);
  return [[(ax + bx) * reach, (ay + by) * reach]];
}

function cornerOf(position, before, after, metres) {
  const plane = planeAt(position);
  return offsets(...normalsAt(plane, before, after), metres).map(plane.from);
}

/**
 * The line `metres` to the right of its direction (negative: to the left), with mitred corners;
 * a closed line stays closed. Null for a line without length, which has no side.
 */
export function parallelLine(line, metres) {
  const kept = withoutRepeats(line);
  if (kept.length < 2) return null;
  const isClosed = kept.length > 3 && isSamePosition(kept[0], lastOf(kept));
  const corners = isClosed ? kept.slice(0, -1) : kept;
  const neighbour = (i) => (isClosed ? corners[(i + corners.length) % corners.length] : corners[i]);
  const copy = corners.flatMap((each, i) => cornerOf(each, neighbour(i - 1), neighbour(i + 1), metres));
  return isClosed ? [...copy, copy[0]] : copy;
}
