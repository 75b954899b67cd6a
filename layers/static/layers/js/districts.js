// The names of the districts on the map, with how many projects the question finds in each.
// A name is a button that asks for its district; those without an outline stand beside the map.
import L from "leaflet";
import { element } from "./element.js";
import { placeLabels } from "./labels.js";
import { formatCount } from "./numbers.js";

/** Where a page has its chips: of those without an outline, and of those without room. */
export function chipBoxes(root) {
  return { chipBox: root.querySelector("[data-district-chips]"), crowdedBox: root.querySelector("[data-crowded-chips]") };
}

export class Districts {
  #map;
  #labels = [];
  #chips = [];
  #obstacles = [];
  #crowdedBox;
  #mayCover;
  #mostCrowded;
  #leastRoom;
  #wallsOf;
  #toggle;

  /**
   * `toggle(code)` is called when a name is pressed. In `crowdedBox`, where there is one, each that
   * finds no room on the map has a chip, so that it can be pressed all the same; no one has where
   * they are more than `mostCrowded`. `leastRoom` and `mayCover`: see labels.js; `wallsOf()`: see walls.js.
   */
  constructor(
    map, districts,
    { chipBox, crowdedBox = null, mostCrowded = Infinity, leastRoom, mayCover = !crowdedBox, wallsOf = () => [] },
    toggle,
  ) {
    this.#wallsOf = wallsOf;
    this.#mayCover = mayCover;
    this.#leastRoom = leastRoom;
    this.#mostCrowded = mostCrowded;
    this.#map = map;
    this.#crowdedBox = crowdedBox;
    this.#toggle = toggle;
    for (const district of districts) {
      const button = nameButton(district, toggle);
      if (district.label) this.#labels.push(this.#place(district, button));
      else this.#chips.push({ district, button });
    }
    chipBox?.replaceChildren(...this.#chips.map(({ button }) => button));
    map.on("zoomend", () => this.arrange([]));
    // The names move with the map, what lies over it stays.
    map.on("moveend", () => this.arrange());
  }

  /**
   * Shows a figure of each district, by default the counts of a summary's `by_district`, and
   * which codes are asked for.
   */
  show(byDistrict, chosen, figureOf = ({ projects }) => formatCount(projects)) {
    const counts = new Map(byDistrict.map(({ code, projects }) => [code, projects]));
    const figures = new Map(byDistrict.map((row) => [row.code, figureOf(row)]));
    for (const { district, button } of [...this.#labels, ...this.#chips]) {
      const count = counts.get(district.code) ?? 0;
      button.lastChild.textContent = figures.get(district.code) ?? formatCount(0);
      button.classList.toggle("is-empty", count === 0);
      button.setAttribute("aria-pressed", String(chosen.includes(district.code)));
    }
    const weight = ({ district }) => counts.get(district.code) ?? 0;
    const wanted = ({ district }) => Number(chosen.includes(district.code));
    this.#labels.sort((a, b) => wanted(b) - wanted(a) || weight(b) - weight(a) || span(b.district) - span(a.district));
    this.arrange();
  }

  /** Finds each name its place beside the obstacles, by default the former: boxes in pixels of the map's projection. */
  arrange(obstacles = this.#obstacles) {
    this.#obstacles = obstacles;
    const boxes = this.#labels.map(({ district, button }) => this.#box(district, button));
    const mayCover = this.#mayCover || boxes.length > this.#mostCrowded;
    placeLabels(boxes, obstacles, { leastRoom: this.#leastRoom, mayCover, walls: this.#wallsOf() }).forEach((moved, i) => {
      const { button } = this.#labels[i];
      button.classList.toggle("is-crowded", moved === null);
      button.style.marginLeft = `${moved?.dx ?? 0}px`;
      button.style.marginTop = `${moved?.dy ?? 0}px`;
    });
    if (this.#crowdedBox) this.#listCrowded();
  }

  /** Names and figures of those with projects that stand nowhere on the map: `市本级 21`. */
  unnamed() {
    const crowded = this.#seen().filter(isCrowded);
    const found = [...crowded, ...this.#chips].filter(hasProjects);
    return found.map(({ button }) => [...button.children].map(({ textContent }) => textContent).join("\u00a0"));
  }

  /** Whether any name stands on the map with its figure. */
  hasNamed() {
    return this.#seen().some((label) => hasProjects(label) && !isCrowded(label));
  }

  #seen() {
    const seen = this.#map.getBounds();
    return this.#labels.filter(({ marker }) => seen.contains(marker.getLatLng()));
  }

  #listCrowded() {
    const box = this.#crowdedBox;
    const crowded = this.#labels.filter(isCrowded);
    const focused = box.contains(document.activeElement) && document.activeElement.dataset.district;
    box.replaceChildren(...(crowded.length > this.#mostCrowded ? [] : crowded).map(({ button }) => this.#chipOf(button)));
    if (focused) box.querySelector(`[data-district="${CSS.escape(focused)}"]`)?.focus();
  }

  #chipOf(name) {
    const chip = name.cloneNode(true);
    chip.classList.remove("is-crowded");
    chip.removeAttribute("style");
    chip.addEventListener("click", () => this.#toggle(chip.dataset.district));
    return chip;
  }

  #place(district, button) {
    const [lng, lat] = district.label;
    const icon = L.divIcon({ className: "district-label", html: button, iconSize: [0, 0] });
    const marker = L.marker([lat, lng], { icon, keyboard: false, interactive: false });
    return { district, button, marker: marker.addTo(this.#map) };
  }

  #box({ label: [lng, lat], bounds }, button) {
    const { x, y } = this.#map.project([lat, lng]);
    const { offsetWidth: width, offsetHeight: height } = button;
    const isWanted = button.getAttribute("aria-pressed") === "true";
    return { x: x - width / 2, y: y - height / 2, width, height, isWanted, ...this.#size(bounds) };
  }

  #size([west, south, east, north]) {
    const [lower, upper] = [this.#map.project([south, west]), this.#map.project([north, east])];
    return { room: upper.x - lower.x, depth: lower.y - upper.y };
  }
}

function isCrowded({ button }) {
  return button.classList.contains("is-crowded");
}

function hasProjects({ button }) {
  return !button.classList.contains("is-empty");
}

function span({ bounds: [west, south, east, north] }) {
  return (east - west) * (north - south);
}

function nameButton({ code, name }, toggle) {
  const button = element("button", {
    type: "button", class: "district-name", title: `只看${name}`, data: { district: code },
    "aria-pressed": "false", on: { click: () => toggle(code) },
  }, [element("span", { text: name }), element("span", { class: "num count" })]);
  L.DomEvent.disableClickPropagation(button);
  return button;
}
