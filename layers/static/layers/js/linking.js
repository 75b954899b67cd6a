// The rows and the map point at each other: a row at its shapes, a shape at its rows; either opens
// the project's card, and the address remembers which is open.
import { Card } from "./card.js";
import { Highlight } from "./highlight.js";
import { Lighting } from "./lighting.js";
import { Pointing } from "./pointing.js";
import { Tooltip, assetLines, groupLines } from "./tooltip.js";

const ZOOM_STEP = 2;

export class Linking {
  #asset = null;
  #pointed = "";

  constructor({ root, map, view, results, table, styling, assets, notices, panels, fit }) {
    Object.assign(this, { map, view, lists: [results, table], styling, notices, panels, fit });
    this.lighting = new Lighting(root.dataset.shapesUrl, notices);
    this.open = new Highlight(map);
    this.hovered = new Highlight(map);
    this.tooltip = new Tooltip(map);
    this.pointing = new Pointing(map, assets);
    this.card = new Card(root, root.dataset.cardUrl, notices, () => view.open(""));
  }

  start() {
    for (const rows of this.lists) {
      rows.addEventListener("point", ({ detail }) => this.#point(detail.project));
      rows.addEventListener("leave", () => this.#leave());
      rows.addEventListener("pick", ({ detail }) => this.#pick(detail));
    }
    this.pointing.addEventListener("hover", ({ detail }) => this.#name(detail));
    this.pointing.addEventListener("settle", ({ detail }) => this.#settle(detail));
    this.pointing.addEventListener("leave", () => this.#leave());
    this.pointing.addEventListener("click", ({ detail }) => this.#click(detail));
    this.view.addEventListener("project", () => this.#follow());
    this.#follow();
  }

  #name({ latlng, asset, group }) {
    const lines = group
      ? groupLines(group)
      : assetLines(asset, this.styling, this.#titleOf(asset.project));
    this.tooltip.show(latlng, lines);
  }

  #titleOf(project) {
    return this.lists.map((rows) => rows.titleOf(project)).find(Boolean) ?? "";
  }

  #mark(project) {
    this.lists.forEach((rows) => rows.mark(project));
  }

  #settle({ asset }) {
    if (asset) this.#point(asset.project, asset.id);
  }

  #point(project, asset = null) {
    this.#pointed = project;
    this.#mark(project);
    this.lighting.show(this.hovered, project, asset, () => this.#pointed === project);
  }

  #leave() {
    this.#pointed = "";
    this.tooltip.hide();
    this.hovered.clear();
    this.#mark(this.view.project);
  }

  #click({ latlng, asset, group }) {
    if (group) this.map.setView(latlng, this.map.getZoom() + ZOOM_STEP);
    else if (asset) this.#choose(asset.project, asset.id);
  }

  #pick({ project, bounds }) {
    this.#choose(project, null);
    if (bounds) this.fit(bounds);
  }

  #choose(project, asset) {
    this.#asset = asset;
    if (project === this.view.project) this.#follow();
    else this.view.open(project);
  }

  #follow() {
    const { project } = this.view;
    const asset = this.#asset;
    this.#asset = null;
    this.#mark(project);
    if (!project) {
      this.open.clear();
      this.card.close();
      this.notices.clear("shapes");
      return;
    }
    this.card.open(project, asset);
    this.panels.unfold("results");
    this.lighting.show(this.open, project, asset, () => this.view.project === project);
  }
}
