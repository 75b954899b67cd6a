// The figures behind each chart, as a table: what is drawn and what is read are the same. Pure.
//   a sheet: { head: [text], rows: [{ label, code, asks: [[name, value]], cells: [{ value, text }] }], sum: [cell] }
// `sum` is the line below the rows. With two places side by side each has its own columns, one place
// after the other. The matrix has `row.sum` too, under the head `sumHead`.
import { UNSTATED, formatCount, formatShare, wanFigure } from "../numbers.js";
import { doneAmong } from "./done.js";
import { OUT_OF_SIGHT, measureOfCells } from "./measures.js";

const NO_YEAR = "";
const NO_SHARE = { projects: 0, done: 0, investment_wan: "0", length_m: 0 };

const UNKNOWN = { value: 0, text: "—" };
const count = (value) => ({ value, text: formatCount(value) });
const money = (wan) => ({ value: Number(wan), text: wanFigure(wan) });
// What no project states is not 0.
const invested = (wan, projects) => (projects && !Number(wan) ? { value: 0, text: UNSTATED } : money(wan));
const kilometres = (metres) => ({ value: metres, text: (metres / 1000).toFixed(2) });
const share = (part, whole) => (whole && part !== null ? { value: part / whole, text: formatShare(part / whole) } : UNKNOWN);

function heads(first, places, columns) {
  const told = places.length > 1 ? places.map(({ label }) => `${label} `) : [""];
  return [first, ...told.flatMap((place) => columns.map((column) => `${place}${column}`))];
}

function sheet(name, head, entries, cellsOf, sum) {
  return { head, rows: entries.map(([code, label]) => ({ code, label, asks: [[name, code]], cells: cellsOf(code) })), sum };
}

// What shares (projects, done, investment, length) are together.
function together(shares) {
  const add = (a, b) => ({
    projects: a.projects + b.projects,
    done: a.done === null || b.done === null ? null : a.done + b.done,
    investment_wan: a.investment_wan + Number(b.investment_wan),
    length_m: a.length_m + b.length_m,
  });
  return shares.reduce(add, { ...NO_SHARE, investment_wan: 0 });
}

const added = (amounts) => amounts.reduce((sum, amount) => sum + Number(amount), 0);

/** Where projects stand now, and how many have come so far: the funnel. A stage where none stands leads nowhere. */
export function stageSheet(places, { stages }) {
  const order = stages.map(([code]) => code);
  const reached = (place, code) => order.slice(order.indexOf(code))
    .reduce((sum, later) => sum + (place.stages[later]?.projects ?? 0), 0);
  // Of a year to come no stage is known.
  const cellsOf = (code) => places.flatMap((place) => (place.stages ? [
    count(place.stages[code]?.projects ?? 0),
    count(reached(place, code)),
    money(place.stages[code]?.investment_wan ?? 0),
  ] : [UNKNOWN, UNKNOWN, UNKNOWN]));
  const sum = places.flatMap(({ stages: found }) => {
    if (!found) return [UNKNOWN, UNKNOWN, UNKNOWN];
    const { projects, investment_wan } = together(Object.values(found));
    return [count(projects), UNKNOWN, money(investment_wan)];
  });
  const made = sheet("stage", heads("阶段", places, ["现有项目（个）", "已走到（个）", "总投资（万元）"]), stages, cellsOf, sum);
  const isHeld = (code) => places.some((place) => place.stages?.[code]?.projects > 0);
  return { ...made, rows: made.rows.map((row) => (isHeld(row.code) ? row : { ...row, asks: [] })) };
}

/** Who pays, the largest first. */
export function fundingSheet(places, { funding }) {
  const of = (place, code) => Number(place.funding[code] ?? 0);
  const all = places.map((place) => added(Object.values(place.funding)));
  const weight = (code) => places.reduce((sum, place) => sum + of(place, code), 0);
  const entries = funding.filter(([code]) => weight(code) > 0).sort(([a], [b]) => weight(b) - weight(a));
  const cellsOf = (code) => places.flatMap((place, i) => [money(of(place, code)), share(of(place, code), all[i])]);
  const sum = all.flatMap((wan) => [money(wan), share(wan, wan)]);
  return sheet("funding", heads("资金来源", places, ["金额（万元）", "占比"]), entries, cellsOf, sum);
}

/** Money by year: planned, and every status that it has come to. */
export function yearSheet(places, { statuses }) {
  const years = [...new Set(places.flatMap((place) => Object.keys(place.years)))].filter(Boolean).sort();
  const isOpen = places.some((place) => NO_YEAR in place.years);
  // On a day of the past nothing of a later year is paid, and of no year who knows.
  const paidIn = (year, row, on) => (on && !(year && year <= on.slice(0, 4)) ? UNKNOWN : money(row?.paid_wan ?? 0));
  const cellsOf = (year) => places.flatMap(({ on, years: { [year]: row } }) => [
    money(row?.planned_wan ?? 0),
    paidIn(year, row, on),
    ...statuses.filter(([code]) => code !== "paid").map(([code]) => money(row?.statuses[code] ?? 0)),
  ]);
  const others = statuses.filter(([code]) => code !== "paid").map(([, label]) => `其中${label}`);
  const head = heads("年度（万元）", places, ["计划", "已支付", ...others]);
  const made = sheet("year", head, years.map((year) => [year, `${year} 年`]), cellsOf);
  const open = { code: NO_YEAR, label: "未定年度", asks: [], cells: cellsOf(NO_YEAR) };
  const rows = isOpen ? [...made.rows, open] : made.rows;
  return { head, rows, sum: head.slice(1).map((_, i) => money(added(rows.map(({ cells }) => cells[i].value)))) };
}

/** Sectors that have projects. */
export function sectorSheet(places, { sectors }) {
  const of = (place, code) => place.sectors[code] ?? NO_SHARE;
  const entries = sectors.filter(([code]) => places.some((place) => of(place, code).projects > 0));
  const told = ({ projects, done, investment_wan, length_m }) => [
    invested(investment_wan, projects), count(projects), kilometres(length_m), share(done, projects),
  ];
  const cellsOf = (code) => places.flatMap((place) => told(of(place, code)));
  const sum = places.flatMap(({ sectors: found }) => told(together(Object.values(found))));
  return sheet("sector", heads("领域", places, ["总投资（万元）", "项目（个）", "管线（km）", "完成率"]), entries, cellsOf, sum);
}

/** The values of all cells of a sheet. */
export function valuesOf({ rows }) {
  return rows.flatMap(({ cells }) => cells.map(({ value }) => value));
}

// A figure of the matrix's table, without its unit, which its head tells.
function cellOf(found, { name, of }) {
  const value = of(found);
  if (name === "investment") return { ...invested(value, found.projects), value };
  const text = { projects: formatCount, length: (metres) => kilometres(metres).text, completion: formatShare }[name](value);
  return { value, text };
}

/**
 * Sector × district in the measure that the map shows; of districts out of sight no word. All districts stand there
 * whichever are `chosen`, so a sector leads to all of them.
 */
export function matrixSheet(places, { sectors }, shown, chosen = []) {
  const measure = measureOfCells(shown);
  const districts = places.filter(({ hidden }) => !hidden);
  const entries = sectors.filter(([code]) => districts.some((place) => place.sectors[code]?.projects > 0));
  const foundIn = (code) => districts.map((place) => place.sectors[code]).filter(Boolean);
  const rows = entries.map(([code, label]) => ({
    code,
    label,
    asks: chosen.length ? [["sector", code], ["district", ""]] : [["sector", code]],
    cells: districts.map((place) => {
      const found = place.sectors[code];
      const asks = found ? [["sector", code], ["district", place.code]] : [];
      return { ...cellOf(found ?? NO_SHARE, measure), asks, ...(!found && { text: UNKNOWN.text }) };
    }),
    sum: cellOf(together(foundIn(code)), measure),
  }));
  const columns = districts.map(({ sectors: found }) => Object.values(found));
  return {
    head: [measure.unit ? `领域（${measure.unit}）` : "领域", ...districts.map(({ label }) => label)],
    rows,
    sumHead: "合计",
    sum: [...columns, columns.flat()].map((shares) => cellOf(together(shares), measure)),
  };
}

/** The districts, with all that the map can show of them and the year that it does show. */
export function districtSheet(districts, shown) {
  const isYear = /^\d/.test(shown.name);
  const told = ({ projects, done, investment_wan, length_m }) => [
    count(projects), invested(investment_wan, projects), kilometres(length_m), share(done, projects),
  ];
  const rows = districts.map((place) => {
    const { code, label } = place;
    if (place.hidden) return { code, label, asks: [], cells: Array.from({ length: isYear ? 5 : 4 }, () => ({ text: OUT_OF_SIGHT })) };
    const year = isYear ? [money(shown.of(place))] : [];
    return { code, label, asks: [["district", code]], cells: [...told(place), ...year] };
  });
  const seen = districts.filter(({ hidden }) => !hidden);
  const sum = [...told(together(seen)), ...(isYear ? [money(added(seen.map(shown.of)))] : [])];
  const year = isYear ? [`${shown.label}（万元）`] : [];
  return { head: ["地区", "项目（个）", "总投资（万元）", "管线（km）", "完成率", ...year], rows, sum };
}

// Figures as they are told: the difference of two is that of what one reads.
const toTwoDigits = (value) => Number(value.toFixed(2));
const inPoints = (part) => Number((part * 100).toFixed(1));

const signed = (difference, text) => `${difference > 0 ? "+" : ""}${text}`;

// A year of two, with the day that its projects and stages are of.
function headOf({ name, label, on, ahead }) {
  if (name !== "year") return label;
  if (ahead) return `${label}（还没有到）`;
  return `${label}（${on ? `${on} 的情况` : "今天的情况"}）`;
}

// The projects behind one of two: those of a year that is over as they stood when it ended.
const sideAsks = ({ name, code, on }) => [[name, code], ...(name === "year" && on ? [["on", on]] : [])];

const unseen = ({ hidden }) => (hidden ? OUT_OF_SIGHT : UNKNOWN.text);

// What leads to the done ones, among the stages asked for if there are any; null where to none.
function doneAsks(stages) {
  const done = doneAmong(stages);
  return done.length ? done.map((stage) => ["stage", stage]) : null;
}

/**
 * The few figures that two are compared by, each leading to its projects: of two years, what has
 * come since the earlier one. `stages` are those asked for. The share done has not come or gone between them: it is of other projects.
 */
export function sidesSheet([a, b], stages = []) {
  const isGrowth = a.name === "year" && a.code < b.code;
  const sum = (place, column) => Object.values(place.years).reduce((total, year) => total + Number(year[column]), 0);
  const row = (label, of, text, { told = text, further = [], rounded = toTwoDigits } = {}) => {
    const [x, y] = [a, b].map((place) => (place.hidden ? null : of(place)));
    const apart = () => {
      const [first, second] = [x, y].map(rounded);
      const difference = isGrowth ? second - first : first - second;
      return signed(difference, told(difference));
    };
    const sides = [[a, x], [b, y]].map(([place, value]) => ({
      text: value === null ? unseen(place) : text(value),
      asks: place.hidden ? null : further && [...sideAsks(place), ...further],
    }));
    return { label, asks: [], cells: [...sides, { text: told && x !== null && y !== null ? apart() : "—" }] };
  };
  const ofYear = (column) => (place) => Number(place.years[place.code]?.[column] ?? 0);
  // From a day of the past nobody sees what a year after it has paid.
  const paidOfYear = (place) => (place.ahead && place.on ? null : ofYear("paid_wan")(place));
  const yearly = a.name !== "year" ? [] : [
    row("当年计划（万元）", ofYear("planned_wan"), wanFigure),
    row("当年已支付（万元）", paidOfYear, wanFigure),
  ];
  const points = (difference) => `${difference.toFixed(1)} 个百分点`;
  return {
    head: ["指标", headOf(a), headOf(b), a.name === "year" ? "增减" : "相差"],
    rows: [
      row("项目（个）", ({ projects }) => projects, formatCount),
      row("总投资（万元）", ({ investment_wan }) => Number(investment_wan), wanFigure),
      row("管线长度（km）", ({ length_m }) => length_m / 1000, (km) => km.toFixed(2)),
      row("竣工验收和销号（个）", ({ done }) => done, formatCount, { further: doneAsks(stages) }),
      row("完成率", ({ completion }) => completion, formatShare, { told: a.name === "year" ? null : points, rounded: inPoints }),
      ...yearly,
      row("各年计划合计（万元）", (place) => sum(place, "planned_wan"), wanFigure),
      row("各年已支付合计（万元）", (place) => sum(place, "paid_wan"), wanFigure),
    ],
  };
}
