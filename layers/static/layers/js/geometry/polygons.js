// Areas cut by a ring. The clipping itself is polyclip-ts's, which counts exactly; its corners
// are the identical doubles of the shapes, only crossings are new.
import { difference, intersection } from "polyclip-ts";
import { geometryOfPolygons, isAreal } from "./parts.js";
import { closeRing, selfCrossing } from "./rings.js";

export { closeRing } from "./rings.js";

/** Whether a ring, closed or not, crosses, touches or retraces itself. */
export function isSelfCrossing(ring) {
  return selfCrossing(closeRing(ring)) !== null;
}

/**
 * { inside, outside } of a Polygon or MultiPolygon, both geometries; null where the ring does
 * not divide it, or is none (it crosses itself or has fewer than three corners).
 */
export function cutPolygon(geometry, ring) {
  const knife = closeRing(ring);
  if (!isAreal(geometry) || knife.length < 4 || isSelfCrossing(knife)) return null;
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  const inside = geometryOfPolygons(intersection(polygons, [knife]));
  const outside = geometryOfPolygons(difference(polygons, [knife]));
  return inside && outside ? { inside, outside } : null;
}
