// A point by click or by its coordinates: the map and two inputs say the same.
import L from "leaflet";
import { WHOLE_CITY, latLngBounds } from "./base-map.js";
import { formatDegrees } from "./numbers.js";
import { addOutlines, onPageMap } from "./page-map.js";
import { themeColours } from "./theme.js";

// About a tenth of a millimetre: what a click gives is not made coarser by writing it down.
const DIGITS = 9;
const NEAR = 16;

onPageMap("data-point-picker", (page) => new PointPicker(page).start());

class PointPicker {
  #dot = null;

  constructor(page) {
    const { root, map } = page;
    this.page = page;
    this.map = map;
    this.longitude = root.querySelector("[name=longitude]");
    this.latitude = root.querySelector("[name=latitude]");
  }

  start() {
    const { bounds } = this.page.districts;
    const showAll = (options) => bounds && this.map.fitBounds(latLngBounds(bounds), options);
    addOutlines(this.page, { showAll: () => showAll(), ...WHOLE_CITY });
    this.map.on("click", ({ latlng }) => this.#pick(latlng.wrap()));
    for (const input of [this.longitude, this.latitude]) input.addEventListener("input", () => this.#follow());
    if (bounds) this.#exemplify(latLngBounds(bounds).getCenter());
    showAll({ animate: false });
    this.#follow({ zoom: NEAR });
  }

  /** What is shown as an example lies in the city. */
  #exemplify({ lng, lat }) {
    this.longitude.placeholder = `如：${formatDegrees(lng)}`;
    this.latitude.placeholder = `如：${formatDegrees(lat)}`;
  }

  #pick(latlng) {
    this.longitude.value = latlng.lng.toFixed(DIGITS);
    this.latitude.value = latlng.lat.toFixed(DIGITS);
    this.#draw(latlng);
  }

  #follow({ zoom } = {}) {
    const place = this.#typed();
    this.#draw(place);
    if (place) this.map.setView(place, zoom ?? this.map.getZoom(), { animate: false });
  }

  #typed() {
    const [lng, lat] = [this.longitude, this.latitude].map(({ value }) => (value.trim() ? Number(value) : NaN));
    return Math.abs(lng) <= 180 && Math.abs(lat) <= 90 ? L.latLng(lat, lng) : null;
  }

  #draw(latlng) {
    this.#dot?.remove();
    if (!latlng) return;
    const { signal, sheet } = themeColours(["signal", "sheet"]);
    this.#dot = L.circleMarker(latlng, {
      radius: 9, color: sheet, weight: 3, fillColor: signal, fillOpacity: 1, interactive: false,
    }).addTo(this.map);
  }
}
