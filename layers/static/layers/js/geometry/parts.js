// Any GeoJSON geometry as a list of parts, each a list of positions: a line, a ring, a point.
// Parts are numbered through: the rings of the second polygon come after those of the first.

const DEPTH = { Point: 0, MultiPoint: 1, LineString: 1, MultiLineString: 2, Polygon: 2, MultiPolygon: 3 };

export function partsOf(geometry) {
  switch (geometry?.type) {
    case "Point": return [[geometry.coordinates]];
    case "MultiPoint": return geometry.coordinates.map((position) => [position]);
    case "LineString": return [geometry.coordinates];
    case "MultiLineString": case "Polygon": return geometry.coordinates;
    case "MultiPolygon": return geometry.coordinates.flat();
    case "GeometryCollection": return geometry.geometries.flatMap(partsOf);
    default: return [];
  }
}

export const positionsOf = (geometry) => partsOf(geometry).flat();
export const isAreal = (geometry) => geometry?.type === "Polygon" || geometry?.type === "MultiPolygon";
export const isLinear = (geometry) => geometry?.type === "LineString" || geometry?.type === "MultiLineString";
export const isPunctual = (geometry) => geometry?.type === "Point" || geometry?.type === "MultiPoint";

function mapNested(coordinates, depth, f) {
  return depth === 0 ? f(coordinates) : coordinates.map((each) => mapNested(each, depth - 1, f));
}

/** The same geometry with f of every position. */
export function mapPositions(geometry, f) {
  return { ...geometry, coordinates: mapNested(geometry.coordinates, DEPTH[geometry.type], f) };
}

/** Lines as one geometry: null for none, a LineString for one, a MultiLineString for more. */
export function geometryOfLines(lines) {
  if (lines.length === 0) return null;
  if (lines.length === 1) return { type: "LineString", coordinates: lines[0] };
  return { type: "MultiLineString", coordinates: lines };
}

/** Polygons as one geometry: null for none, a Polygon for one, a MultiPolygon for more. */
export function geometryOfPolygons(polygons) {
  if (polygons.length === 0) return null;
  if (polygons.length === 1) return { type: "Polygon", coordinates: polygons[0] };
  return { type: "MultiPolygon", coordinates: polygons };
}

function replaced(list, i, item) {
  return [...list.slice(0, i), ...(item ? [item] : []), ...list.slice(i + 1)];
}

// Without its outer ring a polygon is gone, holes and all.
function replacedRing(rings, i, ring) {
  return !ring && i === 0 ? [] : replaced(rings, i, ring);
}

function replacedInPolygons(polygons, part, ring) {
  let first = 0;
  const next = polygons.map((rings) => {
    const i = part - first;
    first += rings.length;
    return i >= 0 && i < rings.length ? replacedRing(rings, i, ring) : rings;
  });
  return next.filter((rings) => rings.length > 0);
}

function single(positions, type) {
  if (!positions) return null;
  return { type, coordinates: type === "Point" ? positions[0] : positions };
}

function orNull(type, coordinates) {
  return coordinates.length > 0 ? { type, coordinates } : null;
}

/**
 * The geometry with other positions in one of its parts; null takes the part away, and the
 * last part taken away leaves null. A multi-geometry stays one.
 */
export function replacePart(geometry, part, positions) {
  const { type, coordinates } = geometry;
  switch (type) {
    case "Point": case "LineString": return single(positions, type);
    case "MultiPoint": return orNull(type, replaced(coordinates, part, positions?.[0]));
    case "MultiLineString": return orNull(type, replaced(coordinates, part, positions));
    case "Polygon": return orNull(type, replacedRing(coordinates, part, positions));
    case "MultiPolygon": return orNull(type, replacedInPolygons(coordinates, part, positions));
    default: throw new TypeError(`no parts to replace in a ${type}`);
  }
}
