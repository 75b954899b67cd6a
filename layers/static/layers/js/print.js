// The map's view on paper: the same layers, legend and address, laid out for A4 and A3.
import "../css/print-page.css";
import L from "leaflet";
import { Activity } from "./activity.js";
import { asked } from "./address.js";
import { Assets } from "./assets.js";
import { AnswerExtent } from "./answer-extent.js";
import { districtTiles, zoomButtons } from "./base-map.js";
import { BaseMaps } from "./basemaps.js";
import { CodesDrawn } from "./codes-drawn.js";
import { Districts } from "./districts.js";
import { element } from "./element.js";
import { firstBox } from "./first-view.js";
import { Highlight } from "./highlight.js";
import { Legend } from "./legend.js";
import { Lighting } from "./lighting.js";
import { Names, OF_PROJECTS } from "./names.js";
import { Notices } from "./notices.js";
import { formatCount } from "./numbers.js";
import { PaperCode } from "./paper-code.js";
import { Sight } from "./paper-sight.js";
import { Paper } from "./paper.js";
import { ReferenceLayers } from "./reference-layers.js";
import { Question } from "./question.js";
import { RegionShapes } from "./region-shapes.js";
import { getJson } from "./request.js";
import { Styling } from "./styling.js";
import { TileClient } from "./tile-client.js";
import { isOfRegion, mainFigures } from "./totals.js";
import { View } from "./view.js";

window.L = L;

/** Pixels of a canvas to one of the page: about 200 to the inch on paper. */
const RATIO = 2;
/** Between two zooms of the screen: what is shown fills the sheet, whatever its size. */
const ZOOM_STEP = 0.05;

class Print {
  #drawn = new CodesDrawn();
  #view = "";
  #frame = 0;

  constructor(root, map, notices, styling, districts, basemaps, references) {
    Object.assign(this, { root, map, notices, districts, basemaps, references });
    this.urls = root.dataset;
    this.question = new Question();
    this.view = new View(map);
    const client = (this.client = new TileClient(this.urls.workerUrl));
    this.outlines = districtTiles(map, client, this.urls.districtsTilesUrl);
    this.assets = new Assets(client, this.urls.tilesUrl, styling);
    this.projectNames = new Names(map, client, this.urls.namesTilesUrl, OF_PROJECTS);
    this.legend = new Legend(root, styling, this.view, { allOpen: true });
    this.activity = new Activity(root, this.assets, () => notices.any());
    this.open = new Highlight(map, L.svg);
    this.lighting = new Lighting(this.urls.shapesUrl, notices);
    map.options.zoomSnap = ZOOM_STEP;
    this.sight = new Sight(map, districts.bounds);
    this.paper = new Paper(root, this.sight, notices, RATIO);
    const { qrUrl: url, qrLongest: longest } = this.urls;
    this.code = new PaperCode(root.querySelector("[data-print-code]"), { ...this, url, longest });
  }

  start() {
    const { map, assets, outlines, question, view, districts } = this;
    const names = this.projectNames.layer;
    map.attributionControl?.remove();
    this.names = new Districts(map, districts.districts, { mayCover: false }, () => {});
    if (!view.start()) this.#look(firstBox(question.params, districts));
    this.#bindBoxes();
    new BaseMaps(map, this.basemaps, { ...this, url: this.urls.basemapTilesUrl });
    new ReferenceLayers(map, this.references, {
      ...this, url: this.urls.layerTilesUrl, ratio: RATIO, watch: (matter, layer) => this.#watch(matter, layer),
    }).addSamples(this.root.querySelector("[data-layers]"));
    assets.colourBy(view.colouring);
    view.addEventListener("colouring", () => assets.colourBy(view.colouring));
    for (const [matter, layer] of [["districts", outlines], ["assets", assets.layer], ["names", names]]) {
      layer.options.ratio = RATIO;
      this.#watch(matter, layer);
    }
    outlines.choose(question.params.getAll("district"));
    for (const layer of [assets.layer, names]) layer.setQuery(String(question));
    map.addLayer(outlines).addLayer(assets.layer).addLayer(names);
    // Its edge alone: what it holds is to be read.
    new RegionShapes(map, question, { fill: false });
    view.addEventListener("project", () => this.#light());
    this.#light();
    this.root.querySelector("[data-print-note]").textContent = districts.note;
    this.#follow();
    map.on("moveend", () => {
      this.#follow();
      this.#arrangeSoon();
    });
    this.#watchLegend();
    this.#sum();
  }

  #look(box) {
    if (box) this.sight.show(box);
  }

  // The same two as on the map.
  #bindBoxes() {
    const answer = new AnswerExtent({ ...this, fit: (box) => this.#look(box) });
    const showAll = () => this.#look(this.districts.bounds);
    for (const [name, show] of [["all", showAll], ["answer", () => answer.show()]]) {
      this.root.querySelector(`[data-print-${name}]`).addEventListener("click", show);
    }
  }

  // The legend tells the colours, and the reference layers that are drawn at this zoom.
  #watchLegend() {
    const fit = () => {
      this.paper.fitLegend();
      this.#follow();
    };
    for (const happening of ["colouring", "over"]) this.view.addEventListener(happening, fit);
    this.map.on("zoomend", fit);
  }

  /** The open project, as on the map; the legend says which one glows. */
  async #light() {
    const { project } = this.view;
    this.open.clear();
    this.#nameProject(null);
    if (!project) return;
    this.activity.set("project", true);
    const isStillOpen = () => this.view.project === project;
    const shapes = await this.lighting.show(this.open, project, null, isStillOpen, () => this.#light());
    if (isStillOpen() && shapes?.features.length) this.#nameProject(`${project} ${shapes.project}`);
    this.activity.set("project", false);
  }

  #nameProject(words) {
    const place = this.root.querySelector("[data-print-project]");
    place.hidden = !words;
    place.replaceChildren(...(words ? [element("i", { class: "glow-sample" }), ` ${words}`] : []));
    this.paper.fitLegend();
  }

  #watch(matter, layer) {
    layer.on("tilesbusy", () => {
      this.activity.set(matter, layer.isBusy());
      if (!layer.isBusy()) this.#arrangeSoon();
      if (!layer.hasFailed()) this.notices.clear(matter);
    });
    layer.on("tilesfailed", ({ error }) => this.notices.fail(matter, error, () => layer.retry()));
  }

  // In a frame of its own: while the map is fitted to the paper, its centre is for moments another.
  #arrangeSoon() {
    this.activity.set("paper", true);
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => {
      if (!this.assets.layer.isBusy()) this.#arrange();
      this.activity.set("paper", false);
    });
  }

  // Names beside the circles; the legend tells who has none, and of all looks those that are drawn.
  #arrange() {
    const { assets, legend, names } = this;
    names.arrange(assets.circles());
    const unnamed = names.unnamed();
    this.root.querySelector("[data-print-unnamed]").textContent = unnamed.length ? `图上未注名：${unnamed.join("、")}` : "";
    this.root.querySelector("[data-print-named]").hidden = !unnamed.length && !names.hasNamed();
    assets.addCodes(this.#codesDrawn(), this.map.getPixelBounds());
    legend.tellOnly(this.#drawn);
    this.paper.fitLegend();
  }

  // A longer legend leaves the map less room: what it has told of a view it tells on, or it would
  // grow and shrink for ever.
  #codesDrawn() {
    const view = [this.map.getCenter(), this.map.getZoom(), this.paper.size].join(" ");
    if (view !== this.#view) this.#drawn = new CodesDrawn();
    this.#view = view;
    return this.#drawn;
  }

  async #sum() {
    this.activity.set("summary", true);
    try {
      const summary = await getJson(asked(this.urls.summaryUrl, this.question.params));
      this.legend.show(summary);
      this.names.show(summary.by_district, this.question.params.getAll("district"));
      this.#arrangeSoon();
      this.#total(summary);
      const words = summary.unmapped ? `另有未上图设施 ${formatCount(summary.unmapped)} 项` : "";
      this.root.querySelector("[data-print-unmapped]").textContent = words;
      this.notices.clear("summary");
    } catch (error) {
      this.notices.fail("summary", error, () => this.#sum());
    }
    this.activity.set("summary", false);
  }

  #total(summary) {
    const told = mainFigures(summary).map(([label, { figure, unit }]) => `${label} ${figure} ${unit}`);
    this.root.querySelector("[data-print-totals]").textContent = told.join(" · ");
    this.root.querySelector("[data-region-note]").hidden = !isOfRegion(this.question.params);
  }

  // The code and the way back lead to what the paper shows now.
  #follow() {
    const { search, hash } = location;
    this.root.querySelector("[data-print-back]").href = `${this.urls.mapUrl}${search}${hash}`;
    this.code.lead({ pathname: this.urls.mapUrl, search, hash });
  }
}

async function openPrint(root, map) {
  const notices = new Notices(root.querySelector("[data-notices]"), root.dataset.loginUrl);
  try {
    const [styles, ...behind] = await Promise.all(
      ["styles", "districts", "basemaps", "layers"].map((name) => getJson(root.dataset[`${name}Url`])),
    );
    new Print(root, map, notices, new Styling(styles), ...behind).start();
  } catch (error) {
    root.dataset.state = "error";
    notices.fail("start", error, () => location.reload());
  }
}

window.addEventListener("map:init", ({ detail: { map } }) => {
  const root = map.getContainer().closest("[data-print]");
  if (!root) return;
  zoomButtons(map, "topleft");
  openPrint(root, map);
});
