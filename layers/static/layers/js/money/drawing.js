// The table's elements, made afresh from the sheet after every change.
import { element } from "../element.js";
import { amountShown } from "./amounts.js";
import { lineAt, sumsOf } from "./sheet.js";

/** Head, body and foot of the table; `marks` says of a line whether it is "fresh", "conflict" or "refused". */
export function drawn(sheet, names, marks) {
  const sums = sumsOf(sheet);
  return [
    element("thead", {}, [headRow(sheet, names)]),
    element("tbody", {}, sheet.rows.map((_, row) => bodyRow(sheet, row, sums, names, marks))),
    element("tfoot", {}, [footRow(sums)]),
  ];
}

function headRow(sheet, names) {
  const years = sheet.years.map((year) => element("th", { scope: "col", class: "num", text: names.year(year) }));
  return element("tr", {}, [element("th", { scope: "col", text: "资金来源" }), ...years, element("th", { scope: "col", class: "num", text: "合计" })]);
}

function bodyRow(sheet, row, sums, names, marks) {
  const { source } = sheet.rows[row];
  const isFurther = sheet.rows[row - 1]?.source === source;
  const name = element("th", { scope: "row", class: isFurther ? "is-further" : undefined }, [element("span", { text: names.sources.get(source) })]);
  const cells = sheet.years.map((year, column) => cell(sheet, { row, column }, names, marks));
  return element("tr", {}, [name, ...cells, element("td", { class: "num sum", text: amountShown(sums.rows[row]) })]);
}

function cell(sheet, place, names, marks) {
  const line = lineAt(sheet, place);
  const where = { source: sheet.rows[place.row].source, year: sheet.years[place.column] };
  const mark = line ? marks.get(line.client_id) : undefined;
  return element("td", {
    class: `num cell${mark ? ` is-${mark}` : ""}`, role: "gridcell", tabindex: -1,
    "aria-label": `${names.cell(where)}：${line ? names.shown(line) : "空"}`,
    title: line ? [names.line(line), line.note].filter(Boolean).join("\n") : undefined,
    data: { row: place.row, column: place.column },
  }, line ? inside(line, names) : []);
}

function inside(line, names) {
  return [
    element("span", { class: "amount", text: amountShown(line.amount) }),
    document.createTextNode(" "),
    element("span", { class: "money-status", data: { status: line.status }, text: names.statuses.get(line.status) }),
  ];
}

function footRow(sums) {
  const years = sums.years.map((amount) => element("td", { class: "num", text: amountShown(amount) }));
  return element("tr", { class: "totals" }, [
    element("th", { scope: "row", text: "合计" }), ...years, element("td", { class: "num", text: amountShown(sums.total), data: { total: "" } }),
  ]);
}
