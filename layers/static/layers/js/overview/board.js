// The charts of the overview, drawn anew from one answer.
import { themeColours } from "../theme.js";
import { Chart } from "./chart.js";
import { ofAllSources } from "./cover.js";
import { measureOfCells } from "./measures.js";
import { fundingOption, heightOf, matrixOption, rowOf, sectorOption, stageOption, unitOf, yearOption } from "./options.js";
import { shadeList } from "./shades.js";
import { fundingSheet, matrixSheet, sectorSheet, stageSheet, valuesOf, yearSheet } from "./sheets.js";

const NARROW = 560;
const YEARS_PX = 252;
const LEGEND_PX = 26;
const MATRIX_ROW_PX = 30;
const MATRIX_HEAD_PX = 40;

export class Board {
  #charts = {};

  /**
   * `looks` may replace parts of the theme; with `fill` the page gives charts their height;
   * `scaleNow()`: how large their type is, asked whenever they are drawn.
   */
  constructor(root, styling, { shades, pair }, lead, { fill = false, scaleNow = () => 1, ...looks } = {}) {
    Object.assign(this, { fill, scaleNow });
    const { ink: strong, "ink-soft": ink, line, accent, land, sheet } = themeColours(
      ["ink", "ink-soft", "line", "accent", "land", "sheet"],
    );
    this.theme = {
      strong, ink, line, accent, land, sheet, shades, pair,
      plan: shades[1],
      font: getComputedStyle(document.body).fontFamily,
      stage: (code) => styling.stage(code),
      sector: (code) => styling.look("", code),
      ...looks,
    };
    this.key = root.querySelector("[data-shades]");
    for (const card of root.querySelectorAll("[data-chart]")) {
      this.#charts[card.dataset.chart] = new Chart(card, lead);
    }
  }

  /** `params`: the question, by which titles say what money covers. */
  show({ districts, labels, chosen }, places, measure, params = new URLSearchParams()) {
    const two = places.length > 1;
    const head = two ? LEGEND_PX : 0;
    const row = two ? 40 : 25;
    const tall = two ? 40 : MATRIX_ROW_PX;
    this.#bars("stages", "项目走到哪一步", stageSheet(places, labels), stageOption, places, { row, head: LEGEND_PX });
    this.#bars("funding", ofAllSources("钱从哪里来", params), fundingSheet(places, labels), fundingOption, places, { row: tall, head });
    this.#bars("sectors", ofAllSources("各领域投资", params), sectorSheet(places, labels), sectorOption, places, { row: tall, head: two ? head : MATRIX_HEAD_PX });
    this.#years(places, labels, params);
    this.#matrix(districts, labels, measureOfCells(measure, params), chosen);
  }

  /** Takes the room that is there now, as on paper. */
  fit() {
    Object.values(this.#charts).forEach((chart) => chart.fit());
  }

  #draw(name, title, sheet, height, optionOf) {
    const optionAt = (width) => optionOf(sheet, { ...this.theme, scale: this.scaleNow(), width, narrow: width < NARROW });
    this.#charts[name]?.show(sheet, optionAt, { title, height: this.fill ? 0 : height });
  }

  #bars(name, title, sheet, optionOf, places, room) {
    this.#draw(name, title, sheet, heightOf(sheet, room), (...at) => optionOf(...at, places));
  }

  #years(places, labels, params) {
    const sheet = yearSheet(places, labels);
    const height = places.length > 1 ? heightOf(sheet, { row: rowOf(2 * places.length), head: 2 * LEGEND_PX }) : YEARS_PX;
    const title = ofAllSources("各年度计划与支付", params);
    this.#draw("years", title, sheet, height, (made, theme) => yearOption(made, theme, places));
  }

  #matrix(districts, labels, measure, chosen) {
    const sheet = matrixSheet(districts, labels, measure, chosen);
    const names = districts.filter(({ code }) => chosen.includes(code)).map(({ label }) => label);
    const height = heightOf(sheet, { row: MATRIX_ROW_PX, head: MATRIX_HEAD_PX });
    const unit = unitOf(sheet, measure);
    const title = `各领域在各地区：${measure.label}${unit ? `，${unit}` : ""}`;
    this.#draw("matrix", title, sheet, height, (...at) => matrixOption(...at, measure, names));
    this.key?.replaceChildren(shadeList(valuesOf(sheet), measure, this.theme));
  }
}
