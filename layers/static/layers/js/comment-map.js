// Comments of the review on a map: pins of those made, and a click that places a new one.
import L from "leaflet";
import { element } from "./element.js";
import { onPageMap } from "./page-map.js";
import { getJson } from "./request.js";
import { themeColours } from "./theme.js";
import { bindWords } from "./tooltip.js";

// About a decimetre: a pin shows where to look.
const DIGITS = 6;

onPageMap("data-comment-map", async ({ root, map }) => {
  const comments = await getJson(root.dataset.commentsUrl);
  map.addLayer(commentLayer(comments));
  root.dataset.pins = comments.features.length;
  new Placing(document, root, map).start();
});

function pin(latlng, words, isOpen) {
  const { signal, accent, sheet } = themeColours(["signal", "accent", "sheet"]);
  const dot = L.circleMarker(latlng, {
    radius: 10, color: sheet, weight: 2, fillColor: isOpen ? signal : accent, fillOpacity: 1, className: "comment-pin",
  });
  return bindWords(dot, words, { permanent: true, direction: "center", className: "comment-number" });
}

export function commentLayer(comments) {
  return L.geoJSON(comments, {
    pointToLayer: ({ properties }, latlng) => pin(latlng, String(properties.number), properties.is_open),
    onEachFeature: ({ properties }, dot) => {
      dot.on("click", () => document.getElementById(`comment-${properties.id}`)?.scrollIntoView({ block: "center", behavior: "smooth" }));
    },
  });
}

/** The rows of new comments: one of them waits for a click on the map. */
class Placing {
  #row = null;
  #dots = new Map();
  /** What is asked for stands on the map: on a phone the row lies many screens below it. */
  #asking = element("div", { class: "map-asking", hidden: true, on: { keydown: ({ key }) => key === "Escape" && this.#giveUp() } }, [
    element("span", { text: "请在图上点一下要说明的位置。" }),
    element("button", { class: "btn btn-small", type: "button", text: "取消", on: { click: () => this.#giveUp() } }),
  ]);

  constructor(page, frame, map) {
    Object.assign(this, { frame, map, rows: page.querySelector("[data-comment-rows]") });
  }

  start() {
    if (!this.rows) return;
    this.frame.append(this.#asking);
    this.rows.addEventListener("click", ({ target }) => this.#press(target));
    this.map.on("click", ({ latlng }) => this.#row && this.#answer(latlng.wrap()));
    for (const row of this.rows.children) this.#restore(row);
  }

  #press(target) {
    const row = target.closest("[data-comment-row]");
    if (target.closest("[data-pin]")) this.#wait(row);
    if (target.closest("[data-unpin]")) this.#remove(row);
  }

  #wait(row) {
    this.#row = row;
    this.#asking.hidden = false;
    this.#asking.querySelector("button").focus({ preventScroll: true });
    this.frame.scrollIntoView({ block: "center", behavior: "smooth" });
  }

  #answer(latlng) {
    this.#place(this.#row, latlng);
    this.#goBack(this.#row.querySelector("textarea"));
  }

  #giveUp() {
    this.#goBack(this.#row.querySelector("[data-pin]"));
  }

  #goBack(control) {
    this.#row = null;
    this.#asking.hidden = true;
    control.focus({ preventScroll: true });
    control.scrollIntoView({ block: "center", behavior: "smooth" });
  }

  #restore(row) {
    const { longitude, latitude } = inputs(row);
    if (longitude.value && latitude.value) this.#place(row, L.latLng(latitude.value, longitude.value));
  }

  #place(row, latlng) {
    this.#dots.get(row)?.remove();
    const { longitude, latitude } = inputs(row);
    longitude.value = latlng.lng.toFixed(DIGITS);
    latitude.value = latlng.lat.toFixed(DIGITS);
    this.#dots.set(row, pin(latlng, "新", true).addTo(this.map));
    row.querySelector("[data-unpin]").hidden = false;
    tell(row, `已标注 ${longitude.value}，${latitude.value}`);
  }

  #remove(row) {
    this.#dots.get(row)?.remove();
    this.#dots.delete(row);
    for (const input of Object.values(inputs(row))) input.value = "";
    row.querySelector("[data-unpin]").hidden = true;
    tell(row, "");
  }
}

function inputs(row) {
  const [longitude, latitude] = ["longitude", "latitude"].map((name) => row.querySelector(`[name$="-${name}"]`));
  return { longitude, latitude };
}

function tell(row, words) {
  row.querySelector("[data-pin-words]").textContent = words;
}
