// The small labels of a map: what the mouse points at, in words, and what stands beside a mark.
import L from "leaflet";
import { element } from "./element.js";
import { formatCount, formatKm } from "./numbers.js";

/** Words on a layer of the map. Leaflet takes a string for markup, so it is given an element. */
export function bindWords(layer, text, options) {
  return layer.bindTooltip(element("span", { text }), options);
}

/** Goes when the map begins to move, and stays away until it rests: what it named is elsewhere. */
export class Tooltip {
  #map;
  #isMoving = false;
  #tip = L.tooltip({ className: "map-tip", direction: "top", offset: [0, -10], opacity: 1 });

  constructor(map) {
    this.#map = map;
    map.on("movestart", () => this.#move(true));
    map.on("moveend", () => this.#move(false));
  }

  show(latlng, lines) {
    if (this.#isMoving) return;
    const [title, ...rest] = lines.filter(Boolean);
    const made = element("div", {}, [
      element("strong", { text: title }), ...rest.map((text) => element("div", { text })),
    ]);
    this.#tip.setLatLng(latlng).setContent(made);
    if (!this.#map.hasLayer(this.#tip)) this.#tip.addTo(this.#map);
  }

  hide() {
    this.#tip.remove();
  }

  #move(isMoving) {
    this.#isMoving = isMoving;
    if (isMoving) this.hide();
  }
}

export function assetLines(asset, styling, projectTitle) {
  const medium = asset.medium && styling.label("medium", asset.medium);
  const kind = styling.label("kind", asset.kind);
  return [
    medium ? `${medium}${kind}` : kind,
    projectTitle || asset.project,
    styling.label("stage", asset.stage),
  ];
}

export function groupLines({ count, length_m, projects }) {
  const length = length_m > 0 ? formatKm(length_m) : null;
  return [
    `${formatCount(count)} 项设备设施`,
    projects && `${formatCount(projects)} 个项目`,
    length && `管线 ${length.figure} ${length.unit}`,
    "点击放大",
  ];
}
