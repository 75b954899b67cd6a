// The table of money as a value that is never changed: rows of sources, columns of years, and in
// each cell one line of money or nothing. Several lines of one source and year take several rows,
// so that nothing is ever merged. Every change gives a new sheet: undo keeps the old ones.
import { newId } from "../draw/identity.js";
import { BadAmount, readAmount, sum } from "./amounts.js";

/** The column of money that no year is given for; it comes last. */
export const NO_YEAR = "";
const PARTS = ["amount", "status", "document_number", "dated_on", "note", "source", "year"];

export function yearsInOrder(years) {
  const named = [...new Set(years)].filter((year) => year !== NO_YEAR).sort();
  return years.includes(NO_YEAR) ? [...named, NO_YEAR] : named;
}

/** Lines laid out; `sources` are codes in the order of the rows, kept even where they are empty. */
export function layOut(lines, years, sources) {
  const rows = [];
  for (const source of sources) {
    const own = [{ source, cells: {} }];
    for (const line of lines.filter((each) => each.source === source)) {
      let row = own.find(({ cells }) => !cells[line.year]);
      if (!row) own.push((row = { source, cells: {} }));
      row.cells[line.year] = line;
    }
    rows.push(...own);
  }
  return { years: yearsInOrder([...years, ...lines.map(({ year }) => year)]), rows };
}

export function lineAt(sheet, { row, column }) {
  return sheet.rows[row]?.cells[sheet.years[column]] ?? null;
}

export function linesOf(sheet) {
  return sheet.rows.flatMap(({ cells }) => Object.values(cells));
}

function withCell(sheet, { row, column }, line) {
  const year = sheet.years[column];
  const rows = sheet.rows.map((each, place) => {
    if (place !== row) return each;
    const { [year]: gone, ...cells } = each.cells;
    return { ...each, cells: line ? { ...cells, [year]: line } : cells };
  });
  return { ...sheet, rows };
}

function newLine(sheet, { row, column }, amount) {
  return {
    client_id: newId(), source: sheet.rows[row].source, year: sheet.years[column], amount,
    status: "intended", document_number: "", dated_on: "", note: "",
  };
}

/** An amount in hundredths; null takes the line out of its cell. */
export function withAmount(sheet, place, amount) {
  const line = lineAt(sheet, place);
  if (amount === null) return withCell(sheet, place, null);
  return withCell(sheet, place, line ? { ...line, amount } : newLine(sheet, place, amount));
}

export function withParts(sheet, place, parts) {
  return withCell(sheet, place, { ...lineAt(sheet, place), ...parts });
}

export function withYear(sheet, year) {
  return { ...sheet, years: yearsInOrder([...sheet.years, year]) };
}

/** One more row of a source: behind its others, or where `order` puts it. */
export function withRow(sheet, source, order) {
  const rank = order.indexOf(source);
  const behind = sheet.rows.filter((row) => order.indexOf(row.source) <= rank).length;
  const rows = [...sheet.rows];
  rows.splice(behind, 0, { source, cells: {} });
  return { ...sheet, rows };
}

/** The first row of the source whose cell of that year is free, made where there is none. */
function withRoom(sheet, source, year, order) {
  const free = (each) => each.source === source && !each.cells[year];
  const roomy = sheet.rows.some(free) ? sheet : withRow(sheet, source, order);
  return { roomy, row: roomy.rows.findIndex(free) };
}

/** The line in another year, in its own row where there is room. */
export function moved(sheet, place, year, order) {
  const line = lineAt(sheet, place);
  const emptied = withYear(withCell(sheet, place, null), year);
  const column = emptied.years.indexOf(year);
  const own = { row: place.row, column };
  if (!lineAt(emptied, own)) return withCell(emptied, own, { ...line, year });
  const { roomy, row } = withRoom(emptied, line.source, year, order);
  return withCell(roomy, { row, column }, { ...line, year });
}

/**
 * The parts of a line once it is paid: a voucher takes the place of its paper, none leaves it there. What gives way
 * goes into the note, for once all is paid no other line tells by which paper the money came.
 */
export function asPaid(line, { document_number: voucher, dated_on: day }) {
  const paper = voucher || line.document_number;
  const former = [
    ...(line.document_number && line.document_number !== paper ? [`文号 ${line.document_number}`] : []),
    ...(line.dated_on && line.dated_on !== day ? [`日期 ${line.dated_on}`] : []),
  ].join("、");
  const note = [line.note, former && `支付前${former}`].filter(Boolean).join("；");
  return { status: "paid", document_number: paper, dated_on: day, note };
}

/** Part of a line, paid out, becomes a line of its own; all of it changes the line itself. */
export function paidOut(sheet, place, amount, parts, order) {
  const line = lineAt(sheet, place);
  const paid = asPaid(line, parts);
  if (amount === line.amount) return withParts(sheet, place, paid);
  const rest = withAmount(sheet, place, line.amount - amount);
  const { roomy, row } = withRoom(rest, line.source, line.year, order);
  const there = { row, column: place.column };
  return withCell(roomy, there, { ...newLine(roomy, there, amount), ...paid });
}

/** `{ sheet }` with the block written from `place` on, or `{ errors }` and nothing written. */
export function pasted(sheet, place, block, cellName) {
  const width = Math.max(...block.map((row) => row.length));
  const [below, beside] = [sheet.rows.length - place.row, sheet.years.length - place.column];
  if (block.length > below) return { errors: [`粘贴的内容有 ${block.length} 行，从这一格往下只有 ${below} 行，请先添加资金来源。`] };
  if (width > beside) return { errors: [`粘贴的内容有 ${width} 列，从这一格往右只有 ${beside} 列，请先添加年度。`] };
  const errors = [];
  let written = sheet;
  block.forEach((texts, down) => {
    texts.forEach((text, right) => {
      const there = { row: place.row + down, column: place.column + right };
      try {
        written = withAmount(written, there, readAmount(text));
      } catch (error) {
        if (!(error instanceof BadAmount)) throw error;
        errors.push(`${cellName(there)}：${error.message}。`);
      }
    });
  });
  return errors.length ? { errors } : { sheet: written };
}

export function sumsOf(sheet) {
  const amounts = (lines) => sum(lines.map(({ amount }) => amount));
  const lines = linesOf(sheet);
  return {
    rows: sheet.rows.map(({ cells }) => amounts(Object.values(cells))),
    years: sheet.years.map((year) => amounts(lines.filter((line) => line.year === year))),
    total: amounts(lines),
  };
}

export function areSame(one, other) {
  return PARTS.every((part) => one[part] === other[part]);
}
