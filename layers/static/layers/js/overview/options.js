// ECharts options of the overview's charts, from their sheets. Pure but for the theme's colours.
import { UNSTATED, formatCount, shortWan, statedWan } from "../numbers.js";
import { CLASSES, classify, measureOfCells } from "./measures.js";
import { valuesOf } from "./sheets.js";

const ROW_PX = 25;
const NAMES_PX = 122;
const LABEL_PX = 122;
const COUNT_PX = 44;
/** Of the matrix: the names of its rows, and between those of two columns. */
const SECTORS_PX = 76;
const APART_PX = 4;

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

// A bar's label stands behind its end: the longest bar leaves room for it.
function roomy(sheet, columns, width, label, names) {
  const most = Math.max(0, ...sheet.rows.flatMap(({ cells }) => columns.map((i) => cells[i].value)));
  const plot = Math.max(label * 1.5, width - names);
  return (most * plot) / (plot - label) || 1;
}

/** Horizontal bars, the first row on top. `series`: [{ name, column, color or colorOf(row), text(cells) }] */
function bars(sheet, theme, series, { overlaid = false, label: labelPx = LABEL_PX } = {}) {
  const { names, amounts, tooltip, label, ...rest } = base(theme);
  const { scale = 1 } = theme;
  return {
    ...rest,
    legend: series.length > 1 ? rest.legend : { show: false },
    grid: { ...rest.grid, top: series.length > 1 ? 26 * scale : 4 },
    xAxis: { ...amounts, max: roomy(sheet, series.map(({ column }) => column), theme.width, labelPx * scale, NAMES_PX * scale) },
    yAxis: {
      ...names, inverse: true, data: sheet.rows.map((row) => row.label),
      axisLabel: { ...names.axisLabel, width: 108 * scale, overflow: "break", lineHeight: 14 * scale, interval: 0 },
    },
    tooltip: { ...tooltip, formatter: ({ dataIndex, seriesIndex }) => tip(sheet, dataIndex, series[seriesIndex].tips) },
    series: series.map(({ name, column, color, colorOf, text, opacity = 1, z = 2 }) => ({
      name, type: "bar", z, barMaxWidth: 18 * scale, barMinHeight: 1, cursor: "pointer",
      ...(overlaid ? { barGap: "-100%" } : { barGap: "12%" }),
      itemStyle: { borderRadius: [0, 2, 2, 0], color, opacity },
      label: { ...label, position: "right", show: Boolean(text), formatter: ({ dataIndex }) => text?.(sheet.rows[dataIndex].cells) ?? "" },
      data: sheet.rows.map((row) => ({
        // Where there is nothing no bar is drawn, unless its label has something to say.
        value: row.cells[column].value || (text?.(row.cells) ? 0 : null), ...(colorOf && { itemStyle: { color: colorOf(row) } }),
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

// Money at the end of a bar; what is not stated is not 0.
function stated({ value, text }) {
  if (value) return shortWan(value);
  return text === UNSTATED ? UNSTATED : "";
}

export function stageOption(sheet, theme, places) {
  if (places.length > 1) return compared(sheet, theme, places, 3, 0, ({ value }) => (value ? formatCount(value) : ""));
  return bars(sheet, theme, [
    { name: "已走到这一步", column: 1, color: theme.plan, opacity: 0.5, z: 1 },
    {
      name: "现处于这一步", column: 0, color: theme.accent, colorOf: ({ code }) => theme.stage(code).color,
      text: ([now]) => (now.value ? now.text : ""),
    },
  ], { overlaid: true, label: COUNT_PX });
}

export function fundingOption(sheet, theme, places) {
  if (places.length > 1) return compared(sheet, theme, places, 2, 0, stated);
  return bars(sheet, theme, [
    { name: "金额", column: 0, color: theme.accent, text: ([wan, share]) => `${shortWan(wan.value)}  ${share.text}` },
  ]);
}

export function sectorOption(sheet, theme, places) {
  if (places.length > 1) return compared(sheet, theme, places, 4, 0, stated);
  return bars(sheet, theme, [
    {
      name: "总投资", column: 0, color: theme.accent, colorOf: ({ code }) => theme.sector(code).color,
      text: ([wan, projects]) => `${statedWan(wan.value, projects.value)}  ${projects.text} 个`,
    },
  ]);
}

/** Columns by year: planned beside paid, for each place. */
export function yearOption(sheet, theme, places) {
  const { names, amounts, tooltip, label: told, ...rest } = base(theme);
  const { scale = 1 } = theme;
  const width = (sheet.head.length - 1) / places.length;
  const two = places.length > 1;
  const series = places.flatMap(({ label }, i) => [
    { name: two ? `${label} 计划` : "计划", column: i * width, color: two ? theme.pair[i] : theme.plan, opacity: two ? 0.45 : 1 },
    { name: two ? `${label} 已支付` : "已支付", column: i * width + 1, color: two ? theme.pair[i] : theme.accent, opacity: 1 },
  ]);
  return {
    ...rest,
    grid: { ...rest.grid, top: 44 * scale + 12, left: 4 },
    xAxis: { ...names, data: sheet.rows.map((row) => row.label) },
    yAxis: amounts,
    tooltip: { ...tooltip, formatter: ({ dataIndex }) => tip(sheet, dataIndex) },
    series: series.map(({ name, column, color, opacity }) => ({
      name, type: "bar", barMaxWidth: 52 * scale, barMinHeight: 1, barGap: "6%", barCategoryGap: "16%", cursor: "pointer",
      itemStyle: { color, opacity, borderRadius: [2, 2, 0, 0] },
      label: {
        ...told, show: !two || !theme.narrow, position: "top", opacity: 1, ...(two && { fontSize: 11 * scale }),
        formatter: ({ value }) => (value ? shortWan(value).replace(" ", "\n") : ""),
      },
      labelLayout: { hideOverlap: true },
      data: sheet.rows.map((row) => row.cells[column].value || null),
    })),
  };
}

export function matrixOption(sheet, theme, shown, chosen) {
  const { names, grid, tooltip, label, ...rest } = base(theme);
  const measure = measureOfCells(shown);
  const { classOf } = classify(valuesOf(sheet), measure);
  const columns = sheet.head.slice(1);
  const column = (theme.width - SECTORS_PX * (theme.scale ?? 1)) / columns.length;
  const cell = (row, y) => ({ value, text }, x) => {
    const number = text === "—" ? -1 : classOf(value);
    return {
      value: [x, y, number],
      label: { color: number > CLASSES - 3 ? theme.sheet : theme.strong },
    };
  };
  return {
    ...rest,
    legend: { show: false },
    grid: { ...grid, top: 4 },
    tooltip: { ...tooltip, formatter: ({ value: [x, y] }) => `${sheet.rows[y].label} · ${columns[x]}\n${measure.label}：${sheet.rows[y].cells[x].text}` },
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
        formatter: ({ value: [x, y] }) => sheet.rows[y].cells[x].text.replace("—", ""),
      },
      data: sheet.rows.flatMap((row, y) => row.cells.map(cell(row, y))),
    }],
  };
}
