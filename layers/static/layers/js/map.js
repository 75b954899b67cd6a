// The map page. Leaflet must be global before django-leaflet's own script runs.
import "../css/atlas.css";
import "../css/legend.css";
import "../css/basemaps.css";
import "../css/panels.css";
import "../css/regions.css";
import "../css/phone.css";
import "../css/map-table.css";
import "../css/register-table.css";
import "../css/atlas-print.css";
import L from "leaflet";
import { openAtlas } from "./atlas.js";

window.L = L;
window.addEventListener("map:init", ({ detail: { map } }) => {
  const root = map.getContainer().closest("[data-map]");
  if (root) openAtlas(root, map);
});
