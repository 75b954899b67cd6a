// A list of places that is pasted becomes many assets by one step, as if drawn one after the other.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Editor } from "../../layers/static/layers/js/draw/editor.js";
import { chainOf, drawNew } from "../../layers/static/layers/js/draw/goals.js";
import { makeGuides } from "../../layers/static/layers/js/geometry/snap.js";
import { FIELDS } from "./editing.js";

const kinds = { pipe: { label: "管段", shapes: ["line", "point"], fields: FIELDS } };
const line = (...coordinates) => ({ type: "LineString", coordinates });
const MAIN = { client_id: "main", kind: "pipe", values: {}, id: 1, version: 1, geometry: line([101.7, 26.5], [101.71, 26.5]) };

function drawing(...assets) {
  const editor = new Editor({ drawing: { project: {}, kinds, limits: {}, assets } });
  const own = () => makeGuides(editor.assets().map(({ client_id: id, kind, geometry }) => ({ type: "Feature", geometry, properties: { id, kind } })));
  return {
    editor, paste: (...lines) => drawNew(editor, "画管段", "pipe", lines, own()),
    drawEach: (...lines) => lines.forEach((each) => drawNew(editor, "画管段", "pipe", [each], own())),
  };
}

/** What stands in an editor, but for identities. */
const told = (editor) => editor.assets().map(({ values, geometry }) => ({ values, coordinates: geometry.coordinates }));
const count = (editor) => [editor.assets().length, editor.unsaved().length];

test("a chain has a line from each place to the next, the first with what was drawn already", () => {
  assert.deepEqual(chainOf([], [1, 2, 3]), [[1, 2], [2, 3]]);
  assert.deepEqual(chainOf([1], [2, 3]), [[1, 2], [2, 3]]);
  assert.deepEqual(chainOf([1, 2, 3], [4, 5]), [[1, 2, 3, 4], [4, 5]]);
  assert.deepEqual(chainOf([1], [2]), [[1, 2]]);
});

test("five hundred segments are one change of the drawing and one step", () => {
  const { editor, paste } = drawing(MAIN);
  const places = Array.from({ length: 501 }, (_, i) => [101.72 + i / 1e4, 26.5]);
  editor.numbers.begin("pipe", "JS-009");
  const events = [];
  for (const name of ["change", "selection", "progress"]) editor.addEventListener(name, () => events.push(name));
  const words = paste(...chainOf([], places).map((each) => line(...each)));
  assert.deepEqual(events, ["change", "selection", "progress"]);
  assert.equal(words, "已画管段 500 项（JS-009 至 JS-508），可接着画下一个；撤销一次即全部取回");
  assert.deepEqual([count(editor), editor.selection.size, editor.steps().undo], [[501, 500], 500, "画管段 500 项"]);
  editor.undo();
  assert.deepEqual(count(editor), [1, 0]);
  assert.equal(editor.numbers.next("pipe"), "JS-009");
  editor.redo();
  assert.deepEqual(count(editor), [501, 500]);
});

test("numbers, attributes and vertices are those of lines drawn one after the other", () => {
  const [a, b, c, d] = [[101.701, 26.501], [101.704, 26.5], [101.704, 26.502], [101.708, 26.5]];
  const halfway = [101.704, 26.501];
  const lines = [line(a, b), line(b, c), line(c, d), line([101.709, 26.503], halfway), line(halfway, [101.702, 26.509]), line(d, a)];
  const [together, apart] = [drawing(MAIN), drawing(MAIN)];
  for (const { editor } of [together, apart]) {
    editor.numbers.begin("pipe", "A-8");
    editor.carrying.type("pipe", "medium", "gas");
  }
  together.paste(...lines);
  apart.drawEach(...lines);
  assert.deepEqual(told(together.editor), told(apart.editor));
  assert.deepEqual(together.editor.asset("main").geometry.coordinates, [[101.7, 26.5], b, d, [101.71, 26.5]]);
  assert.deepEqual(told(together.editor)[2].coordinates, [b, halfway, c]);
  assert.deepEqual([...together.editor.numbers.given()].map(([, number]) => number), ["A-9", "A-10", "A-11", "A-12", "A-13"]);
  assert.equal(together.editor.carrying.next("pipe").medium, "gas");
  together.editor.undo();
  assert.deepEqual(count(together.editor), [1, 0]);
});

test("a number that somebody has is left out, where there is nothing to count none is given", () => {
  const taken = { ...MAIN, values: { number: "B-2" } };
  const { editor, paste } = drawing(taken);
  editor.numbers.begin("pipe", "B-1");
  const far = (i) => line([101.8, 26.5 + i / 1e3], [101.81, 26.5 + i / 1e3]);
  paste(far(1), far(2), far(3));
  assert.deepEqual(editor.selected().map(({ values }) => values.number), ["B-1", "B-3", "B-4"]);
  const nameless = drawing(MAIN);
  assert.match(nameless.paste(far(1), far(2)), /^已画管段 2 项（未编号 2 至 未编号 3）/);
});

test("one alone is told by its name", () => {
  const { editor, paste } = drawing(MAIN);
  editor.numbers.begin("pipe", "C-1");
  assert.equal(paste(line([101.8, 26.5], [101.81, 26.5])), "已画管段：C-1，可接着画下一个");
});
