// How Leaflet draws the exact shape of one asset, in the look of the map's own tiles.
import { widthAt } from "./styling.js";

const CLOSE_ZOOM = 15;

export function styleOf(styling, sector, medium, geometry) {
  const { color, dash, width } = styling.look(medium, sector);
  const isLine = geometry.type.endsWith("LineString");
  return {
    color: isLine ? color : "#ffffff",
    weight: isLine ? width * widthAt(CLOSE_ZOOM) : 1.5,
    dashArray: isLine ? dash.join(" ") : "",
    fill: !isLine,
    fillColor: color,
    fillOpacity: geometry.type.endsWith("Point") ? 1 : 0.35,
    radius: 7,
  };
}
