// What a district or a cell of the matrix can show, and the classes of its colour. Pure.
import { formatCount, formatShare, markWan, roundShare, shortKm, shortWan, statedWan } from "../numbers.js";
import { ofAllSources } from "./cover.js";

export const CLASSES = 5;
/** What is said of a district of which the reader may see nothing: that is not 0. */
export const OUT_OF_SIGHT = "不在可见范围";

const MEASURES = {
  projects: { label: "项目数", unit: "个", of: ({ projects }) => projects, text: (count) => `${formatCount(count)} 个` },
  investment: {
    label: "总投资", unit: "万元", isMoney: true, of: ({ investment_wan }) => Number(investment_wan), text: shortWan,
    told: ({ investment_wan, projects }) => statedWan(investment_wan, projects),
  },
  length: { label: "管线长度", unit: "km", of: ({ length_m }) => length_m, text: shortKm },
  completion: {
    label: "完成率", of: ({ projects, done }) => (projects ? done / projects : null), text: formatShare, edge: roundShare,
  },
};

function plannedFor(year) {
  const of = ({ years }) => Number(years?.[year]?.planned_wan ?? 0);
  return { label: `${year} 年计划投资`, isMoney: true, of, text: shortWan, told: (place) => markWan(of(place)) };
}

/**
 * A measure by its name in the address; a year is the money planned for that year.
 * `of(place)` is its value, `unit` that of a figure in a table, `text(value)` a value in words, `edge(value)` one between two classes, `told(place)` what is said of a place;
 * its label says what money covers, by the question's `params`.
 */
export function measureOf(show, params = new URLSearchParams()) {
  const measure = MEASURES[show] ?? plannedFor(show);
  const label = measure.isMoney ? ofAllSources(measure.label, params) : measure.label;
  const told = measure.told ?? ((place) => measure.text(measure.of(place)));
  return { name: show, ...measure, label, told: (place) => (place.hidden ? OUT_OF_SIGHT : told(place)) };
}

/** What the matrix shows: sectors know no year. */
export function measureOfCells(measure, params) {
  return measure.name in MEASURES ? measure : measureOf("investment", params);
}

/** The width of a class, so that the largest value lies in the last: 1, 2, 2.5 or 5 times a power of ten. */
export function stepFor(largest, count = CLASSES) {
  if (!(largest > 0)) return 1;
  const least = largest / count;
  const power = 10 ** Math.floor(Math.log10(least));
  return power * [1, 2, 2.5, 5, 10].find((factor) => factor * power >= least * (1 - 1e-9));
}

/** Classes of equal width over the values: { step, classOf(value) }, -1 where there is nothing. */
export function classify(values, { name }) {
  const whole = name === "projects" ? 1 : 0;
  const width = Math.max(whole, stepFor(Math.max(0, ...values)));
  const classOf = (value) => {
    if (value === null || (value === 0 && name !== "completion")) return -1;
    return Math.min(CLASSES - 1, Math.max(0, Math.ceil(value / width - 1e-9) - 1));
  };
  return { step: width, classOf };
}

// 0–2 亿元, 5,000 万元–1 亿元: the unit is told twice where it changes.
function range(from, to) {
  const [[low, unit], [, unitAbove]] = [from, to].map((text) => text.split(" "));
  return unit === unitAbove ? `${low}–${to}` : `${from}–${to}`;
}

/** A line of the legend for each class up to the highest in use: { number, text }. */
export function legendOf(values, measure) {
  const { step, classOf } = classify(values, measure);
  const top = Math.max(-1, ...values.map(classOf));
  const edge = measure.edge ?? measure.text;
  const rows = Array.from({ length: top + 1 }, (_, number) => {
    const upper = edge((number + 1) * step);
    return { number, text: number ? range(edge(number * step), upper) : `0–${upper}` };
  });
  return values.some((value) => classOf(value) < 0) ? [{ number: -1, text: "没有项目或金额" }, ...rows] : rows;
}
