// Lengths, bearings and areas on the ellipsoid of CGCS2000, as the database measures them.
// Positions are [longitude, latitude] in degrees, azimuths degrees clockwise from north.
import geographiclib from "geographiclib-geodesic";

const { Geodesic } = geographiclib;
const GRS80 = new Geodesic.Geodesic(6378137, 1 / 298.257222101);
const WANTED = Geodesic.DISTANCE | Geodesic.AZIMUTH;

/** { metres, azimuth } of the shortest way from a to b; the azimuth is the one at a. */
export function inverse(a, b) {
  const { s12, azi1 } = GRS80.Inverse(a[1], a[0], b[1], b[0], WANTED);
  return { metres: s12, azimuth: (azi1 + 360) % 360 };
}

/** The position reached from a. */
export function direct(a, azimuth, metres) {
  const { lon2, lat2 } = GRS80.Direct(a[1], a[0], azimuth, metres);
  return [lon2, lat2];
}

function metresBetween(a, b) {
  return GRS80.Inverse(a[1], a[0], b[1], b[0], Geodesic.DISTANCE).s12;
}

/** The length of every segment of a line, in metres. */
export function segmentMetres(line) {
  return line.slice(1).map((position, i) => metresBetween(line[i], position));
}

export function lineMetres(line) {
  return segmentMetres(line).reduce((sum, metres) => sum + metres, 0);
}

/** Square metres inside a ring, closed or not, whichever way it turns. */
export function ringArea(ring) {
  const polygon = GRS80.Polygon(false);
  for (const [longitude, latitude] of ring) polygon.AddPoint(latitude, longitude);
  return Math.abs(polygon.Compute(false, true).area);
}

function polygonArea([outer, ...holes]) {
  return ringArea(outer) - holes.reduce((sum, hole) => sum + ringArea(hole), 0);
}

/** Square metres of a polygon or multi-polygon without its holes; of anything else 0. */
export function areaM2(geometry) {
  if (geometry?.type === "Polygon") return polygonArea(geometry.coordinates);
  if (geometry?.type !== "MultiPolygon") return 0;
  return geometry.coordinates.reduce((sum, rings) => sum + polygonArea(rings), 0);
}

/** Metres of a line or multi-line; of anything else 0. */
export function metresOf(geometry) {
  if (geometry?.type === "LineString") return lineMetres(geometry.coordinates);
  if (geometry?.type !== "MultiLineString") return 0;
  return geometry.coordinates.reduce((sum, line) => sum + lineMetres(line), 0);
}
