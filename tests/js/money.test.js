// The table of money: what is read, pasted, undone, and brought together with another's changes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { amountShown, amountText, BadAmount, readAmount, sum } from "../../layers/static/layers/js/money/amounts.js";
import { balanceOf } from "../../layers/static/layers/js/money/balance.js";
import { blockText, readBlock } from "../../layers/static/layers/js/money/block.js";
import { Book } from "../../layers/static/layers/js/money/book.js";
import { Draft } from "../../layers/static/layers/js/money/draft.js";
import { broughtTogether, chosen, differences, isEmpty } from "../../layers/static/layers/js/money/meanwhile.js";
import { layOut, linesOf, moved, paidOut, pasted, sumsOf, withAmount, withParts, withRow, withYear } from "../../layers/static/layers/js/money/sheet.js";
import { manyTimes, pick } from "./random.js";

const ORDER = ["bond", "county", "owner"];
const named = ({ row, column }) => `第 ${row + 1} 行第 ${column + 1} 列`;

function line(source, year, wan, more = {}) {
  const id = more.client_id ?? `${source}-${year}-${wan}`;
  return { client_id: id, id: 1, version: 1, source, year, amount: readAmount(wan), status: "intended", document_number: "", dated_on: "", note: "", ...more };
}

const LINES = [line("bond", "2025", "600"), line("bond", "2025", "100.10", { status: "paid" }), line("county", "2026", "299.90")];
const sheetOf = (lines = LINES) => layOut(lines, ["2025", "2026"], ORDER.filter((code) => lines.some(({ source }) => source === code)));

test("amounts are read as people and Excel write them", () => {
  const read = { "1,594.00": "1594.00", "１，５９４": null, "１594.5": "1594.50", " 300 ": "300.00", ".5": "0.50", "7.500": "7.50", "+8": "8.00" };
  for (const [text, wan] of Object.entries(read)) {
    if (wan === null) assert.throws(() => readAmount(text), BadAmount);
    else assert.equal(amountText(readAmount(text)), wan, text);
  }
  for (const blank of ["", "  ", " - ", "—"]) assert.equal(readAmount(blank), null);
});

test("what is no amount is refused by its name", () => {
  for (const text of ["约3.8", "-5", "1e3", "1,23", "0x10", "3.125", "99999999999999999999999999999999", "10000000.01", "NaN", "１００．１２３"]) {
    assert.throws(() => readAmount(text), (error) => error instanceof BadAmount && error.message.includes(text.slice(0, 30)), text);
  }
});

test("sums are exact where floating point is not", () => {
  const tenths = Array.from({ length: 30 }, () => readAmount("0.10"));
  assert.equal(amountText(sum(tenths)), "3.00");
  assert.equal(amountShown(sum(Array.from({ length: 200 }, () => readAmount("9999999.99")))), "1,999,999,998.00");
});

test("lines of one source and year take rows of their own", () => {
  const sheet = sheetOf();
  assert.deepEqual(sheet.rows.map(({ source }) => source), ["bond", "bond", "county"]);
  assert.equal(linesOf(sheet).length, 3);
  const sums = sumsOf(sheet);
  assert.deepEqual(sums.years.map(amountText), ["700.10", "299.90"]);
  assert.equal(amountText(sums.total), "1000.00");
});

test("the balance says what is missing or too much", () => {
  assert.match(balanceOf(sheetOf(), readAmount("1000")).text, /资金与总投资相符/);
  assert.match(balanceOf(sheetOf(), readAmount("1000.01")).text, /资金缺口 0\.01 万元/);
  assert.match(balanceOf(sheetOf(), readAmount("999")).text, /超出总投资 1\.00 万元/);
  assert.match(balanceOf(sheetOf(), null).text, /总投资未填/);
});

test("a block from Excel is written as a whole or not at all", () => {
  const block = readBlock("1,200.00\t３００\r\n 5 \t-\r\n");
  const { sheet } = pasted(sheetOf(), { row: 0, column: 0 }, block, named);
  assert.deepEqual(sumsOf(sheet).years.map(amountText), ["1205.00", "599.90"]);
  assert.equal(sheet.rows[1].cells["2025"].status, "paid", "the status of a line stays");
  const before = sheetOf();
  const refused = pasted(before, { row: 0, column: 0 }, readBlock("1\t约3.8\n2\t-7"), named);
  assert.deepEqual(refused.errors.map((each) => each.split("：")[0]), ["第 1 行第 2 列", "第 2 行第 2 列"]);
  assert.equal(refused.sheet, undefined);
  assert.match(pasted(before, { row: 2, column: 0 }, readBlock("1\n2"), named).errors[0], /先添加资金来源/);
  assert.match(pasted(before, { row: 0, column: 1 }, readBlock("1\t2"), named).errors[0], /先添加年度/);
});

test("blocks with quotes, line ends within cells and single cells are read", () => {
  assert.deepEqual(readBlock('"a\nb"\t"c""d"\r\n1\t2'), [["a\nb", 'c"d'], ["1", "2"]]);
  assert.deepEqual(readBlock("7"), [["7"]]);
  assert.deepEqual(readBlock('5"\t6'), [['5"', "6"]]);
  assert.deepEqual(readBlock("1\t"), [["1", ""]]);
  assert.deepEqual(readBlock("\n1"), [[""], ["1"]]);
});

test("any text that is pasted ends, and what was copied is read back", () => {
  manyTimes(2000, (random) => {
    const text = Array.from({ length: Math.floor(random() * 12) }, () => pick(random, ["1", "约", "\t", "\n", "\r\n", '"', ",", "２", ".", "-"])).join("");
    const result = pasted(sheetOf(), { row: 0, column: 0 }, readBlock(text), named);
    assert.ok(result.sheet || result.errors.length, JSON.stringify(text));
    const rows = Array.from({ length: 3 }, () => Array.from({ length: 2 }, () => pick(random, ["1.00", "2.50", "30.00"])));
    assert.deepEqual(readBlock(blockText(rows)), rows);
  });
});

test("undo and redo go through every step", () => {
  const book = new Book(sheetOf());
  const first = book.sheet;
  book.write(withAmount(book.sheet, { row: 0, column: 0 }, readAmount("1")));
  book.write(withAmount(book.sheet, { row: 0, column: 0 }, null));
  const last = book.sheet;
  book.undo();
  book.undo();
  book.undo();
  assert.equal(book.sheet, first);
  book.redo();
  book.redo();
  assert.equal(book.sheet, last);
  assert.equal(book.canRedo, false);
});

test("part of a line is paid out and the sum stays", () => {
  const sheet = paidOut(sheetOf(), { row: 0, column: 0 }, readAmount("250.5"), { dated_on: "2026-01-02", document_number: "凭证1" }, ORDER);
  assert.deepEqual(sumsOf(sheet).total, sumsOf(sheetOf()).total);
  const paid = linesOf(sheet).filter(({ status }) => status === "paid").map(({ amount }) => amountText(amount)).sort();
  assert.deepEqual(paid, ["100.10", "250.50"]);
  const whole = paidOut(sheetOf(), { row: 2, column: 1 }, readAmount("299.90"), {}, ORDER);
  assert.equal(linesOf(whole).length, 3);
});

const GRANT = { status: "received", document_number: "川财建〔2026〕1号", dated_on: "2026-03-01", note: "第一批" };
const FORMER = "第一批；支付前文号 川财建〔2026〕1号、日期 2026-03-01";

function paidOf(wan, parts) {
  const sheet = paidOut(sheetOf([line("bond", "2026", "100", GRANT)]), { row: 0, column: 1 }, readAmount(wan), parts, ORDER);
  return linesOf(sheet).find(({ status }) => status === "paid");
}

for (const [name, wan] of [["a part", "40"], ["the whole", "100"]]) {
  test(`${name} that is paid tells by which paper its money came`, () => {
    const paid = paidOf(wan, { dated_on: "2026-05-06", document_number: "凭证-7" });
    assert.deepEqual([paid.document_number, paid.dated_on, paid.note], ["凭证-7", "2026-05-06", FORMER]);
  });

  test(`${name} that is paid without a voucher keeps the paper`, () => {
    const paid = paidOf(wan, { dated_on: "2026-05-06", document_number: "" });
    assert.deepEqual([paid.document_number, paid.dated_on, paid.note], [GRANT.document_number, "2026-05-06", "第一批；支付前日期 2026-03-01"]);
  });

  test(`${name} that is paid on a day nobody named is not dated by its paper`, () => {
    const paid = paidOf(wan, { dated_on: "", document_number: "" });
    assert.deepEqual([paid.document_number, paid.dated_on, paid.note], [GRANT.document_number, "", "第一批；支付前日期 2026-03-01"]);
  });
}

test("what had no paper leaves no word when it is paid", () => {
  const sheet = paidOut(sheetOf(), { row: 2, column: 1 }, readAmount("299.90"), { dated_on: "2026-05-06", document_number: "凭证-7" }, ORDER);
  assert.deepEqual(linesOf(sheet).filter(({ status, source }) => status === "paid" && source === "county").map(({ note }) => note), [""]);
});

test("a line moves to another year and pushes nothing out", () => {
  const sheet = moved(sheetOf([...LINES, line("bond", "2026", "1")]), { row: 0, column: 0 }, "2026", ORDER);
  assert.equal(linesOf(sheet).length, 4);
  assert.deepEqual(sumsOf(sheet).years.map(amountText), ["100.10", "900.90"]);
  assert.deepEqual(withYear(sheet, "").years, ["2025", "2026", ""]);
  assert.deepEqual(withRow(sheet, "owner", ORDER).rows.at(-1).source, "owner");
});

test("what one side alone has touched is taken from it", () => {
  const sheet = withAmount(sheetOf(), { row: 0, column: 0 }, readAmount("500"));
  const theirs = [LINES[0], { ...LINES[1], amount: readAmount("90"), version: 2 }, line("owner", "2025", "9")];
  const { lines, conflicts, fresh } = broughtTogether(LINES, linesOf(sheet), theirs);
  assert.deepEqual(conflicts, []);
  assert.deepEqual(lines.map(({ amount }) => amountText(amount)).sort(), ["500.00", "9.00", "90.00"]);
  assert.equal(fresh.size, 2);
});

test("what both have touched is a conflict and nothing is lost", () => {
  const mine = withAmount(sheetOf(), { row: 0, column: 0 }, readAmount("500"));
  const theirs = [{ ...LINES[0], amount: readAmount("550"), version: 2 }, LINES[1], LINES[2]];
  const { lines, conflicts } = broughtTogether(LINES, linesOf(mine), theirs);
  assert.equal(conflicts.length, 1);
  assert.deepEqual([conflicts[0].mine, conflicts[0].theirs].map(({ amount }) => amountText(amount)), ["500.00", "550.00"]);
  const kept = chosen(lines, conflicts[0], "mine").find(({ client_id: id }) => id === conflicts[0].id);
  assert.deepEqual([amountText(kept.amount), kept.version], ["500.00", 2]);
  const taken = chosen(lines, conflicts[0], "theirs").find(({ client_id: id }) => id === conflicts[0].id);
  assert.equal(amountText(taken.amount), "550.00");
});

test("a line that is gone on one side and changed on the other is a conflict", () => {
  const mine = withParts(sheetOf(), { row: 0, column: 0 }, { note: "县配套" });
  const { lines, conflicts } = broughtTogether(LINES, linesOf(mine), LINES.slice(1));
  assert.deepEqual([conflicts.length, conflicts[0].theirs], [1, null]);
  assert.equal(chosen(lines, conflicts[0], "theirs").length, 2);
  const removed = withAmount(sheetOf(), { row: 0, column: 0 }, null);
  const other = broughtTogether(LINES, linesOf(removed), [{ ...LINES[0], note: "新" }, ...LINES.slice(1)]);
  assert.deepEqual([other.conflicts.length, other.conflicts[0].mine, other.lines.length], [1, null, 3]);
  assert.equal(chosen(other.lines, other.conflicts[0], "mine").length, 2);
});

test("a save whose answer was lost is no difference when it is met again", () => {
  const mine = withAmount(withAmount(sheetOf(), { row: 0, column: 0 }, readAmount("1")), { row: 0, column: 1 }, readAmount("2"));
  const stored = linesOf(mine).map((each) => ({ ...each, id: 9, version: 2 }));
  const { lines, conflicts } = broughtTogether(LINES, linesOf(mine), stored);
  assert.deepEqual(conflicts, []);
  assert.ok(isEmpty(differences(stored, lines)));
});

function store() {
  const kept = new Map();
  const shelf = { getItem: (key) => kept.get(key) ?? null, setItem: (key, text) => kept.set(key, text), removeItem: (key) => kept.delete(key) };
  return () => shelf;
}

test("a draft comes back exactly, to its own person and project alone", () => {
  const shelf = store();
  const draft = new Draft("7.RA-000001", shelf);
  assert.equal(draft.found(), null);
  draft.keep(LINES, linesOf(withAmount(sheetOf(), { row: 0, column: 0 }, readAmount("0.07"))));
  const { opened, lines } = draft.found();
  assert.deepEqual(opened, LINES);
  assert.ok(lines.some(({ amount }) => amount === 7n));
  assert.equal(new Draft("8.RA-000001", shelf).found(), null);
  draft.drop();
  assert.equal(draft.found(), null);
});

test("a store that is full, forbidden or spoilt is no error", () => {
  const full = { getItem: () => "{", setItem: () => { throw new Error("full"); }, removeItem: () => { throw new Error("no"); } };
  const draft = new Draft("x", () => full);
  draft.keep(LINES, LINES);
  draft.drop();
  assert.equal(draft.found(), null);
});
