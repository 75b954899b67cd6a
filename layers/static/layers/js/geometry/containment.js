// Which shapes hold a place, and which touch a box. In degrees: near enough for a choice by eye.

import { partsOf } from "./parts.js";
import { isInRings } from "./rings.js";

/** Whether a polygon or one part of several holds a position; holes are outside. */
export function contains({ type, coordinates }, position) {
  const polygons = type === "MultiPolygon" ? coordinates : [coordinates];
  return polygons.some((rings) => isInRings(position, rings));
}

/** Whether any vertex lies in the box [west, south, east, north], or any segment crosses it. */
export function crossesBox(geometry, box) {
  return partsOf(geometry).some((path) => path.some((position, i) => inBox(position, box)
    || (i > 0 && clips(path[i - 1], position, box))));
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
