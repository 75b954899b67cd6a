// The map page put together: one question, asked of tiles, totals and list at once.
import { getJson, isAbort } from "./request.js";
import { bindAskedLinks } from "./asked-links.js";
import { asked, withOnly, withoutValue } from "./address.js";
import { Activity } from "./activity.js";
import { AnswerExtent } from "./answer-extent.js";
import { Assets } from "./assets.js";
import { WHOLE_CITY, districtTiles, dressMap } from "./base-map.js";
import { BaseMaps } from "./basemaps.js";
import { bindChips } from "./chips.js";
import { Districts, chipBoxes } from "./districts.js";
import { Facets } from "./facets.js";
import { bindForm } from "./filter-form.js";
import { firstBox } from "./first-view.js";
import { fitter } from "./fitting.js";
import { Reader } from "./geometry/reading.js";
import { bindGround } from "./ground.js";
import { Here } from "./here.js";
import { Legend } from "./legend.js";
import { Linking } from "./linking.js";
import { MapRoom } from "./map-room.js";
import { MapTable } from "./map-table.js";
import { Names, OF_PROJECTS } from "./names.js";
import { Nothing } from "./nothing.js";
import { Notices } from "./notices.js";
import { Panels } from "./panels.js";
import { Question } from "./question.js";
import { ReferenceLayers } from "./reference-layers.js";
import { RegionTools } from "./region-tools.js";
import { Rows } from "./rows.js";
import { Styling } from "./styling.js";
import { markChoices } from "./swatch.js";
import { TileClient } from "./tile-client.js";
import { Totals } from "./totals.js";
import { View } from "./view.js";
import { wallsOver } from "./walls.js";

/** More chips than these would cover the map that they lie on. */
const MOST_CROWDED = 6;
/** What the page puts over the map; the chips of names without room would only push out more names. */
const OVER_MAP = ".map-top > :not(.map-line), .map-line > * > :not([data-crowded-chips]), .legend";

/** Fetches what does not depend on the question, then builds the page around the map. */
export async function openAtlas(root, map) {
  const notices = new Notices(root.querySelector("[data-notices]"), root.dataset.loginUrl);
  try {
    const [styles, ...behind] = await Promise.all(
      ["styles", "districts", "basemaps", "layers"].map((name) => getJson(root.dataset[`${name}Url`])),
    );
    new Atlas(root, map, notices, new Styling(styles), ...behind).start();
  } catch (error) {
    root.dataset.state = "error";
    notices.fail("start", error, () => location.reload());
  }
}

class Atlas {
  #asking = null;
  #filling = new Map();
  #counting = null;

  constructor(root, map, notices, styling, districts, basemaps, references) {
    Object.assign(this, { root, map, notices, styling, districts, basemaps, references });
    this.urls = root.dataset;
    this.question = new Question();
    this.view = new View(map);
    this.form = root.querySelector("[data-filter]");
    this.client = new TileClient(this.urls.workerUrl);
    this.outlines = districtTiles(map, this.client, this.urls.districtsTilesUrl);
    this.assets = new Assets(this.client, this.urls.tilesUrl, styling);
    this.projectNames = new Names(map, this.client, this.urls.namesTilesUrl, OF_PROJECTS);
    const [figures, note] = ["totals", "region-note"].map((name) => root.querySelector(`[data-${name}]`));
    this.totals = new Totals(figures, note, this.question, this.urls.registerUrl);
    this.legend = new Legend(root, styling, this.view);
    this.results = new Rows(root.querySelector("[data-results]"), this, this.urls.cardsUrl);
    this.table = new MapTable(root, this, this.urls.rowsUrl);
    this.panels = new Panels(root);
    this.room = new MapRoom(map, this.panels, () => !this.view.project);
    this.fit = fitter(map, this.panels);
    this.nothing = new Nothing(root.querySelector("[data-nothing]"));
    this.facets = new Facets(this.form, this.urls.facetsUrl, notices);
    this.activity = new Activity(root, this.assets, () => notices.any());
    notices.container.addEventListener("notices:drawn", () => this.activity.refresh());
  }

  start() {
    this.#prepareMap();
    markChoices(this.form, this.styling);
    bindForm(this.form, this.question);
    this.wordRegions = bindChips(this.root, this.form, this.question);
    bindAskedLinks(this.root, this.question);
    this.#watch();
    const linking = new Linking(this);
    linking.start();
    bindGround(this.map, linking.pointing, this.outlines, this.districts.districts, (code) => this.#toggleDistrict(code));
    const reader = new Reader(this.districts.bounds);
    new RegionTools(this.root, this.map, this.question, { pointing: linking.pointing, reader, fit: this.fit });
    this.#ask();
  }

  #prepareMap() {
    // The table may have been left open: the map is lower than when it was made.
    if (this.table.isOpen) this.room.begin();
    const { map, districts } = this;
    const show = (bounds) => bounds && this.fit(bounds);
    const showAll = () => show(districts.bounds);
    dressMap(map, { showAll, ...WHOLE_CITY, more: [new AnswerExtent(this).button, ...new Here(map, this.notices).buttons] }, districts);
    this.names = new Districts(
      map, districts.districts, { ...chipBoxes(this.root), mostCrowded: MOST_CROWDED, wallsOf: wallsOver(map, this.root, OVER_MAP) },
      (code) => this.#toggleDistrict(code),
    );
    if (!this.view.start()) show(firstBox(this.question.params, districts));
    new BaseMaps(map, this.basemaps, { ...this, url: this.urls.basemapTilesUrl }).addChooser();
    new ReferenceLayers(map, this.references, {
      ...this, url: this.urls.layerTilesUrl, watch: (matter, layer) => this.#watchTiles(matter, layer),
    }).addSwitches(this.root.querySelector("[data-layers]"));
    this.assets.colourBy(this.view.colouring);
    this.#watchTiles("districts", this.outlines);
    this.#watchTiles("assets", this.assets.layer);
    this.#watchTiles("names", this.projectNames.layer);
    const answers = [this.assets.layer, this.projectNames.layer];
    answers.forEach((layer) => layer.setQuery(String(this.question)));
    [this.outlines, ...answers].forEach((layer) => map.addLayer(layer));
  }

  #watchTiles(matter, layer) {
    layer.on("tilesbusy", () => {
      this.activity.set(matter, layer.isBusy());
      if (!layer.isBusy()) this.names.arrange(this.assets.circles());
      if (!layer.hasFailed()) this.notices.clear(matter);
    });
    layer.on("tilesfailed", ({ error }) => {
      this.notices.fail(matter, error, () => layer.retry());
    });
  }

  #watch() {
    this.question.addEventListener("change", () => this.#ask());
    this.view.addEventListener("sort", () => this.#list());
    this.view.addEventListener("colouring", () => this.assets.colourBy(this.view.colouring));
    this.panels.addEventListener("resize", () => {
      this.map.invalidateSize({ pan: false });
      this.names.arrange();
    });
    this.table.addEventListener("toggle", () => (this.table.isOpen ? this.room.give() : this.room.takeBack()));
    // What stood in the middle would else lie behind the table.
    this.table.addEventListener("resize", () => this.map.invalidateSize({ animate: false }));
    this.table.addEventListener("turn", () => this.#fill("table", this.table));
    for (const [matter, rows] of [["list", this.results], ["table", this.table]]) {
      rows.box.addEventListener("partial:failed", ({ detail: { error } }) => {
        this.notices.fail(matter, error, () => this.#fill(matter, rows));
      });
      rows.box.addEventListener("htmx:afterSwap", () => this.notices.clear(matter));
    }
    this.table.addEventListener("toggle", () => this.table.isOpen || this.notices.clear("table"));
  }

  #ask() {
    for (const { layer } of [this.assets, this.projectNames]) layer.setQuery(String(this.question));
    this.outlines.choose(this.question.params.getAll("district"));
    this.#sum();
    this.#list();
    this.#count();
  }

  // The dearest answer of all is asked at once, or it would come later still: the map does not
  // stand sooner without it (measured on 1.2 million assets).
  async #count() {
    const counting = (this.#counting = this.facets.show(this.question.params));
    this.activity.set("facets", true);
    await counting;
    if (counting === this.#counting) this.activity.set("facets", false);
  }

  #list() {
    this.#fill("list", this.results);
    if (this.table.isOpen) this.#fill("table", this.table);
  }

  async #fill(matter, rows) {
    const filling = rows.load();
    this.#filling.set(matter, filling);
    this.activity.set(matter, true);
    await filling;
    if (filling === this.#filling.get(matter)) this.activity.set(matter, false);
  }

  async #sum() {
    this.#asking?.abort();
    const asking = (this.#asking = new AbortController());
    this.activity.set("summary", true);
    this.totals.wait();
    try {
      this.#show(await getJson(asked(this.urls.summaryUrl, this.question.params), asking));
      this.notices.clear("summary");
    } catch (error) {
      if (isAbort(error)) return;
      this.notices.fail("summary", error, () => this.#sum());
    }
    this.activity.set("summary", false);
  }

  #show(summary) {
    this.wordRegions(summary.regions);
    this.totals.show(summary);
    this.legend.show(summary);
    this.names.show(summary.by_district, this.question.params.getAll("district"));
    this.nothing.show(summary.projects === 0, summary, this.question.params);
  }

  #toggleDistrict(code) {
    const { params } = this.question;
    const chosen = params.getAll("district").includes(code);
    this.question.ask(chosen ? withoutValue(params, "district", code) : withOnly(params, "district", code));
    const { bounds } = this.districts.districts.find((district) => district.code === code);
    if (!chosen && bounds) this.fit(bounds);
  }
}
