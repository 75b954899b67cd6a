// Areas: closing their rings and cutting them with another.
import { difference, intersection } from "polyclip-ts";

/** The ring with its first position again at the end, the very same one. */
export function closeRing(ring) {
  const [first, last] = [ring[0], ring[ring.length - 1]];
  return first[0] === last[0] && first[1] === last[1] ? ring : [...ring, first];
}

/**
 * What of a Polygon or MultiPolygon lies inside a closed ring and what outside of it, or null
 * where the ring does not cut it in two.
 */
export function cutPolygon({ type, coordinates }, ring) {
  const whole = type === "MultiPolygon" ? coordinates : [coordinates];
  const knife = [closeRing(ring)];
  const inside = geometryOf(intersection(whole, knife));
  const outside = geometryOf(difference(whole, knife));
  return inside && outside ? { inside, outside } : null;
}

function geometryOf(polygons) {
  if (!polygons.length) return null;
  return polygons.length === 1
    ? { type: "Polygon", coordinates: polygons[0] }
    : { type: "MultiPolygon", coordinates: polygons };
}
