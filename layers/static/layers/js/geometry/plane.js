// A local plane in metres around a position: x to the east, y to the north.
//
// It is longitude and latitude, each times the metres a degree has here (by the radii of
// curvature of GRS80). So a line that is straight in degrees, as a GeoJSON segment is, stays
// straight: the foot of a perpendicular lies on the segment. Distances from the origin are good
// to 1e-4 within 5 km, between two places both off to the north or south to 1e-4 within 1 km and
// to 4e-4 within 4 km; directions at the origin are exact. Whatever must be exact further away
// takes its plane there, or asks geodesy.js.
const A = 6378137;
const F = 1 / 298.257222101;
const E2 = F * (2 - F);
const RADIANS = Math.PI / 180;

/** Metres of a degree of longitude and of latitude at a latitude. */
export function metresPerDegree(latitude) {
  const sine = Math.sin(latitude * RADIANS);
  const w2 = 1 - E2 * sine * sine;
  const normal = A / Math.sqrt(w2);
  const meridian = (normal * (1 - E2)) / w2;
  return [normal * Math.cos(latitude * RADIANS) * RADIANS, meridian * RADIANS];
}

export function planeAt([longitude, latitude]) {
  const [perLongitude, perLatitude] = metresPerDegree(latitude);
  return {
    to: ([lon, lat]) => [(lon - longitude) * perLongitude, (lat - latitude) * perLatitude],
    from: ([x, y]) => [longitude + x / perLongitude, latitude + y / perLatitude],
  };
}

/** How far along a→b the foot of p lies, 0 at a and 1 at b, held between them; all in the plane. */
export function footAlong([px, py], [ax, ay], [bx, by]) {
  const [dx, dy] = [bx - ax, by - ay];
  const squared = dx * dx + dy * dy;
  if (squared === 0) return 0;
  return Math.max(0, Math.min(1, ((px - ax) * dx + (py - ay) * dy) / squared));
}

/** The position a share of the way along a segment; its ends are its very ends. */
export function between(a, b, share) {
  if (share <= 0) return a;
  if (share >= 1) return b;
  return [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])];
}

export const isSamePosition = (a, b) => a[0] === b[0] && a[1] === b[1];
