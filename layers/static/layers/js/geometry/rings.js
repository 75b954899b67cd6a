// Rings in longitude and latitude: closing, containing, crossing. Straight means straight in
// degrees, as for the database.
import Flatbush from "flatbush";
import { lastOf } from "./last.js";
import { between, isSamePosition } from "./plane.js";

/** The ring with its first position at its end, the same ring if it is closed already. */
export function closeRing(ring) {
  if (ring.length === 0 || (ring.length > 1 && isSamePosition(ring[0], lastOf(ring)))) return ring;
  return [...ring, ring[0]];
}

function crossesRay([ax, ay], [bx, by], x, y) {
  return ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax;
}

/** Inside an area of any number of rings by the even-odd rule, so that holes are outside. */
export function isInRings([x, y], rings) {
  let count = 0;
  for (const ring of rings) {
    for (let p = 0, q = ring.length - 1; p < ring.length; q = p, p += 1) {
      if (crossesRay(ring[p], ring[q], x, y)) count += 1;
    }
  }
  return count % 2 === 1;
}

const cross = (ax, ay, bx, by) => ax * by - ay * bx;

/**
 * Where two segments meet: { position, along, other } with the shares along both, or null.
 * Where an end of one lies on the other it is that very end. Parallel segments do not meet.
 */
export function meeting(a, b, c, d) {
  const [rx, ry, sx, sy] = [b[0] - a[0], b[1] - a[1], d[0] - c[0], d[1] - c[1]];
  const turn = cross(rx, ry, sx, sy);
  if (turn === 0) return null;
  const along = cross(c[0] - a[0], c[1] - a[1], sx, sy) / turn;
  const other = cross(c[0] - a[0], c[1] - a[1], rx, ry) / turn;
  if (along < 0 || along > 1 || other < 0 || other > 1) return null;
  const isRingVertex = other === 0 || other === 1;
  return { position: isRingVertex ? between(c, d, other) : between(a, b, along), along, other };
}

function isApart(a, b, c, d) {
  return Math.max(a[0], b[0]) < Math.min(c[0], d[0]) || Math.max(c[0], d[0]) < Math.min(a[0], b[0])
    || Math.max(a[1], b[1]) < Math.min(c[1], d[1]) || Math.max(c[1], d[1]) < Math.min(a[1], b[1]);
}

/** Where a segment meets a ring or line: meetings in their order along the segment. */
export function meetings(a, b, ring) {
  const found = [];
  for (let i = 0; i + 1 < ring.length; i += 1) {
    if (isApart(a, b, ring[i], ring[i + 1])) continue;
    const met = meeting(a, b, ring[i], ring[i + 1]);
    if (met) found.push({ ...met, index: i });
  }
  return found.sort((one, two) => one.along - two.along);
}

// ---- crossing itself

function withoutRepeats(line) {
  return line.filter((position, i) => i === 0 || !isSamePosition(position, line[i - 1]));
}

// A line that turns back along the way it came lies on itself.
function turnsBack(a, b, c) {
  const [rx, ry, sx, sy] = [b[0] - a[0], b[1] - a[1], c[0] - b[0], c[1] - b[1]];
  return cross(rx, ry, sx, sy) === 0 && rx * sx + ry * sy < 0;
}

function segmentIndex(line) {
  const index = new Flatbush(line.length - 1);
  for (let i = 0; i + 1 < line.length; i += 1) {
    const [a, b] = [line[i], line[i + 1]];
    index.add(Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1]));
  }
  index.finish();
  return index;
}

/** Where a line first meets itself, or null; that a closed line meets at its ends is no crossing. */
export function selfCrossing(line) {
  const points = withoutRepeats(line);
  const last = points.length - 2;
  if (last < 1) return null;
  const isClosed = isSamePosition(points[0], lastOf(points));
  const index = segmentIndex(points);
  for (let i = 0; i <= last; i += 1) {
    const [a, b] = [points[i], points[i + 1]];
    if (i < last && turnsBack(a, b, points[i + 2])) return b;
    const box = [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1])];
    for (const k of index.search(...box)) {
      if (k <= i + 1 || (isClosed && i === 0 && k === last)) continue;
      const met = meeting(a, b, points[k], points[k + 1]);
      if (met) return met.position;
    }
  }
  return null;
}
