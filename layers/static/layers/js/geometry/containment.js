// Which shapes hold a place, and which touch a box. In degrees: near enough for a choice by eye.

/** Whether a polygon or one part of several holds a position; holes are outside. */
export function contains({ type, coordinates }, position) {
  const parts = type === "MultiPolygon" ? coordinates : [coordinates];
  return parts.some((rings) => rings.filter((ring) => inRing(ring, position)).length % 2 === 1);
}

function inRing(ring, [x, y]) {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [[ax, ay], [bx, by]] = [ring[i], ring[j]];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

/** Whether any vertex lies in the box [west, south, east, north], or any segment crosses it. */
export function crossesBox(geometry, box) {
  return paths(geometry).some((path) => path.some((position, i) => inBox(position, box)
    || (i > 0 && clips(path[i - 1], position, box))));
}

const DEPTHS = { Point: -1, MultiPoint: 0, LineString: 0, MultiLineString: 1, Polygon: 1, MultiPolygon: 2 };

function paths({ type, coordinates }) {
  const depth = DEPTHS[type];
  if (depth < 0) return [[coordinates]];
  return depth ? coordinates.flat(depth - 1) : [coordinates];
}

function inBox([x, y], [west, south, east, north]) {
  return x >= west && x <= east && y >= south && y <= north;
}

// Liang and Barsky: what of the segment is left between the box's sides.
function clips([ax, ay], [bx, by], [west, south, east, north]) {
  let [from, to] = [0, 1];
  const sides = [[ax - bx, ax - west], [bx - ax, east - ax], [ay - by, ay - south], [by - ay, north - ay]];
  for (const [step, room] of sides) {
    if (step === 0 && room < 0) return false;
    if (step < 0) from = Math.max(from, room / step);
    if (step > 0) to = Math.min(to, room / step);
  }
  return from <= to;
}
