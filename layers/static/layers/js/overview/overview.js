// The leader's view: one question, seen from above.
import "../../css/panels.css";
import "../../css/overview.css";
import "../../css/overview-board.css";
import "../../css/overview-screens.css";
import "../../css/overview-print.css";
import { bindAskedLinks } from "../asked-links.js";
import { asked } from "../address.js";
import { bindChips } from "../chips.js";
import { Facets } from "../facets.js";
import { bindForm } from "../filter-form.js";
import { Nothing } from "../nothing.js";
import { onPageMap } from "../page-map.js";
import { Question } from "../question.js";
import { getJson, isAbort } from "../request.js";
import { briefUrl } from "../share.js";
import { Styling } from "../styling.js";
import { Board } from "./board.js";
import { Choropleth } from "./choropleth.js";
import { Comparison } from "./comparison.js";
import { asOf } from "./cover.js";
import { DayBar } from "./day.js";
import { Conditions, comparing, listedOf, narrowing, startedOver, turned } from "./look.js";
import { measureOf } from "./measures.js";
import { bindPaper } from "./paper.js";
import { Part } from "./part.js";
import { Peek } from "./peek.js";
import { districtSheet } from "./sheets.js";
import { showStrip } from "./strip.js";
import { TableBehind, tableOf } from "./table.js";
import { showTrail } from "./trail.js";

onPageMap("data-overview", async (page) => {
  const { stylesUrl, outlinesUrl } = page.root.dataset;
  const [styles, outlines] = await Promise.all([getJson(stylesUrl), getJson(outlinesUrl)]);
  new OverviewPage(page, styles, outlines).start();
});

class OverviewPage {
  #asking = null;

  constructor(page, styles, outlines) {
    const { root } = page;
    Object.assign(this, { root, notices: page.notices, urls: root.dataset });
    this.address = new Question();
    this.conditions = new Conditions(this.address);
    this.lead = {
      href: (asks) => asked(location.pathname, turned(this.address.params, asks)),
      follow: (asks) => this.address.ask(turned(this.address.params, asks)),
    };
    this.map = new Choropleth(page, outlines, styles.shades, (code) => this.lead.follow([["district", code]]));
    this.board = new Board(root, new Styling(styles), styles, this.lead);
    this.comparison = new Comparison(root, (pair) => this.address.ask(comparing(this.address.params, pair)));
    this.nothing = new Nothing(root.querySelector("[data-nothing]"));
    this.peek = new Peek((day, asking) => this.#peekAt(day, asking));
    this.day = new DayBar(root.querySelector("[data-day]"), (day, stay) => this.#look("on", day, stay), (day) => this.peek.at(day));
    this.form = root.querySelector("[data-filter]");
    this.facets = new Facets(this.form, root.dataset.facetsUrl, page.notices);
    this.table = new TableBehind(root.querySelector(".overview-map"), () => this.map.fit());
    this.about = new Part(root.querySelector("[data-part].paper-only"), page.notices);
    this.parts = [...root.querySelectorAll("[data-part]:not(.paper-only)")].map((section) => new Part(section, page.notices));
    this.chooser = root.querySelector("[data-show]");
    this.brief = root.querySelector("[data-brief]");
    this.covers = root.querySelector("[data-covers]");
  }

  start() {
    bindForm(this.form, this.conditions);
    this.wordRegions = bindChips(this.root, this.form, this.conditions);
    bindAskedLinks(this.root, this.address, listedOf);
    this.chooser.addEventListener("change", () => this.#look("show", this.chooser.value));
    this.form.closest("details").addEventListener("toggle", () => this.#count());
    bindPaper(this.root, () => this.#fit());
    this.root.querySelector("[data-print]").addEventListener("click", () => window.print());
    this.root.querySelector("[data-start-over]").addEventListener("click", () => this.address.ask(startedOver(this.address.params)));
    this.address.addEventListener("change", () => this.#ask());
    this.#ask();
  }

  #fit() {
    this.map.fit();
    this.board.fit();
  }

  #look(name, value, stay) {
    this.address.ask(this.#with(name, value), stay);
  }

  #with(name, value) {
    const params = this.address.params;
    if (value) params.set(name, value);
    else params.delete(name);
    return params;
  }

  // The panel is counted while it is open; of a past day there are no counts.
  #count() {
    const { params } = this.address;
    if (params.has("on")) this.facets.clear();
    else if (this.form.closest("details").open) this.facets.show(this.conditions.params);
  }

  async #ask() {
    this.peek.stop();
    this.#count();
    this.#asking?.abort();
    const asking = (this.#asking = new AbortController());
    this.root.dataset.state = "loading";
    const found = await this.#figures(this.address.params, asking);
    if (!found) return;
    this.#show(found);
    this.day.show(found.on);
    this.root.dataset.state = "idle";
  }

  // The address stays until the slider is let go of.
  async #peekAt(day, asking) {
    const found = await this.#figures(this.#with("on", day), asking);
    if (!found) return;
    this.#show(found);
    if (this.root.dataset.state === "error") this.root.dataset.state = "idle";
  }

  /** The answer, or null where it was called off or has failed, which is told. */
  async #figures(params, asking) {
    try {
      const found = await getJson(asked(this.urls.figuresUrl, params), asking);
      this.notices.clear("figures");
      return found;
    } catch (error) {
      if (isAbort(error)) return null;
      this.root.dataset.state = "error";
      this.notices.fail("figures", error, () => this.#ask());
      return null;
    }
  }

  #show(found) {
    const { scope, total, districts, sides, chosen, on, regions } = found;
    this.wordRegions(regions);
    // While the slider moves, the day is not in the address yet.
    const params = asOf(this.address.params, on);
    const measure = measureOf(params.get("show") ?? "investment", params);
    const name = chosen.map((code) => districts.find((each) => each.code === code).label).join("、") || scope;
    this.root.toggleAttribute("data-comparing", sides.length > 0);
    this.#offerYears(found, measure.name);
    showTrail(this.root, { scope, name, chosen, sides, on, params, follow: (next) => this.address.ask(next) });
    const strip = this.root.querySelector("[data-strip]");
    strip.hidden = found.hidden;
    showStrip(strip, total, this.conditions.params, { listUrl: this.urls.listUrl, on });
    const isEmpty = !sides.length && total.projects === 0;
    this.nothing.show(isEmpty, found, narrowing(params));
    this.root.toggleAttribute("data-void", isEmpty);
    this.comparison.show(found, this.lead, this.address.params.getAll("stage"));
    this.root.dataset.on = on ?? "";
    this.map.show(districts, measure, chosen);
    this.table.show(tableOf(districtSheet(districts, measure), "各地区", this.lead));
    this.#offerBrief(found);
    this.about.show(true, params);
    this.#tellCover(found);
    this.parts.forEach((part) => part.show(chosen.length > 0, this.conditions.params));
    this.board.show(found, sides.length ? sides : [{ ...total, label: name, on }], measure, params);
  }

  #tellCover({ covers }) {
    this.covers.textContent = covers.join("");
    this.covers.hidden = covers.length === 0;
  }

  #offerBrief({ hidden }) {
    const url = hidden ? null : briefUrl(this.brief.dataset.brief, `?${this.conditions}`);
    this.brief.hidden = url === null;
    if (url) this.brief.href = url;
  }

  // The years that hold money, after the measures that the page came with.
  #offerYears({ districts }, shown) {
    const years = new Set(districts.flatMap(({ years: found }) => Object.keys(found)).filter(Boolean));
    if (/^\d/.test(shown)) years.add(shown);
    this.chooser.querySelectorAll("[data-year]").forEach((option) => option.remove());
    for (const year of [...years].sort()) {
      const option = new Option(`${year} 年计划投资`, year);
      option.dataset.year = year;
      this.chooser.append(option);
    }
    this.chooser.value = shown;
  }
}
