// Directions held to multiples of an angle: what a right angle or a 45° bend is drawn with.
import { planeAt } from "./plane.js";

const RADIANS = Math.PI / 180;

// Mathematical angle in the plane; without a segment before, north is the direction to turn from.
function referenceAngle(plane, previous) {
  if (!previous) return Math.PI / 2;
  const [x, y] = plane.to(previous);
  return x === 0 && y === 0 ? Math.PI / 2 : Math.atan2(-y, -x);
}

/**
 * `to`, moved so that from→to turns by a multiple of `stepDegrees` from previous→from (from
 * north where there is no previous). The distance is that of `to` projected on the direction.
 */
export function lockDirection(previous, from, to, stepDegrees) {
  const plane = planeAt(from);
  const [x, y] = plane.to(to);
  if (!(stepDegrees > 0) || (x === 0 && y === 0)) return to;
  const reference = referenceAngle(plane, previous);
  const step = stepDegrees * RADIANS;
  const angle = reference + Math.round((Math.atan2(y, x) - reference) / step) * step;
  const distance = Math.max(0, x * Math.cos(angle) + y * Math.sin(angle));
  return plane.from([distance * Math.cos(angle), distance * Math.sin(angle)]);
}
