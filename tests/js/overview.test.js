import assert from "node:assert/strict";
import { test } from "node:test";
import { clockIn } from "../../layers/static/layers/js/overview/clock.js";
import { fundingOption, matrixOption, sectorOption, stageOption, unitOf, yearOption } from "../../layers/static/layers/js/overview/options.js";
import { dayOf, nearestDay } from "../../layers/static/layers/js/overview/day.js";
import { asOf, ofAllMoney, ofAllSources, ofYearsAlone } from "../../layers/static/layers/js/overview/cover.js";
import { pairOf } from "../../layers/static/layers/js/overview/comparison.js";
import { Conditions, comparing, conditionsOf, listedOf, startedOver, turned } from "../../layers/static/layers/js/overview/look.js";
import { Rounds } from "../../layers/static/layers/js/overview/rounds.js";
import { classify, legendOf, measureOf, measureOfCells, stepFor } from "../../layers/static/layers/js/overview/measures.js";
import { averageOf, ofTheDone, paidNote } from "../../layers/static/layers/js/overview/strip.js";
import {
  districtSheet, fundingSheet, matrixSheet, sectorSheet, sidesSheet, stageSheet, yearSheet,
} from "../../layers/static/layers/js/overview/sheets.js";

const labels = {
  stages: [["planned", "谋划"], ["building", "在建"], ["accepted", "竣工验收"]],
  sectors: [["A03", "供水"], ["A06", "燃气"]],
  funding: [["county", "县财政"], ["bond", "国债"], ["other", "其他"]],
  statuses: [["granted", "已下达"], ["paid", "已支付"]],
};

function share(projects, wan, done = 0, length_m = 0) {
  return { projects, done, investment_wan: String(wan), length_m };
}

function place(code, label, more = {}) {
  return {
    code, label, name: "district", ...share(4, 400, 1, 1500), completion: 0.25,
    stages: { planned: share(1, 100), building: share(2, 200), accepted: share(1, 100, 1) },
    sectors: { A03: share(4, 400, 1, 1500) },
    funding: { county: "100.00", bond: "300.00" },
    years: { 2026: { planned_wan: "300.00", paid_wan: "50.00", statuses: { granted: "250.00", paid: "50.00" } } },
    ...more,
  };
}

const values = ({ rows }, column) => rows.map(({ cells }) => cells[column].value);

test("the funnel tells who stands at a stage and who has come so far", () => {
  const sheet = stageSheet([place("x", "西区")], labels);
  assert.deepEqual(values(sheet, 0), [1, 2, 1]);
  assert.deepEqual(values(sheet, 1), [4, 3, 1]);
  assert.deepEqual(sheet.rows[1].asks, [["stage", "building"]]);
  const asked = stageSheet([place("x", "西区", { stages: { building: share(2, 200) } })], labels);
  assert.deepEqual(asked.rows.map(({ cells, asks }) => [cells[0].text, asks.length]), [["0", 0], ["2", 1], ["0", 0]]);
});

test("the bar of those who have come so far opens nothing, that of those who stand there does", () => {
  const theme = { font: "", width: 700, stage: () => ({ color: "#123" }) };
  const west = place("x", "西区");
  const { series } = stageOption(stageSheet([west], labels), theme, [west]);
  assert.deepEqual(series.map(({ cursor, data }) => [cursor, data[0].leads]), [["default", false], ["pointer", true]]);
});

test("funding comes largest first, with its share, without what pays nothing", () => {
  const sheet = fundingSheet([place("x", "西区")], labels);
  assert.deepEqual(sheet.rows.map(({ code }) => code), ["bond", "county"]);
  assert.deepEqual(sheet.rows[0].cells.map(({ text }) => text), ["300.00", "75.0%"]);
});

test("two places have each their own columns", () => {
  const sheet = sectorSheet([place("x", "西区"), place("d", "东区", { sectors: {} })], labels);
  assert.equal(sheet.head.length, 9);
  assert.equal(sheet.head[5], "东区 总投资（万元）");
  assert.deepEqual(values(sheet, 4), [0]);
});

test("money without a year stands last and asks for nothing", () => {
  const open = { planned_wan: "10.00", paid_wan: "0.00", statuses: {} };
  const { years } = place("x", "西区");
  const sheet = yearSheet([place("x", "西区", { years: { "": open, ...years } })], labels);
  assert.deepEqual(sheet.rows.map(({ label, asks }) => [label, asks.length]), [["2026 年", 1], ["未定年度", 0]]);
  assert.deepEqual(values(sheet, 1), [50, 0]);
});

test("a cell of the matrix asks for its sector and its district", () => {
  const sheet = matrixSheet([place("x", "西区"), place("d", "东区", { sectors: {} })], labels, measureOf("length"));
  assert.deepEqual(sheet.rows[0].cells[0].asks, [["sector", "A03"], ["district", "x"]]);
  assert.deepEqual(sheet.rows[0].cells.map(({ text }) => text), ["1.50", "—"]);
  assert.deepEqual(sheet.rows[0].cells[1].asks, []);
  assert.equal(sheet.head[0], "领域（km）");
});

test("a sector of the matrix leads to what its row tells: to all districts, whichever was chosen", () => {
  const [free] = matrixSheet([place("x", "西区")], labels, measureOf("length")).rows;
  assert.deepEqual(free.asks, [["sector", "A03"]]);
  const [{ asks }] = matrixSheet([place("x", "西区"), place("d", "东区")], labels, measureOf("length"), ["x"]).rows;
  const asked = turned(new URLSearchParams("district=x&year=2026"), asks);
  assert.equal(String(asked), "year=2026&sector=A03");
  assert.equal(String(turned(asked, asks)), "year=2026");
});

test("each table adds its rows up, the matrix its columns too", () => {
  const two = { A03: share(3, 300.5, 1, 1500), A06: share(1, 0, 0, 0) };
  const places = [place("x", "西区", { sectors: two }), place("d", "东区")];
  const told = ({ sum }) => sum.map(({ text }) => text);
  assert.deepEqual(told(stageSheet([places[0]], labels)), ["4", "—", "400.00"]);
  assert.deepEqual(told(fundingSheet([places[0]], labels)), ["400.00", "100.0%"]);
  assert.deepEqual(told(yearSheet([places[0]], labels)), ["300.00", "50.00", "250.00"]);
  assert.deepEqual(told(sectorSheet(places, labels)), ["300.50", "4", "1.50", "25.0%", "400.00", "4", "1.50", "25.0%"]);
  const hidden = { ...place("r", "仁和区"), hidden: true };
  assert.deepEqual(told(districtSheet([...places, hidden], measureOf("2026"))), ["8", "800.00", "3.00", "25.0%", "600.00"]);
  const matrix = matrixSheet(places, labels, measureOf("investment"));
  assert.deepEqual(matrix.rows.map(({ cells, sum }) => [...cells, sum].map(({ text }) => text)), [
    ["300.50", "400.00", "700.50"], ["未填", "—", "未填"],
  ]);
  assert.deepEqual([matrix.head[0], matrix.sumHead, told(matrix)], ["领域（万元）", "合计", ["300.50", "400.00", "700.50"]]);
  assert.deepEqual(told(matrixSheet(places, labels, measureOf("completion"))), ["25.0%", "25.0%", "25.0%"]);
});

test("an investment that no project states is not 0, on the map, in the matrix and in the tables", () => {
  const silent = { ...place("x", "西区"), ...share(2, 0), sectors: { A03: share(2, 0) } };
  assert.equal(matrixSheet([silent], labels, measureOf("investment")).rows[0].cells[0].text, "未填");
  assert.equal(measureOf("investment").told(silent), "未填");
  assert.equal(sectorSheet([silent], labels).rows[0].cells[0].text, "未填");
  assert.equal(districtSheet([silent], measureOf("investment")).rows[0].cells[1].text, "未填");
  assert.equal(measureOf("investment").told(share(0, 0)), "0 万元");
});

test("the table of the districts says what the map can show, and the year that it shows", () => {
  const of = (show) => {
    const { head, rows } = districtSheet([place("x", "西区")], measureOf(show));
    return [head.length, rows[0].asks, ...rows[0].cells.map(({ text }) => text)];
  };
  assert.deepEqual(of("length"), [5, [["district", "x"]], "4", "400.00", "1.50", "25.0%"]);
  assert.deepEqual(of("2026"), [6, [["district", "x"]], "4", "400.00", "1.50", "25.0%", "300.00"]);
});

test("two sides differ by figures, shares by points", () => {
  const { rows } = sidesSheet([place("x", "西区"), place("d", "东区", { projects: 3, completion: null })]);
  const by = Object.fromEntries(rows.map(({ label, cells }) => [label, cells.map(({ text }) => text)]));
  assert.deepEqual(by["项目（个）"], ["4", "3", "+1"]);
  assert.deepEqual(by["完成率"], ["25.0%", "—", "—"]);
  assert.deepEqual(by["竣工验收和销号（个）"], ["1", "1", "0"]);
  assert.ok(!("当年计划（万元）" in by));
});

test("what two differ by is the difference of the figures that stand there", () => {
  const [x, d] = [place("x", "西区", { length_m: 27379, completion: 1 / 3 }), place("d", "东区", { length_m: 21394, completion: 1 / 6 })];
  const told = (sides) => {
    const by = Object.fromEntries(sidesSheet(sides).rows.map(({ label, cells }) => [label, cells.map(({ text }) => text)]));
    return [by["管线长度（km）"], by["完成率"]];
  };
  assert.deepEqual(told([x, d]), [["27.38", "21.39", "+5.99"], ["33.3%", "16.7%", "+16.6 个百分点"]]);
  const same = { ...x, length_m: 27384 };
  assert.deepEqual(told([same, x])[0], ["27.38", "27.38", "0.00"]);
});

test("each of two leads to its projects, the done ones too, and their difference nowhere", () => {
  const hidden = sidesSheet([place("x", "西区", { hidden: true }), place("d", "东区")]).rows[0];
  assert.deepEqual([hidden.cells[0].text, hidden.cells[0].asks, hidden.cells[2].text], ["不在可见范围", null, "—"]);
  const { rows } = sidesSheet([place("x", "西区"), place("d", "东区", { completion: null })]);
  const asks = Object.fromEntries(rows.map(({ label, cells }) => [label, cells.map((cell) => cell.asks)]));
  assert.deepEqual(asks["项目（个）"], [[["district", "x"]], [["district", "d"]], undefined]);
  assert.deepEqual(asks["竣工验收和销号（个）"][0], [["district", "x"], ["stage", "accepted"], ["stage", "closed"]]);
  const doneOf = (stages) => sidesSheet([place("x", "西区"), place("d", "东区")], stages).rows.find(({ label }) => label.startsWith("竣工")).cells[0].asks;
  assert.deepEqual(doneOf(["closed", "building"]), [["district", "x"], ["stage", "closed"]]);
  assert.equal(doneOf(["building"]), null);
  const year = (code, on) => ({ ...place(code, `${code} 年`), name: "year", on });
  const [projects] = sidesSheet([year("2025", "2025-12-31"), year("2026", null)]).rows;
  assert.deepEqual(projects.cells.map((cell) => cell.asks), [[["year", "2025"], ["on", "2025-12-31"]], [["year", "2026"]], undefined]);
});

test("two are offered by what is wanted, as far as there is such", () => {
  const years = ["2028", "2027", "2026", "2025"].map((year) => [year, `${year} 年`]);
  assert.deepEqual(pairOf(years, ["2026", "2025"]), ["2026", "2025"]);
  assert.deepEqual(pairOf(years, ["2031", "2030"]), ["2028", "2027"]);
  assert.deepEqual(pairOf(years, ["2028"]), ["2028", "2027"]);
});

test("an address asked for several values has them all, and none when they are asked for again", () => {
  const asks = [["district", "x"], ["stage", "accepted"], ["stage", "closed"]];
  const asked = turned(new URLSearchParams("compare=x&compare=d&show=length"), asks);
  assert.equal(String(asked), "show=length&district=x&stage=accepted&stage=closed");
  assert.equal(String(turned(asked, asks)), "show=length");
});

test("of two years it is told what has come since the earlier, whichever stands first", () => {
  const year = (code, projects) => ({ ...place(code, `${code} 年`, { projects }), name: "year" });
  const of = (sides) => {
    const { head, rows } = sidesSheet(sides);
    return [head.at(-1), rows.find(({ label }) => label === "项目（个）").cells[2].text];
  };
  assert.deepEqual(of([year("2025", 3), year("2026", 8)]), ["增减", "+5"]);
  assert.deepEqual(of([year("2026", 8), year("2025", 3)]), ["增减", "+5"]);
  assert.deepEqual(of([year("2025", 8), year("2026", 3)]), ["增减", "-5"]);
});

test("two years are each of a day, and of a year to come no stage is told nor compared", () => {
  const years = [
    { ...place("2025", "2025 年"), name: "year", on: "2025-12-31", ahead: false },
    { ...place("2026", "2026 年"), name: "year", on: null, ahead: false },
    { ...place("2027", "2027 年"), name: "year", on: null, ahead: true, done: null, completion: null, stages: null, sectors: { A03: { ...share(4, 400), done: null } } },
  ];
  const { head, rows } = sidesSheet([years[0], years[2]]);
  assert.deepEqual(head.slice(1, 3), ["2025 年（2025-12-31 的情况）", "2027 年（还没有到）"]);
  const by = Object.fromEntries(rows.map(({ label, cells }) => [label, cells.map(({ text }) => text)]));
  assert.deepEqual(by["完成率"], ["25.0%", "—", "—"]);
  assert.deepEqual(by["竣工验收和销号（个）"], ["1", "—", "—"]);
  const { head: [, , now], rows: told } = sidesSheet(years);
  assert.equal(now, "2026 年（今天的情况）");
  const done = told.find((row) => row.label === "完成率");
  assert.deepEqual(done.cells.map(({ text }) => text), ["25.0%", "25.0%", "—"]);
  assert.deepEqual(stageSheet([years[0], years[2]], labels).rows[0].cells.map(({ text }) => text), ["1", "4", "100.00", "—", "—", "—"]);
  assert.equal(sectorSheet([years[2]], labels).rows[0].cells.at(-1).text, "—");
});

test("classes are of a round width and hold the largest value in the last in use", () => {
  assert.deepEqual([stepFor(0), stepFor(6.1), stepFor(100), stepFor(61306)], [1, 2, 20, 20000]);
  const { step, classOf } = classify([0, 5, 20, 21, 100], measureOf("projects"));
  assert.equal(step, 20);
  assert.deepEqual([0, 5, 20, 21, 100].map(classOf), [-1, 0, 0, 1, 4]);
});

test("nothing done is a class of its own measure, no projects is none", () => {
  const { classOf } = classify([0, 0.128], measureOf("completion"));
  assert.deepEqual([null, 0, 0.128].map(classOf), [-1, 0, 2]);
  assert.equal(measureOf("completion").of({ projects: 0, done: 0 }), null);
});

test("the legend names the classes in use", () => {
  const told = legendOf([0, 15000], measureOf("investment")).map(({ number, text }) => [number, text]);
  assert.deepEqual(told, [
    [-1, "没有项目或金额"], [0, "0–5,000 万元"], [1, "5,000 万元–1 亿元"], [2, "1–1.5 亿元"],
  ]);
  assert.deepEqual(legendOf([0], measureOf("investment")), [{ number: -1, text: "没有项目或金额" }]);
});

test("a year is the money planned for it; sectors know no year", () => {
  assert.equal(measureOf("2026").of(place("x", "西区")), 300);
  assert.equal(measureOfCells(measureOf("2026")).name, "investment");
});

test("a mark asks for its value alone, and pressed again for all", () => {
  const asks = [["sector", "A03"], ["district", "x"]];
  const asked = turned(new URLSearchParams("sector=A06&sector=A03&on=2026-01-01"), asks);
  assert.equal(String(asked), "sector=A03&on=2026-01-01&district=x");
  assert.equal(String(turned(asked, asks)), "on=2026-01-01");
});

test("the list of those done keeps to the stages asked for", () => {
  const done = (query, found = 1) => String(ofTheDone(new URLSearchParams(query), found));
  assert.equal(done("district=x"), "district=x&stage=accepted&stage=closed");
  assert.equal(done("stage=building&stage=closed"), "stage=closed");
  assert.equal(done("stage=building", 0), "null");
});

test("a comparison replaces the former one", () => {
  assert.equal(String(comparing(new URLSearchParams("q=a&compare=1&compare=2"), ["3", "4"])), "q=a&compare=3&compare=4");
});

test("what is compared is not chosen from: neither asked nor told, and both stand in the list", () => {
  const of = (reading, query) => String(reading(new URLSearchParams(query)));
  const districts = "q=a&district=m&year=2024&compare=d&compare=x";
  assert.equal(of(conditionsOf, districts), "q=a&year=2024");
  assert.equal(of(listedOf, districts), "q=a&year=2024&district=d&district=x");
  const years = "district=m&year=2024&compare=2025&compare=2026&on=2026-01-01";
  assert.equal(of(conditionsOf, years), "district=m");
  assert.equal(of(listedOf, years), "district=m&year=2025&year=2026");
  assert.equal(of(listedOf, "district=m&show=length"), "district=m");
});

test("a comparison takes its districts or years out of the question, also when it is left", () => {
  const address = (query) => new URLSearchParams(query);
  assert.equal(String(comparing(address("district=m&year=2024"), ["d", "x"])), "year=2024&compare=d&compare=x");
  assert.equal(String(comparing(address("district=m&year=2024"), ["2025", "2026"])), "district=m&compare=2025&compare=2026");
  assert.equal(String(comparing(address("district=m&year=2024&compare=d&compare=x"), [])), "year=2024");
  assert.equal(String(comparing(address("year=2024&compare=d&compare=x"), ["2025", "2026"])), "compare=2025&compare=2026");
});

test("who chooses among what is compared looks at that alone", () => {
  const compared = "sector=A03&compare=2025&compare=2026";
  assert.equal(String(turned(new URLSearchParams(compared), [["year", "2025"]])), "sector=A03&year=2025");
  assert.equal(String(turned(new URLSearchParams(compared), [["sector", "A03"]])), "compare=2025&compare=2026");
  const both = new URLSearchParams("year=2025&compare=2025&compare=2026");
  assert.equal(String(turned(both, [["year", "2025"]])), "year=2025");
  const address = new EventTarget();
  address.params = new URLSearchParams(compared);
  address.ask = (params) => (address.asked = String(params));
  new Conditions(address).ask(new URLSearchParams("district=x&year=2025"));
  assert.equal(address.asked, "district=x&year=2025");
});

test("the conditions are the address without how one looks, which asking keeps", () => {
  const address = new EventTarget();
  address.params = new URLSearchParams("sector=A03&show=length&on=2026-01-01");
  address.ask = (params) => (address.asked = String(params));
  const conditions = new Conditions(address);
  assert.equal(String(conditions), "sector=A03");
  conditions.ask(new URLSearchParams("stage=building"));
  assert.equal(address.asked, "stage=building&show=length&on=2026-01-01");
});

test("a day's number is its date", () => {
  assert.equal(dayOf(Date.parse("2026-06-30") / 86_400_000), "2026-06-30");
});

test("a day typed outside the records is the nearest one, in words", () => {
  const near = (typed) => nearestDay(typed, "2024-01-05", "2026-06-30");
  assert.deepEqual(near("2025-02-28"), { day: "2025-02-28", why: "" });
  assert.equal(near("1900-01-01").day, "2024-01-05");
  assert.match(near("1900-01-01").why, /1900-01-01 早于最早的记录/);
  assert.equal(near("2099-01-01").day, "2026-06-30");
  assert.match(near("2099-01-01").why, /还没有到，看的是今天 2026-06-30/);
});

test("the clock on the wall tells the time of its zone", () => {
  const moment = new Date("2026-11-25T16:05:00Z");
  assert.equal(clockIn("Asia/Shanghai")(moment), "2026-11-26 周四 00:05");
  assert.equal(clockIn("UTC")(moment), "2026-11-25 周三 16:05");
});

test("every bar of the years has its figure, in one unit, and none lies on another", () => {
  const row = (planned, paid) => ({ planned_wan: planned, paid_wan: paid, statuses: {} });
  const years = { 2025: row(128400, 100), 2026: row(20000, 0) };
  const drawn = (places, width) => {
    const theme = { font: "", pair: ["#111", "#222"], plan: "#333", width, narrow: width < 560 };
    return yearOption(yearSheet(places, labels), theme, places);
  };
  const two = drawn([place("x", "西区", { years }), place("d", "东区")], 340);
  const told = two.series.map(({ label: { show, formatter }, data }) => data.map((_, dataIndex) => show && formatter({ dataIndex })));
  assert.deepEqual(told, [["12.84 亿元", "2.00 亿元"], ["0.01 亿元", ""], ["", "0.03 亿元"], ["", "0.01 亿元"]]);
  assert.equal(two.yAxis.type, "category");
  const one = drawn([place("x", "西区", { years })], 700);
  assert.equal(one.yAxis.name, "单位：亿元");
  assert.deepEqual([128400, 100, 30].map((value) => one.series[0].label.formatter({ value })), ["12.84", "0.01", "不到 0.01"]);
  // Said, not left out: a chart drawn anew keeps the turn that its letters had.
  assert.equal(one.series[0].label.rotate, 0);
  const many = Object.fromEntries([2024, 2025, 2026, 2027, 2028, 2029, 2030].map((year) => [year, row(20000, 10000)]));
  const narrow = drawn([place("x", "西区", { years: many })], 340);
  assert.equal(narrow.series[0].label.rotate, 90);
});

test("the money of one chart is in one unit, with as many decimals everywhere", () => {
  const theme = { font: "", pair: ["#111", "#222"], width: 700, sector: () => ({ color: "#123" }) };
  const west = place("x", "西区", { funding: { bond: "160000.00", county: "11000.00" } });
  const { series } = fundingOption(fundingSheet([west], labels), theme, [west]);
  assert.deepEqual([0, 1].map((dataIndex) => series[0].label.formatter({ dataIndex })), ["16.00 亿元  93.6%", "1.10 亿元  6.4%"]);
  const sheet = matrixSheet([place("x", "西区"), place("d", "东区", { sectors: { A03: share(1, 12000.4) } })], labels, measureOf("investment"));
  const option = matrixOption(sheet, { font: "", shades: [], width: 700 }, measureOf("investment"), []);
  assert.deepEqual([0, 1].map((x) => option.series[0].label.formatter({ value: [x, 0] })), ["400", "12,000"]);
  assert.equal(unitOf(sheet, measureOf("investment")), "万元");
});

test("the heads of the matrix leave each other room, however narrow it is", () => {
  const districts = Array.from({ length: 7 }, (_, i) => place(`x${i}`, "仁和区"));
  const sheet = matrixSheet(districts, labels, measureOf("investment"));
  const widthAt = (width) => {
    const theme = { font: "", shades: [], narrow: width < 560, width };
    return matrixOption(sheet, theme, measureOf("investment"), []).xAxis.axisLabel.width;
  };
  for (const width of [300, 340, 560, 740]) assert.ok(widthAt(width) * 7 < width - 76);
  assert.ok(widthAt(340) >= 33);
});

test("a screen goes round the city and its districts, each round in another measure", () => {
  const districts = [place("d", "东区"), place("x", "西区", { projects: 0 }), place("r", "仁和区")];
  const rounds = new Rounds();
  const seen = Array.from({ length: 7 }, () => rounds.next({ scope: "全市", total: share(7, 7), districts }));
  const round = ["全市", "东区", "仁和区"];
  assert.deepEqual(seen.map(({ place: { label } }) => label), [...round, ...round, "全市"]);
  assert.deepEqual(seen.map(({ show }) => show).slice(2, 7), ["investment", "projects", "projects", "projects", "completion"]);
  assert.deepEqual(seen.map(({ isLast }) => isLast), [false, false, true, false, false, true, false]);
});

test("the slides of a round are all of one answer, the newest when it begins", () => {
  const answer = (projects) => ({ scope: "全市", total: share(projects, 7), districts: [place("d", "东区"), place("r", "仁和区")] });
  const rounds = new Rounds();
  const [first, second, third] = [7, 8, 9].map(answer);
  const seen = [first, first, first, second, third, third, third].map((latest) => rounds.next(latest).found);
  assert.deepEqual(seen, [first, first, first, second, second, second, third]);
});

test("a screen that sees one district alone stays there, under the name of whose it is", () => {
  const found = { scope: "东区人民政府可见范围", total: share(3, 3), districts: [place("d", "东区"), place("x", "西区", { projects: 0 })] };
  const rounds = new Rounds();
  const seen = Array.from({ length: 2 }, () => rounds.next(found));
  assert.deepEqual(seen.map(({ place: { label } }) => label), Array(2).fill("东区人民政府可见范围"));
  assert.deepEqual(seen.map(({ isLast, show }) => [isLast, show]), [[true, "investment"], [true, "projects"]]);
});

test("of a district out of sight nothing is said to be 0", () => {
  const unseen = { ...place("x", "西区"), ...share(0, 0), sectors: {}, years: {}, hidden: true };
  for (const show of ["investment", "projects", "length", "completion", "2026"]) {
    assert.equal(measureOf(show).told(unseen), "不在可见范围");
  }
  const [row] = districtSheet([unseen], measureOf("2026")).rows;
  assert.deepEqual([row.asks, row.cells.map(({ text }) => text)], [[], Array(5).fill("不在可见范围")]);
  assert.deepEqual(matrixSheet([place("d", "东区"), unseen], labels, measureOf("projects")).head, ["领域（个）", "东区"]);
});

test("the average is of the projects that state their investment, and says how many do not", () => {
  assert.equal(averageOf({ projects: 4, stated: 2, investment_wan: "300.00" }), "平均每个 150 万元（另有 2 个未填）");
  assert.equal(averageOf({ projects: 2, stated: 2, investment_wan: "300.00" }), "平均每个 150 万元");
  assert.equal(averageOf({ projects: 2, stated: 0, investment_wan: "0.00" }), "各项目都没有填总投资");
  assert.equal(averageOf({ projects: 0, stated: 0, investment_wan: "0.00" }), "");
});

test("money says that it is of more than the source or the year asked for", () => {
  const asked = (query) => new URLSearchParams(query);
  assert.equal(ofAllMoney("已支付", asked("sector=A06")), "已支付");
  assert.equal(ofAllMoney("已支付", asked("funding=bond")), "已支付（全部来源）");
  assert.equal(ofAllMoney("已支付", asked("year=2025")), "已支付（各年度）");
  assert.equal(ofAllMoney("已支付", asked("funding=bond&year=2025")), "已支付（全部来源、年度）");
  assert.equal(ofAllSources("总投资", asked("year=2025")), "总投资");
  assert.equal(measureOf("2026", asked("funding=bond")).label, "2026 年计划投资（全部来源）");
  assert.equal(measureOf("projects", asked("funding=bond")).label, "项目数");
  assert.equal(measureOfCells(measureOf("2026", asked("funding=bond")), asked("funding=bond")).label, "总投资（全部来源）");
});

test("of a day of the past money says that it is what is registered now, and no share is paid", () => {
  const then = asOf(new URLSearchParams("funding=bond"), "2025-06-30");
  assert.equal(ofAllMoney("已支付", then), "已支付（全部来源，现登记数）");
  assert.equal(ofAllSources("钱从哪里来", asOf(new URLSearchParams(), "2025-06-30")), "钱从哪里来（现登记数）");
  assert.equal(measureOf("investment", then).label, "总投资（全部来源，现登记数）");
  assert.equal(measureOf("projects", then).label, "项目数");
  assert.equal(String(asOf(then, null)), "funding=bond");
  assert.equal(paidNote(100, 100, "2025-06-30"), "算到 2025 年度的支付");
  assert.equal(paidNote(100, 50, null), "占计划的 50.0%");
  assert.equal(paidNote(0, 0, null), "还没有资金计划");
});

test("on a day of the past no payment is told of a year after it or of none", () => {
  const row = { planned_wan: "10.00", paid_wan: "0.00", statuses: {} };
  const years = { "": row, 2024: row, 2025: row, 2026: row };
  const { rows } = yearSheet([place("x", "西区", { years, on: "2025-06-30" })], labels);
  assert.deepEqual(rows.map(({ label, cells }) => [label, cells[1].text]), [
    ["2024 年", "0.00"], ["2025 年", "0.00"], ["2026 年", "—"], ["未定年度", "—"],
  ]);
});

test("of two years it is said that they are of projects whose works span them", () => {
  assert.match(ofYearsAlone([{ name: "year" }, { name: "year" }]), /工期（计划或实际）跨到该年的项目，跨年的项目两年都算；两年不是同一批项目，完成率不相减/);
  assert.doesNotMatch(ofYearsAlone([{ name: "year" }, { name: "year" }]), /还没有到/);
  assert.match(ofYearsAlone([{ name: "year" }, { name: "year", ahead: true }]), /还没有到的年份不写阶段和完成率/);
  assert.equal(ofYearsAlone([place("x", "西区"), place("d", "东区")]), "");
  assert.equal(ofYearsAlone([]), "");
});

test("a sector whose investment nobody states says so in its row of the chart", () => {
  const theme = { font: "", pair: ["#111", "#222"], width: 700, sector: () => ({ color: "#123" }), stage: () => ({ color: "#123" }) };
  const told = (places) => {
    const { series } = sectorOption(sectorSheet(places, labels), theme, places);
    return series.map(({ data, label: { formatter } }) => [data[0].value, formatter({ dataIndex: 0 })]);
  };
  const silent = place("x", "西区", { sectors: { A03: share(6, 0) } });
  assert.deepEqual(told([silent]), [[0, "未填  6 个"]]);
  assert.deepEqual(told([silent, place("d", "东区")]), [[0, "未填"], [400, "400 万元"]]);
  assert.deepEqual(told([place("d", "东区"), place("r", "仁和区", { sectors: {} })]), [[400, "400 万元"], [null, ""]]);
});

test("starting over leaves the day as well as the conditions, and the colour as it is", () => {
  const params = new URLSearchParams("sector=A06&on=1999-03-01&show=projects&compare=a&compare=b");
  assert.equal(String(startedOver(params)), "show=projects");
});

test("a name too long for one line stands in small lines of one length, clear of its neighbours", () => {
  const long = "科技创新和技术改造再贷款";
  const named = { ...labels, funding: [["county", "县财政"], ["bond", long]] };
  const theme = { font: "", width: 320 };
  const west = place("510403", "西区");
  const { axisLabel, data } = fundingOption(fundingSheet([west], named), theme, [west]).yAxis;
  assert.deepEqual(data.map(axisLabel.formatter), ["{small|科技创新和技}\n{small|术改造再贷款}", "县财政"]);
  // On paper the rows of nineteen sources are 21 pixels apart, and its neighbours 14 high.
  assert.ok(2 * axisLabel.rich.small.lineHeight + 14 < 2 * 21);
});
