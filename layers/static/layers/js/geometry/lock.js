// Drawing in fixed directions: right angles to the last segment, or to north where there is none.
import { planeAt } from "./plane.js";

/**
 * The place nearest to `to` that lies from `from` in a direction which is a multiple of
 * `stepDegrees` away from that of the segment `previous`→`from` (from north without `previous`).
 */
export function lockDirection(previous, from, to, stepDegrees) {
  const plane = planeAt(from);
  const [x, y] = plane.to(to);
  if (x === 0 && y === 0) return from;
  const base = previous ? directionOf(plane.to(previous)) : Math.PI / 2;
  const step = (stepDegrees * Math.PI) / 180;
  const turned = Math.atan2(y, x) - base;
  const angle = base + Math.round(turned / step) * step;
  const along = x * Math.cos(angle) + y * Math.sin(angle);
  return plane.from([along * Math.cos(angle), along * Math.sin(angle)]);
}

// From a place towards the origin of the plane.
function directionOf([x, y]) {
  return Math.atan2(-y, -x);
}
