// The tools that ask within a region: draw a polygon, draw a circle, take what the map shows.
// While one draws, clicks belong to the drawing; Enter ends it, Backspace takes a step back,
// Escape gives up.
import L from "leaflet";
import { withOnly } from "./address.js";
import { CircleDraft, PolygonDraft } from "./region-draft.js";
import { RegionShapes } from "./region-shapes.js";
import { boxText } from "./regions.js";

const DRAFTS = { polygon: PolygonDraft, circle: CircleDraft };
const position = ({ lng, lat }) => [lng, lat];

export class RegionTools {
  #draft = null;

  constructor(root, map, question, pointing) {
    Object.assign(this, { root, map, question, pointing });
    this.bar = root.querySelector("[data-region-bar]");
    this.hint = this.bar.querySelector("[data-region-hint]");
    this.radius = this.bar.querySelector("[data-region-radius]");
    this.tools = [...root.querySelectorAll("[data-region-tool]")];
    this.shapes = new RegionShapes(map, question);
    this.#bind();
  }

  #bind() {
    const { map, bar } = this;
    for (const tool of this.tools) tool.addEventListener("click", () => this.#pick(tool.dataset.regionTool));
    const acts = { finish: () => this.#finish(), back: () => this.#back(), cancel: () => this.#end(), here: () => this.#here() };
    for (const [name, act] of Object.entries(acts)) {
      bar.querySelector(`[data-region-${name}]`).addEventListener("click", act);
    }
    this.radius.querySelector("input").addEventListener("input", ({ target }) => this.#resize(target));
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
    const bounds = this.map.getBounds();
    const [west, south, east, north] = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
    this.#ask("bbox", boxText({ west, south, east, north }));
  }

  #begin(tool) {
    this.#end();
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
    if (this.#draft?.parameter !== "near") return;
    this.#draft.click(position(this.map.getCenter()));
    this.#tell();
    this.radius.querySelector("input").select();
  }

  #back() {
    this.#draft?.back();
    this.#tell();
  }

  #finish() {
    const draft = this.#draft;
    if (!draft) return;
    if (draft.refusal) {
      this.hint.textContent = draft.refusal;
      this.bar.classList.add("is-refused");
      return;
    }
    const { parameter, text } = draft;
    this.#end();
    this.#ask(parameter, text);
  }

  #ask(name, text) {
    this.question.ask(withOnly(this.question.params, name, text));
  }

  #key(event) {
    if (!this.#draft) return;
    const typing = event.target.matches("input");
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
    const isCircle = draft.parameter === "near";
    this.radius.hidden = !isCircle || !draft.hasCentre;
    this.bar.querySelector("[data-region-here]").hidden = !isCircle || draft.hasCentre;
    const input = this.radius.querySelector("input");
    if (isCircle && input !== typed) input.value = draft.radius;
  }
}
