// Base maps: pictures behind the map, chosen by the person, kept in the address. They come from this
// server alone. One that is down or slow leaves the map as it is and says so once.
import L from "leaflet";
import { element } from "./element.js";
import { RequestError } from "./request.js";

/** A base map that takes longer is said to be slow; the rest of the map does not wait for it. */
const SLOW_MS = 6000;
const NONE = { code: "", label: "不用底图", credit: "" };

/** A menu among the map's buttons. */
export function addMenu(map, title, content) {
  const menu = element("details", { class: "menu map-chooser" }, [
    element("summary", { text: title, title: `选择${title}` }), element("div", { class: "menu-list" }, content),
  ]);
  L.DomEvent.disableClickPropagation(menu);
  L.DomEvent.disableScrollPropagation(menu);
  const Control = L.Control.extend({ onAdd: () => menu });
  new Control({ position: "topright" }).addTo(map);
}

export class BaseMaps {
  #map;
  #layers = [];
  #credit = element("div", { class: "map-foot map-credit", hidden: true });

  constructor(map, { basemaps }, { view, outlines, notices, url }) {
    Object.assign(this, { basemaps, view, outlines, notices, url });
    this.#map = map;
    const pane = map.createPane("basemap");
    pane.style.zIndex = 100;
    if (!basemaps.length) return;
    this.#place("bottomleft", this.#credit);
    view.addEventListener("base", () => this.#show());
    this.#show();
  }

  /** The menu of base maps; nothing where there are none. */
  addChooser() {
    if (this.basemaps.length) addMenu(this.#map, "底图", [this.group()]);
  }

  /** The choices, for a menu. */
  group() {
    this.choices = [NONE, ...this.basemaps].map((each) => this.#choice(each));
    this.#mark();
    return element("div", { class: "map-choices", role: "radiogroup", "aria-label": "底图" }, this.choices);
  }

  #place(position, made) {
    const Control = L.Control.extend({ onAdd: () => made });
    new Control({ position }).addTo(this.#map);
  }

  #choice({ code, label }) {
    return element("button", {
      type: "button", role: "radio", text: label, data: { basemap: code }, on: { click: () => this.view.showBase(code) },
    });
  }

  #mark() {
    const shown = this.#chosen()?.code ?? "";
    for (const choice of this.choices ?? []) choice.setAttribute("aria-checked", String(choice.dataset.basemap === shown));
  }

  #chosen() {
    return this.basemaps.find(({ code }) => code === this.view.base);
  }

  #show() {
    this.#layers.forEach((layer) => layer.remove());
    this.notices.clear("basemap");
    const chosen = this.#chosen();
    this.#layers = chosen ? Array.from({ length: chosen.parts }, (_, part) => this.#layer(chosen, part)) : [];
    this.#layers.forEach((layer) => layer.addTo(this.#map));
    this.outlines.overPicture(Boolean(chosen));
    this.#credit.hidden = !chosen;
    this.#credit.textContent = chosen?.credit ?? "";
    this.#mark();
  }

  #layer({ code, label, min_zoom, max_zoom }, part) {
    const layer = L.tileLayer(this.url, {
      code, part, pane: "basemap", minZoom: min_zoom, maxZoom: 22, maxNativeZoom: max_zoom, className: "basemap-tiles",
    });
    layer.on("tileerror", () => this.#fail(label));
    this.#watchPace(layer, label);
    return layer;
  }

  #watchPace(layer, label) {
    let late = 0;
    const slow = new RequestError(`底图“${label}”很慢，项目照常显示`);
    layer.on("loading", () => {
      clearTimeout(late);
      late = setTimeout(() => this.notices.fail("slow basemap", slow), SLOW_MS);
    });
    layer.on("load remove", () => {
      clearTimeout(late);
      this.notices.clear("slow basemap");
    });
  }

  #fail(label) {
    const error = new RequestError(`底图“${label}”没有响应，项目照常显示`);
    this.notices.fail("basemap", error, () => this.#show());
  }
}
