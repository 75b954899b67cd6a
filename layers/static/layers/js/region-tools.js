// The tools that ask within a region: draw a polygon, draw a circle, take what the map shows.
// While one draws, clicks belong to the drawing; Enter ends it, Backspace takes a step back,
// Escape gives up. Without a mouse: the middle of the map is a corner, or the corners are typed.
import L from "leaflet";
import { withOnly } from "./address.js";
import { boxOf } from "./base-map.js";
import { CircleDraft, PolygonDraft } from "./region-draft.js";
import { isWellSeen, regionBox } from "./first-view.js";
import { RegionShapes } from "./region-shapes.js";
import { boxText, ringOf } from "./regions.js";

const DRAFTS = { polygon: PolygonDraft, circle: CircleDraft };
const position = ({ lng, lat }) => [lng, lat];

export class RegionTools {
  #draft = null;

  /**
   * `reader` reads corners that are typed; `fit(box)` is called where the map does not show what was
   * just asked within.
   */
  constructor(root, map, question, { pointing, reader, fit }) {
    Object.assign(this, { root, map, question, pointing, reader, fit });
    this.bar = root.querySelector("[data-region-bar]");
    this.hint = this.bar.querySelector("[data-region-hint]");
    this.radius = this.bar.querySelector("[data-region-radius]");
    this.corners = this.bar.querySelector("[data-region-corners]");
    this.tools = [...root.querySelectorAll("[data-region-tool]")];
    this.shapes = new RegionShapes(map, question);
    this.#bind();
  }

  #bind() {
    const { map, bar } = this;
    for (const tool of this.tools) tool.addEventListener("click", () => this.#pick(tool.dataset.regionTool));
    const acts = {
      finish: () => this.#finish(), back: () => this.#back(), cancel: () => this.#end(),
      here: () => this.#here(), type: () => this.#type(), again: () => this.#again(),
    };
    for (const [name, act] of Object.entries(acts)) {
      bar.querySelector(`[data-region-${name}]`).addEventListener("click", act);
    }
    this.radius.querySelector("input").addEventListener("input", ({ target }) => this.#resize(target));
    this.corners.querySelector("textarea").addEventListener("input", ({ target }) => this.#read(target));
    map.on("click", ({ latlng }) => this.#click(latlng));
    map.on("dblclick", () => this.#draft?.parameter === "within" && this.#finish());
    map.on("mousemove", ({ latlng }) => this.#move(latlng));
    this.root.addEventListener("keydown", (event) => this.#key(event));
    L.DomEvent.disableClickPropagation(bar);
  }

  #pick(tool) {
    if (tool === "view") this.#askView();
    else if (this.#draft instanceof DRAFTS[tool]) this.#end();
    else this.#begin(tool);
  }

  #askView() {
    this.#end();
    this.#ask("bbox", boxText(boxOf(this.map.getBounds())));
  }

  #begin(tool) {
    this.#end();
    this.corners.hidden = true;
    this.#draft = new DRAFTS[tool](this.map);
    this.pointing.pause(true);
    this.map.doubleClickZoom.disable();
    this.map.getContainer().classList.add("is-drawing-region");
    this.#tell();
    this.map.getContainer().focus({ preventScroll: true });
  }

  #end() {
    if (!this.#draft) return;
    this.#draft.remove();
    this.#draft = null;
    this.map.getContainer().classList.remove("is-drawing-region");
    this.map.doubleClickZoom.enable();
    // The click that ends the drawing is still on its way to who listens for clicks.
    setTimeout(() => this.#draft || this.pointing.pause(false));
    this.#tell();
  }

  #click(latlng) {
    if (!this.#draft) return;
    if (this.#draft.click(position(latlng))) this.#finish();
    else this.#tell();
  }

  #move(latlng) {
    if (!this.#draft) return;
    this.#draft.move(position(latlng));
    this.#tell();
  }

  #resize(input) {
    if (this.#draft?.parameter !== "near" || !input.value) return;
    this.#draft.resize(Number(input.value));
    this.#tell(input);
  }

  #here() {
    this.#draft.add(position(this.map.getCenter()));
    this.#tell();
    if (!this.radius.hidden) this.radius.querySelector("input").select();
  }

  // The corners as a list, to be read, mended, or pasted from a table.
  #type() {
    this.corners.hidden = !this.corners.hidden;
    this.#tell();
    if (!this.corners.hidden) this.corners.querySelector("textarea").focus();
  }

  #read(area) {
    const { positions, errors } = this.reader.list(area.value);
    if (errors.length) return void this.#refuse(`第 ${errors[0].line} 行：${errors[0].sentence}`);
    const refusal = this.#draft.replace(positions);
    this.#tell(area);
    if (refusal) this.#refuse(refusal);
  }

  /** Goes on with the polygon that is asked with now. */
  #again() {
    this.#draft.replace(ringOf("within", this.question.params.get("within")));
    this.#tell();
    this.map.getContainer().focus({ preventScroll: true });
  }

  #back() {
    this.#draft?.back();
    this.#tell();
  }

  #finish() {
    const draft = this.#draft;
    if (!draft) return;
    if (draft.refusal) return void this.#refuse(draft.refusal);
    const { parameter, text } = draft;
    this.#end();
    this.#ask(parameter, text);
    const box = regionBox(parameter, text);
    if (!isWellSeen(box, boxOf(this.map.getBounds()))) this.fit(box);
  }

  #refuse(sentence) {
    this.hint.textContent = sentence;
    this.bar.classList.add("is-refused");
  }

  #ask(name, text) {
    this.question.ask(withOnly(this.question.params, name, text));
  }

  #key(event) {
    if (!this.#draft) return;
    const typing = event.target.matches("input, textarea");
    if (event.target.matches("textarea") && event.key !== "Escape") return;
    const acts = { Enter: () => this.#finish(), Escape: () => this.#end(), Backspace: () => typing || this.#back() };
    const act = acts[event.key];
    if (!act || (event.key === "Enter" && event.target.matches("button, a"))) return;
    if (!typing || event.key !== "Backspace") event.preventDefault();
    event.stopPropagation();
    act();
  }

  #tell(typed = null) {
    const draft = this.#draft;
    this.bar.hidden = !draft;
    this.root.toggleAttribute("data-drawing-region", Boolean(draft));
    this.bar.classList.remove("is-refused");
    for (const tool of this.tools) {
      if (tool.dataset.regionTool === "view") continue;
      tool.setAttribute("aria-pressed", String(draft instanceof DRAFTS[tool.dataset.regionTool]));
    }
    if (!draft) return;
    this.hint.textContent = draft.hint;
    this.#offer(draft, typed);
  }

  /** What can be done besides clicking. */
  #offer(draft, typed) {
    const isCircle = draft.parameter === "near";
    const button = (name) => this.bar.querySelector(`[data-region-${name}]`);
    this.radius.hidden = !isCircle || !draft.hasCentre;
    button("here").hidden = isCircle && draft.hasCentre;
    button("here").textContent = isCircle ? "以地图中心为圆心" : "以地图中心为顶点";
    button("type").hidden = isCircle;
    button("again").hidden = isCircle || draft.list !== "" || !this.question.params.has("within");
    const [radius, area] = [this.radius.querySelector("input"), this.corners.querySelector("textarea")];
    if (isCircle && radius !== typed) radius.value = draft.radius;
    if (isCircle) this.corners.hidden = true;
    else if (area !== typed && document.activeElement !== area) area.value = draft.list;
  }
}
