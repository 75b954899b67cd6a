// What is wrong or doubtful with what is drawn, at its place on the map and in words, while it is
// drawn. Only what differs from the server is judged, and again only where it has changed.
import L from "leaflet";
import { element } from "../element.js";
import { prepareOutlines, problemsOf } from "../geometry/quality.js";
import { getJson } from "../request.js";
import { bindWords } from "../tooltip.js";
import { doubtful, isOfPlace, listed } from "./doubts.js";
import { joinEnd } from "./near-misses.js";
import { toLatLng } from "./positions.js";
import { titleOf } from "./readable.js";

// Ends nearer than this without meeting were most likely meant to meet.
const NEAR_MISS_M = 1;

//   fires "change"
export class Problems extends EventTarget {
  #judged = new Map();
  #marks = L.layerGroup();
  #outlines = {};

  constructor(container, editor, snapper, refusals) {
    super();
    Object.assign(this, { container, editor, snapper, refusals });
    this.list = [];
  }

  async start() {
    this.#marks.addTo(this.editor.map);
    this.editor.addEventListener("change", () => this.judge());
    this.refusals.addEventListener("change", () => this.judge());
    this.snapper.neighbourhood.addEventListener("loaded", () => this.#judgeAnew());
    this.judge();
    try {
      this.#know(await getJson(this.editor.root.dataset.outlinesUrl));
    } catch (error) {
      this.editor.notices.fail("outlines", error, () => this.start());
    }
  }

  #know({ features }) {
    const { district } = this.editor.project;
    const home = features.filter(({ properties }) => properties.code === district);
    const parent = features.filter(({ properties }) => properties.code === this.editor.project.home);
    this.#outlines = { home: prepareOutlines(home.length ? home : parent), city: prepareOutlines(features) };
    this.#judgeAnew();
  }

  #judgeAnew() {
    this.#judged.clear();
    this.judge();
  }

  judge() {
    const changed = new Set(this.editor.unsaved().map(({ client_id }) => client_id));
    const assets = this.editor.assets().filter(({ client_id }) => changed.has(client_id));
    const found = assets.flatMap((asset) => this.#of(asset).filter((each) => !(asset.outside_confirmed && isOfPlace(each))));
    this.list = listed(this.refusals.entries, found);
    this.#draw();
    this.dispatchEvent(new Event("change"));
  }

  #of(asset) {
    const known = this.#judged.get(asset.client_id);
    // What was said of another asset may no longer be true of it.
    const isOfItself = known && !known.problems.some(({ feature }) => feature);
    if (isOfItself && known.geometry === asset.geometry && known.medium === asset.values.medium) return known.problems;
    const problems = asset.geometry ? this.#judge(asset) : [];
    this.#judged.set(asset.client_id, { geometry: asset.geometry, medium: asset.values.medium, problems });
    return problems;
  }

  #judge(asset) {
    const found = problemsOf(asset, {
      ...this.#outlines, guides: this.snapper.guides, toleranceMetres: NEAR_MISS_M, limits: this.editor.limits,
    });
    return found.map((problem) => ({ ...problem, client_id: asset.client_id }));
  }

  #draw() {
    this.#marks.clearLayers();
    for (const problem of this.list.filter(({ position }) => position)) {
      const icon = L.divIcon({ className: "problem-mark", iconSize: [16, 16] });
      const mark = L.marker(toLatLng(problem.position), { icon, keyboard: false });
      bindWords(mark, problem.message, { className: "map-tip", direction: "top" });
      mark.on("click", () => this.#go(problem));
      this.#marks.addLayer(mark);
    }
    const rows = this.list.map((problem) => this.#row(problem));
    const none = element("p", { class: "muted", text: "画的内容没有发现问题。" });
    const all = rows.length ? [element("ul", { class: "draw-rows" }, rows)] : [none];
    this.container.replaceChildren(...this.#forAll(), ...all);
  }

  // Ten pipes laid on purpose beyond the border are one decision.
  #forAll() {
    const ids = doubtful(this.list);
    return ids.length > 1 ? [this.#button(`全部位置无误（${ids.length} 项）`, () => this.#confirm(ids))] : [];
  }

  #row(problem) {
    const asset = this.editor.asset(problem.client_id);
    const name = asset ? this.editor.title(asset) : titleOf();
    const parts = [element("button", {
      type: "button", class: "draw-row", on: { click: () => this.#go(problem) },
    }, [
      element("span", { class: "draw-row-name", text: name }),
      element("span", { class: problem.isRefusal ? "field-error" : "", text: problem.message }),
    ])];
    if (problem.fix) parts.push(this.#button("吸附过去", () => joinEnd(this.editor, this.snapper.own, problem)));
    if (problem.isDoubt) parts.push(this.#button("位置无误", () => this.#confirm([problem.client_id])));
    return element("li", {}, parts);
  }

  #button(text, click) {
    return element("button", { type: "button", class: "btn btn-small", text, on: { click } });
  }

  #go({ client_id, position }) {
    if (this.editor.asset(client_id)) this.editor.select([client_id]);
    if (position) this.editor.map.setView(toLatLng(position), Math.max(this.editor.map.getZoom(), 18));
  }

  #confirm(ids) {
    this.editor.patch("确认位置无误", ids, () => ({ outside_confirmed: true }));
    this.refusals.show(this.refusals.entries.filter((each) => !(each.isDoubt && ids.includes(each.client_id))));
    this.editor.say(`已确认 ${ids.length} 项位置无误`);
  }
}
