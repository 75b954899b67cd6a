// A chart in its card, with the table behind it. Every mark and every row leads into the filter.
import { BarChart, HeatmapChart } from "echarts/charts";
import { GridComponent, LegendComponent, TooltipComponent, VisualMapComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { LabelLayout } from "echarts/features";
import { CanvasRenderer } from "echarts/renderers";
import { element } from "../element.js";
import { TableBehind, tableOf } from "./table.js";

echarts.use([
  BarChart, HeatmapChart, GridComponent, LegendComponent, TooltipComponent, VisualMapComponent, LabelLayout, CanvasRenderer,
]);

/** Pixels of a canvas to one of the page on paper: some 280 to the inch. */
const PAPER_RATIO = 3;

export class Chart {
  #drawn = null;
  #ratio = 0;
  #sheet = null;
  #optionAt = null;
  #width = 0;

  /** `lead`: { href(asks), follow(asks) } opens what a mark stands for. */
  constructor(card, lead) {
    this.card = card;
    this.lead = lead;
    this.title = card.querySelector("h2");
    this.canvas = card.querySelector("[data-canvas]");
    this.table = new TableBehind(card, () => this.fit());
    new ResizeObserver(() => this.fit()).observe(this.canvas);
  }

  /** Draws a sheet, in the height that the page leaves where none is given; `optionAt(width)` is its option where so many pixels are there. */
  show(sheet, optionAt, { title, height }) {
    this.#sheet = sheet;
    this.#optionAt = optionAt;
    this.#width = 0;
    this.title.textContent = title;
    this.canvas.setAttribute("aria-label", `${title}，图；点“表格”看数字`);
    const isEmpty = sheet.rows.length === 0;
    this.card.toggleAttribute("data-empty", isEmpty);
    this.table.show(isEmpty ? nothing() : tableOf(sheet, title, this.lead));
    if (height) this.canvas.style.height = `${height}px`;
    this.fit();
    this.card.dataset.rows = sheet.rows.length;
  }

  // A canvas keeps the ratio that it was made with: for paper, and for the screen after it, another is made.
  #chart() {
    const ratio = this.card.closest(".on-paper") ? PAPER_RATIO : window.devicePixelRatio;
    if (this.#ratio !== ratio) {
      this.#drawn?.dispose();
      this.#drawn = echarts.init(this.canvas, null, { renderer: "canvas", devicePixelRatio: ratio });
      this.#drawn.on("click", (mark) => this.#press(mark));
      this.#ratio = ratio;
      this.#width = 0;
    }
    return this.#drawn;
  }

  #press({ dataIndex, value, data }) {
    if (data?.leads === false) return;
    const isCell = Array.isArray(value);
    const row = this.#sheet.rows[isCell ? value[1] : dataIndex];
    const asks = isCell ? row.cells[value[0]].asks : row.asks;
    if (asks.length) this.lead.follow(asks);
  }

  /** Takes the room that is there now. */
  fit() {
    const { offsetWidth: width } = this.canvas;
    if (!this.#optionAt || !width) return;
    const chart = this.#chart();
    chart.resize();
    if (width !== this.#width) chart.setOption(this.#optionAt(width), { notMerge: true });
    this.#width = width;
  }
}

function nothing() {
  return element("p", { class: "muted chart-nothing", text: "没有数据" });
}
