// Lengths, bearings and areas on the ellipsoid of CGCS2000 (GRS80), after Karney (2013), by his own
// GeographicLib: what the planner reads while drawing is what the server stores.
import geographiclib from "geographiclib-geodesic";

const ELLIPSOID = new geographiclib.Geodesic.Geodesic(6378137, 1 / 298.257222101);

/** { metres, azimuth } from one position to another; the azimuth in degrees from north, 0 to 360. */
export function inverse(from, to) {
  const { s12, azi1 } = ELLIPSOID.Inverse(from[1], from[0], to[1], to[0]);
  return { metres: s12, azimuth: (azi1 + 360) % 360 };
}

/** The position so many metres away in the direction of an azimuth. */
export function direct(from, azimuth, metres) {
  const { lon2, lat2 } = ELLIPSOID.Direct(from[1], from[0], azimuth, metres);
  return [lon2, lat2];
}

export function segmentMetres(line) {
  return line.slice(1).map((position, i) => inverse(line[i], position).metres);
}

export function lineMetres(line) {
  return segmentMetres(line).reduce((sum, metres) => sum + metres, 0);
}

/** Of a LineString or MultiLineString; 0 of everything else. */
export function metresOf({ type, coordinates }) {
  if (type === "LineString") return lineMetres(coordinates);
  if (type === "MultiLineString") return coordinates.reduce((sum, line) => sum + lineMetres(line), 0);
  return 0;
}

/** Square metres within a closed ring, whichever way round it runs. */
export function ringArea(ring) {
  const polygon = ELLIPSOID.Polygon(false);
  for (const [longitude, latitude] of ring.slice(0, -1)) polygon.AddPoint(latitude, longitude);
  return Math.abs(polygon.Compute(false, true).area);
}

/** Of a Polygon or MultiPolygon, holes off; 0 of everything else. */
export function areaM2({ type, coordinates }) {
  if (!type.endsWith("Polygon")) return 0;
  const polygons = type === "MultiPolygon" ? coordinates : [coordinates];
  return polygons.reduce((sum, [shell, ...holes]) => (
    sum + ringArea(shell) - holes.reduce((holed, hole) => holed + ringArea(hole), 0)
  ), 0);
}
