// Which feature of a decoded layer lies at a place. Pure: tile units in, an index out.
// Points win over lines and lines over polygons, because that is the order they lie in on the
// map; within one of them the nearest wins, and of equals the one drawn last.
const [POINT, LINE, POLYGON] = [1, 2, 3];

export function distanceToSegment(x, y, ax, ay, bx, by) {
  const dx = bx - ax;
  const dy = by - ay;
  const squared = dx * dx + dy * dy;
  const along = squared === 0 ? 0 : ((x - ax) * dx + (y - ay) * dy) / squared;
  const t = Math.max(0, Math.min(1, along));
  return Math.hypot(x - ax - t * dx, y - ay - t * dy);
}

function distanceToRing(coords, from, to, x, y) {
  let nearest = Infinity;
  for (let p = from; p + 1 < to; p += 1) {
    const [a, b] = [2 * p, 2 * p + 2];
    const distance = distanceToSegment(x, y, coords[a], coords[a + 1], coords[b], coords[b + 1]);
    nearest = Math.min(nearest, distance);
  }
  return nearest;
}

function distanceToPositions(coords, from, to, x, y) {
  let nearest = Infinity;
  for (let p = from; p < to; p += 1) {
    nearest = Math.min(nearest, Math.hypot(x - coords[2 * p], y - coords[2 * p + 1]));
  }
  return nearest;
}

function crossings(coords, from, to, x, y) {
  let count = 0;
  for (let p = from, q = to - 1; p < to; q = p, p += 1) {
    const [ax, ay, bx, by] = [coords[2 * p], coords[2 * p + 1], coords[2 * q], coords[2 * q + 1]];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) count += 1;
  }
  return count;
}

function nearestRing({ parts, rings, coords }, i, x, y, measure) {
  let nearest = Infinity;
  for (let r = parts[i]; r < parts[i + 1]; r += 1) {
    nearest = Math.min(nearest, measure(coords, rings[r], rings[r + 1], x, y));
  }
  return nearest;
}

/** Inside by the even-odd rule, so that holes are outside. */
export function isInside({ parts, rings, coords }, i, x, y) {
  let count = 0;
  for (let r = parts[i]; r < parts[i + 1]; r += 1) {
    count += crossings(coords, rings[r], rings[r + 1], x, y);
  }
  return count % 2 === 1;
}

function distanceTo(layer, i, x, y) {
  const type = layer.types[i];
  if (type === POINT) return nearestRing(layer, i, x, y, distanceToPositions);
  if (type === POLYGON && isInside(layer, i, x, y)) return 0;
  return nearestRing(layer, i, x, y, distanceToRing);
}

function boxHolds(boxes, i, x, y, reach) {
  const b = 4 * i;
  return (
    x >= boxes[b] - reach && y >= boxes[b + 1] - reach
    && x <= boxes[b + 2] + reach && y <= boxes[b + 3] + reach
  );
}

function isBetter(found, type, distance) {
  return !found || type < found.type || (type === found.type && distance <= found.distance);
}

/**
 * The feature at x, y: { index, type, distance }, or null when none is within its reach.
 * `reach` tells how far off each type may be hit: { 1: points, 2: lines, 3: polygons }.
 */
export function nearestFeature(layer, x, y, reach) {
  let found = null;
  for (let i = 0; i < layer.count; i += 1) {
    const type = layer.types[i];
    if (!boxHolds(layer.boxes, i, x, y, reach[type])) continue;
    const distance = distanceTo(layer, i, x, y);
    if (distance <= reach[type] && isBetter(found, type, distance)) found = { index: i, type, distance };
  }
  return found;
}

export const SHAPE = { POINT, LINE, POLYGON };
