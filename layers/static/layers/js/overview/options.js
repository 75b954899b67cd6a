// ECharts options of the overview's charts, from their sheets. Pure but for the theme's colours.
import { UNSTATED, formatCount, moneyIn } from "../numbers.js";
import { CLASSES, classify, measureOfCells } from "./measures.js";
import { valuesOf } from "./sheets.js";

const ROW_PX = 25;
const NAMES_PX = 122;
const LABEL_PX = 122;
const COUNT_PX = 44;
/** Of a name that is too long for one line: letters of a line, and their size and height. */
const LETTERS = 9;
const SMALL_PX = 11;
const SMALL_LINE_PX = 12;
/** A digit above a column, and a line of bars where two places are compared by years. */
const DIGIT_PX = 7;
const BAR_PX = 17;
/** Of the matrix: the names of its rows, and between those of two columns. */
const SECTORS_PX = 76;
const APART_PX = 4;
/** What stands in a cell of which nothing is known. */
const UNKNOWN = "—";

/** The room that a row needs for so many bars beside each other, each with its figure. */
export function rowOf(count) {
  return count * BAR_PX + 12;
}

/** The room that a chart of so many rows needs. */
export function heightOf({ rows }, { head = 0, row = ROW_PX } = {}) {
  return Math.max(3, rows.length) * row + head + 8;
}

function base({ font, ink, line, scale = 1 }) {
  const axis = { axisLine: { lineStyle: { color: line } }, axisTick: { show: false } };
  const [small, size] = [12 * scale, 13 * scale];
  const axisLabel = { color: ink, fontSize: size };
  return {
    animation: false,
    aria: { enabled: false },
    textStyle: { fontFamily: font, color: ink },
    grid: { left: 0, right: 4, top: 4, bottom: 4, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    // A name is pressed like its bar, which may be too short to be hit.
    names: { type: "category", triggerEvent: true, ...axis, axisLabel },
    amounts: { type: "value", axisLabel: { show: false }, splitLine: { show: false }, axisLine: { show: false } },
    tooltip: { trigger: "item", renderMode: "richText", confine: true, textStyle: { fontFamily: font, fontSize: size } },
    legend: { top: 0, right: 0, selectedMode: false, itemWidth: 14 * scale, itemHeight: 10 * scale, textStyle: { color: ink, fontSize: size } },
    label: { show: true, color: ink, fontSize: small },
  };
}

/** A name in one line, or smaller in several of one length, clear of those above and below. */
function lined(name) {
  const letters = [...name];
  if (letters.length < LETTERS) return name;
  const length = Math.ceil(letters.length / Math.ceil(letters.length / LETTERS));
  const lines = Array.from({ length: Math.ceil(letters.length / length) }, (_, n) => letters.slice(n * length, (n + 1) * length).join(""));
  return lines.map((line) => `{small|${line}}`).join("\n");
}

// A bar's label stands behind its end: the longest bar leaves room for it.
function roomy(sheet, columns, width, label, names) {
  const most = Math.max(0, ...sheet.rows.flatMap(({ cells }) => columns.map((i) => cells[i].value)));
  const plot = Math.max(label * 1.5, width - names);
  return (most * plot) / (plot - label) || 1;
}

/** Horizontal bars, the first row on top. `series`: [{ name, column, color or colorOf(row), text(cells), leads }]; where `leads` is false a bar tells, but opens nothing. */
function bars(sheet, theme, series, { overlaid = false, label: labelPx = LABEL_PX, head = 26 } = {}) {
  const { names, amounts, tooltip, label, ...rest } = base(theme);
  const { scale = 1 } = theme;
  return {
    ...rest,
    legend: series.length > 1 ? rest.legend : { show: false },
    grid: { ...rest.grid, top: series.length > 1 ? head * scale : 4 },
    xAxis: { ...amounts, max: roomy(sheet, series.map(({ column }) => column), theme.width, labelPx * scale, NAMES_PX * scale) },
    yAxis: {
      ...names, inverse: true, data: sheet.rows.map((row) => row.label),
      axisLabel: {
        // All are of one width, to be pressed as easily however short the name is.
        ...names.axisLabel, width: 108 * scale, overflow: "break", lineHeight: 14 * scale, interval: 0, formatter: lined,
        rich: { small: { fontSize: SMALL_PX * scale, lineHeight: SMALL_LINE_PX * scale } },
      },
    },
    tooltip: { ...tooltip, formatter: ({ dataIndex, seriesIndex }) => tip(sheet, dataIndex, series[seriesIndex].tips) },
    series: series.map(({ name, column, color, colorOf, text, leads = true, opacity = 1, z = 2 }) => ({
      name, type: "bar", z, barMaxWidth: 18 * scale, barMinHeight: 1, cursor: leads ? "pointer" : "default",
      ...(overlaid ? { barGap: "-100%" } : { barGap: "12%" }),
      itemStyle: { borderRadius: [0, 2, 2, 0], color, opacity },
      label: { ...label, opacity: 1, position: "right", show: Boolean(text), formatter: ({ dataIndex }) => text?.(sheet.rows[dataIndex].cells) ?? "" },
      data: sheet.rows.map((row) => ({
        // Where there is nothing no bar is drawn, unless its label has something to say.
        value: row.cells[column].value || (text?.(row.cells) ? 0 : null), leads, ...(colorOf && { itemStyle: { color: colorOf(row) } }),
      })),
    })),
  };
}

function tip(sheet, rowNumber, columns) {
  const row = sheet.rows[rowNumber];
  const lines = (columns ?? row.cells.map((_, i) => i)).map((i) => `${sheet.head[i + 1]}：${row.cells[i].text}`);
  return [row.label, ...lines].join("\n");
}

// One series a place, in the two colours of a comparison; a place has `width` columns.
function compared(sheet, theme, places, width, column, text) {
  return bars(sheet, theme, places.map(({ label }, i) => ({
    name: label, column: i * width + column, color: theme.pair[i], text: (cells) => text(cells[i * width + column]),
  })));
}

// Money of the columns at the end of their bars, all in one unit; what is not stated is not 0.
function moneyOf({ rows }, columns) {
  const { unit, figure } = moneyIn(rows.flatMap(({ cells }) => columns.map((i) => cells[i].value)));
  return ({ value, text }) => {
    if (value) return `${figure(value)} ${unit}`;
    return text === UNSTATED ? UNSTATED : "";
  };
}

const everyNth = (sheet, width) => sheet.head.slice(1).flatMap((_, i) => (i % width ? [] : [i]));

export function stageOption(sheet, theme, places) {
  if (places.length > 1) return compared(sheet, theme, places, 3, 0, ({ value }) => (value ? formatCount(value) : ""));
  return bars(sheet, theme, [
    // The question asks where projects stand now, not how far they have come.
    { name: "已走到这一步", column: 1, color: theme.plan, opacity: 0.5, z: 1, leads: false },
    {
      name: "现处于这一步", column: 0, color: theme.accent, colorOf: ({ code }) => theme.stage(code).color,
      text: ([now]) => (now.value ? now.text : ""),
    },
  ], { overlaid: true, label: COUNT_PX });
}

export function fundingOption(sheet, theme, places) {
  if (places.length > 1) return compared(sheet, theme, places, 2, 0, moneyOf(sheet, everyNth(sheet, 2)));
  const told = moneyOf(sheet, [0]);
  return bars(sheet, theme, [
    { name: "金额", column: 0, color: theme.accent, text: ([wan, share]) => `${told(wan)}  ${share.text}` },
  ]);
}

export function sectorOption(sheet, theme, places) {
  if (places.length > 1) return compared(sheet, theme, places, 4, 0, moneyOf(sheet, everyNth(sheet, 4)));
  const told = moneyOf(sheet, [0]);
  return bars(sheet, theme, [
    {
      name: "总投资", column: 0, color: theme.accent, colorOf: ({ code }) => theme.sector(code).color,
      text: ([wan, projects]) => `${told(wan) || wan.text}  ${projects.text} 个`,
    },
  ]);
}

/** Columns by year: planned beside paid; of two places bars, one below the other, or no figure had room. */
export function yearOption(sheet, theme, places) {
  return places.length > 1 ? yearBars(sheet, theme, places) : yearColumns(sheet, theme);
}

function yearBars(sheet, theme, places) {
  const width = (sheet.head.length - 1) / places.length;
  const columns = places.flatMap((_, i) => [i * width, i * width + 1]);
  const told = moneyOf(sheet, columns);
  const series = places.flatMap(({ label }, i) => ["计划", "已支付"].map((what, j) => ({
    name: `${label} ${what}`, column: i * width + j, color: theme.pair[i], opacity: j ? 1 : 0.45,
    text: (cells) => told(cells[i * width + j]),
  })));
  return bars(sheet, theme, series, { head: theme.narrow ? 48 : 26 });
}

function yearColumns(sheet, theme) {
  const { names, amounts, tooltip, label: told, ...rest } = base(theme);
  const { scale = 1 } = theme;
  const values = sheet.rows.flatMap(({ cells }) => [cells[0].value, cells[1].value]);
  const { unit, figure } = moneyIn(values);
  const longest = Math.max(0, ...values.map((value) => figure(value).length)) * DIGIT_PX * scale;
  // Upright where a column is narrower than its figure: each has one, and none lies on another.
  const isUpright = theme.width / values.length < longest;
  // ECharts keeps the turn of a letter that no longer asks for one: level is said, too.
  const turn = isUpright ? { rotate: 90, align: "left", verticalAlign: "middle", distance: 6 } : { rotate: 0 };
  return {
    ...rest,
    grid: { ...rest.grid, top: isUpright ? longest + 40 * scale : 44 * scale, left: 4 },
    xAxis: { ...names, data: sheet.rows.map((row) => row.label) },
    yAxis: { ...amounts, name: `单位：${unit}`, nameLocation: "end", nameGap: (isUpright ? longest : 12) + 10 * scale, nameTextStyle: { align: "left", color: theme.ink, fontSize: 13 * scale } },
    tooltip: { ...tooltip, formatter: ({ dataIndex }) => tip(sheet, dataIndex) },
    series: [["计划", theme.plan], ["已支付", theme.accent]].map(([name, color], column) => ({
      name, type: "bar", barMaxWidth: 52 * scale, barMinHeight: 1, barGap: "6%", barCategoryGap: "16%", cursor: "pointer",
      itemStyle: { color, borderRadius: [2, 2, 0, 0] },
      label: {
        ...told, position: "top", ...turn, formatter: ({ value }) => (value ? figure(value) : ""),
      },
      data: sheet.rows.map((row) => row.cells[column].value || null),
    })),
  };
}

/** What the cells of the matrix are told in, money in one unit; a number of projects says it by itself. */
export function unitOf(sheet, { name, isMoney, unit = "" }) {
  if (name === "projects") return "";
  return isMoney ? moneyIn(valuesOf(sheet)).unit : unit;
}

function cellFigures(sheet, { isMoney }) {
  const { figure } = moneyIn(valuesOf(sheet));
  return ({ value, text }) => {
    if (text === UNKNOWN) return "";
    return isMoney && text !== UNSTATED ? figure(value) : text;
  };
}

function withUnit({ text }, { unit = "" }) {
  return text === UNKNOWN || text === UNSTATED ? text : `${text} ${unit}`.trim();
}

export function matrixOption(sheet, theme, shown, chosen) {
  const { names, grid, tooltip, label, ...rest } = base(theme);
  const measure = measureOfCells(shown);
  const { classOf } = classify(valuesOf(sheet), measure);
  const columns = sheet.head.slice(1);
  const figureOf = cellFigures(sheet, measure);
  const column = (theme.width - SECTORS_PX * (theme.scale ?? 1)) / columns.length;
  const cell = (row, y) => ({ value, text }, x) => {
    const number = text === UNKNOWN ? -1 : classOf(value);
    return {
      value: [x, y, number],
      label: { color: number > CLASSES - 3 ? theme.sheet : theme.strong },
    };
  };
  return {
    ...rest,
    legend: { show: false },
    grid: { ...grid, top: 4 },
    tooltip: { ...tooltip, formatter: ({ value: [x, y] }) => `${sheet.rows[y].label} · ${columns[x]}\n${measure.label}：${withUnit(sheet.rows[y].cells[x], measure)}` },
    xAxis: {
      ...names, triggerEvent: false, position: "top", data: columns,
      axisLabel: {
        ...names.axisLabel, interval: 0, width: Math.min(90, column - APART_PX), overflow: "break",
        ...(theme.narrow && { fontSize: 11 }),
        color: (name) => (chosen.includes(name) ? theme.accent : theme.ink),
      },
    },
    yAxis: { ...names, inverse: true, data: sheet.rows.map(({ label }) => label), axisLabel: { ...names.axisLabel, interval: 0 } },
    visualMap: {
      show: false, type: "piecewise", dimension: 2,
      pieces: [theme.land, ...theme.shades].map((color, i) => ({ value: i - 1, color })),
    },
    series: [{
      name: measure.label, type: "heatmap", cursor: "pointer",
      itemStyle: { borderColor: theme.sheet, borderWidth: 2 },
      label: {
        ...label, show: !theme.narrow,
        formatter: ({ value: [x, y] }) => figureOf(sheet.rows[y].cells[x]),
      },
      data: sheet.rows.flatMap((row, y) => row.cells.map(cell(row, y))),
    }],
  };
}
