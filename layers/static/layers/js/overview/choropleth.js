// The districts in the colour of what they show, with their names, figures and the legend.
import L from "leaflet";
import { WHOLE_CITY, dressMap, latLngBounds } from "../base-map.js";
import { Districts, chipBoxes } from "../districts.js";
import { element } from "../element.js";
import { themeColours } from "../theme.js";
import { Tooltip } from "../tooltip.js";
import { wallsOver } from "../walls.js";
import { classify } from "./measures.js";
import { shadeList } from "./shades.js";

/** The colour of a district is to be seen: no name is wider than its district. */
const WHOLE_NAME = 1;
/** A district out of sight has the colour of what lies around the city. */
const VEIL = "paper-deep";
const PADDING = { padding: [6, 6], animate: false };

export class Choropleth {
  #shown = new Map();

  /** `choose(code)` is called when a district is pressed, on the map or by its name. */
  constructor({ root, map, districts }, outlines, shades, choose) {
    Object.assign(this, { root, map, shades, choose });
    this.ink = themeColours(["land", VEIL, "border-district", "accent-deep"]);
    this.tooltip = new Tooltip(map);
    this.layer = L.geoJSON(outlines, { style: () => this.#style(), onEachFeature: (feature, shape) => this.#listen(feature, shape) });
    const showAll = () => districts.bounds && map.fitBounds(latLngBounds(districts.bounds), PADDING);
    map.options.zoomSnap = 0.1;
    map.scrollWheelZoom.disable();
    dressMap(map, { showAll, ...WHOLE_CITY }, districts);
    map.addLayer(this.layer);
    showAll();
    map.on("resize", showAll);
    new ResizeObserver(() => this.fit()).observe(map.getContainer());
    this.names = new Districts(map, districts.districts, { ...chipBoxes(root), leastRoom: WHOLE_NAME, wallsOf: wallsOver(map, root, "[data-map-legend]") }, choose);
    map.on("zoomend moveend", () => this.#colourChips());
  }

  /** `figures`: one row a district; `measure`: what to show of it. */
  show(figures, measure, chosen) {
    const values = figures.filter(({ hidden }) => !hidden).map(measure.of);
    const { classOf } = classify(values, measure);
    const shade = (row) => this.shades[classOf(measure.of(row))] ?? this.ink.land;
    const colour = (row) => (row.hidden ? this.ink[VEIL] : shade(row));
    this.#shown = new Map(figures.map((row) => [row.code, { row, text: measure.told(row), colour: colour(row) }]));
    this.measure = measure;
    this.layer.setStyle(({ properties: { code } }) => this.#style(code, chosen.includes(code)));
    this.layer.eachLayer((shape) => chosen.includes(shape.feature.properties.code) && shape.bringToFront());
    // The legend first: no name stands below it.
    this.#legend(values, measure, figures.some(({ hidden }) => hidden));
    this.names.show(figures, chosen, measure.told);
    this.#colourChips();
  }

  /** Takes the room that is there now. */
  fit() {
    this.map.invalidateSize({ pan: false });
  }

  // Before there are figures, land.
  #style(code, isChosen = false) {
    return {
      fillColor: this.#shown.get(code)?.colour ?? this.ink.land,
      fillOpacity: 1,
      color: isChosen ? this.ink["accent-deep"] : this.ink["border-district"],
      weight: isChosen ? 3.5 : 1.2,
    };
  }

  #listen({ properties: { code, name } }, shape) {
    shape.on({
      click: () => this.choose(code),
      mousemove: ({ latlng }) => this.tooltip.show(latlng, [name, `${this.measure.label}：${this.#shown.get(code)?.text}`]),
      mouseout: () => this.tooltip.hide(),
    });
  }

  // A chip wears the colour that its district has on the map, or would have.
  #colourChips() {
    for (const chip of this.root.querySelectorAll(".district-chips [data-district]")) {
      chip.style.setProperty("--shade", this.#shown.get(chip.dataset.district)?.colour);
    }
  }

  #legend(values, measure, isVeiled) {
    this.root.querySelector("[data-map-legend]").replaceChildren(
      element("h3", { text: measure.label }),
      shadeList(values, measure, { shades: this.shades, land: this.ink.land, veil: isVeiled && this.ink[VEIL] }),
    );
  }
}
