// The numbers that new assets get, and how those without one are told apart.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Editor } from "../../layers/static/layers/js/draw/editor.js";
import { FIELDS } from "./editing.js";

const LINE = { type: "LineString", coordinates: [[101.7, 26.5], [101.71, 26.5]] };

function editorWith(...numbers) {
  const kinds = { pipe: { label: "管段", shapes: ["line"], fields: FIELDS } };
  const assets = numbers.map((number, i) => ({ client_id: `${i}`, kind: "pipe", values: { number }, geometry: LINE, id: i, version: 1 }));
  return new Editor({ drawing: { project: {}, kinds, limits: {}, assets } });
}

/** Draw so many pipes: what their numbers are. */
function drawn(editor, count) {
  return Array.from({ length: count }, () => {
    editor.draw("画管段", "pipe", [LINE]);
    return editor.selected()[0].values.number;
  });
}

test("the first number is the planner's, those after it are counted on from it", () => {
  const editor = editorWith("A-7");
  assert.equal(editor.numbers.next("pipe"), "A-8");
  editor.numbers.begin("pipe", "JS-009");
  assert.equal(editor.numbers.next("pipe"), "JS-009");
  assert.deepEqual(drawn(editor, 3), ["JS-009", "JS-010", "JS-011"]);
  assert.deepEqual(editor.assets().map(({ client_id }) => editor.numbers.isGiven(client_id)), [false, false, true, true]);
});

test("a first number begins anew where the first that had it is undone", () => {
  const editor = editorWith("A-7");
  editor.numbers.begin("pipe", "JS-009");
  drawn(editor, 1);
  editor.undo();
  assert.deepEqual(drawn(editor, 2), ["JS-009", "JS-010"]);
});

test("a first number that is taken goes on to the next that is free, one taken away counts as before", () => {
  const editor = editorWith("A-7", "A-8");
  assert.equal(editor.numbers.begin("pipe", "A-7"), "编号 A-7 已有，从 A-9 起");
  assert.equal(editor.numbers.next("pipe"), "A-9");
  assert.equal(editor.numbers.begin("pipe", "A-10"), "");
  assert.match(editorWith("ABC").numbers.begin("pipe", "ABC"), /编号 ABC 已有，.*请另写一个/);
  editor.numbers.begin("pipe", "");
  assert.deepEqual(drawn(editor, 1), ["A-9"]);
  assert.deepEqual(drawn(editorWith(), 2), [undefined, undefined]);
});

test("assets without number and name are told apart by their turn, also when one is deleted", () => {
  const editor = editorWith("", "A-1", "");
  const titles = () => editor.assets().map((asset) => editor.title(asset));
  assert.deepEqual(titles(), ["未编号 1", "A-1", "未编号 2"]);
  editor.remove("删除", ["2"]);
  assert.equal(editor.hint, "已删除 未编号 2");
  editor.remove("删除", ["0"]);
  assert.deepEqual(titles(), ["A-1"]);
});

test("what is told last of a drawn asset knows that its number was counted on, as the draft must", () => {
  const editor = editorWith("A-7");
  let given = [];
  for (const name of ["change", "progress"]) editor.addEventListener(name, () => (given = editor.numbers.given()));
  drawn(editor, 1);
  assert.deepEqual(given.map(([, number]) => number), ["A-8"]);
});
