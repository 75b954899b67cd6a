// Where one stands, on a map in the hand: a dot with the reach of what the device is sure of.
import L from "leaflet";
import { isByFinger } from "./hand.js";
import { themeColours } from "./theme.js";

const MATTER = "here";
const CLOSE_ZOOM = 18;
const PATIENCE_MS = 20_000;
/** By the number of the browser's own error. */
const REASONS = {
  1: "浏览器没有得到位置权限：请在手机和浏览器的设置里允许本网站使用位置，再点一次“定位”。",
  2: "取不到现在的位置：请打开手机的定位，到开阔的地方再点一次“定位”。",
  3: "等了很久也没有取到位置：请到开阔的地方再点一次“定位”。",
};

export class Here {
  #shown = null;

  constructor(map, notices) {
    Object.assign(this, { map, notices });
    map.on("locationfound", (found) => this.#show(found));
    map.on("locationerror", ({ code }) => notices.fail(MATTER, { message: REASONS[code] ?? REASONS[2], status: 404 }));
  }

  /** As buttons of the map (see `dressMap`): none at a desk, nor where a browser tells no page its place. */
  get buttons() {
    if (!isByFinger() || !window.isSecureContext || !navigator.geolocation) return [];
    return [{ text: "定位", title: "显示我现在的位置", show: () => this.find() }];
  }

  find() {
    this.notices.clear(MATTER);
    this.map.locate({ setView: false, enableHighAccuracy: true, timeout: PATIENCE_MS });
  }

  #show({ latlng, accuracy, bounds }) {
    const { accent, sheet } = themeColours(["accent", "sheet"]);
    this.#shown?.remove();
    this.#shown = L.layerGroup([
      L.circle(latlng, { radius: accuracy, weight: 1, color: accent, fillOpacity: 0.12, interactive: false }),
      L.circleMarker(latlng, { radius: 7, weight: 3, color: sheet, fillColor: accent, fillOpacity: 1, interactive: false, className: "map-here" }),
    ]).addTo(this.map);
    this.map.fitBounds(bounds, { maxZoom: CLOSE_ZOOM });
  }
}
