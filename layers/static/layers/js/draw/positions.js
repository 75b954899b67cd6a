// Between Leaflet's latlngs and the document's positions, without touching a digit.
import L from "leaflet";

export function toLatLng([longitude, latitude]) {
  return new L.LatLng(latitude, longitude);
}

export function toPosition({ lat, lng }) {
  return [lng, lat];
}

/** Latlngs as Leaflet's paths hold them, for a geometry of lines or polygons. */
export function toLatLngs({ type, coordinates }) {
  const depth = { LineString: 0, MultiLineString: 1, Polygon: 1, MultiPolygon: 2 }[type];
  const latlngs = nested(coordinates, depth, (ring) => ring.map(toLatLng));
  return type.endsWith("Polygon") ? nested(latlngs, depth, (ring) => ring.slice(0, -1)) : latlngs;
}

/** The geometry of the same type that a path's latlngs describe now; rings are closed again. */
export function toGeometry(type, latlngs) {
  const depth = { LineString: 0, MultiLineString: 1, Polygon: 1, MultiPolygon: 2 }[type];
  const isRing = type.endsWith("Polygon");
  const coordinates = nested(latlngs, depth, (ring) => {
    const positions = ring.map(toPosition);
    return isRing && positions.length ? [...positions, positions[0]] : positions;
  });
  return { type, coordinates };
}

function nested(values, depth, change) {
  return depth ? values.map((each) => nested(each, depth - 1, change)) : change(values);
}

/** How many metres a pixel of the map is at a latitude. */
export function metresPerPixel(map, latitude) {
  const circumference = 2 * Math.PI * 6378137 * Math.cos((latitude * Math.PI) / 180);
  return circumference / (256 * 2 ** map.getZoom());
}
