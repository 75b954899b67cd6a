// All assets at once, a line drawn on from its nearer end, and what of a form comes first.
import assert from "node:assert/strict";
import { test } from "node:test";
import { continueNear, nearerEnd } from "../../layers/static/layers/js/draw/continuing.js";
import { Editor } from "../../layers/static/layers/js/draw/editor.js";
import { neededFirst } from "../../layers/static/layers/js/draw/inspector.js";
import { FIELDS, asset } from "./editing.js";

globalThis.window = { matchMedia: () => ({ matches: false }) };

const [WEST, EAST] = [[101.7, 26.5], [101.71, 26.5]];
const LINE = { type: "LineString", coordinates: [WEST, EAST] };

test("all assets are selected, but not while something is being drawn", () => {
  const assets = [asset("a", LINE), asset("b", null)];
  const editor = new Editor({ drawing: { project: {}, kinds: { pipe: { label: "管段", shapes: ["line"], fields: FIELDS } }, limits: {}, assets } });
  editor.selectAll();
  assert.deepEqual([...editor.selection], ["a", "b"]);
  editor.selectAll(["b"]);
  assert.deepEqual([...editor.selection], ["b"]);
  editor.register({ name: "line", isUnfinished: () => true });
  editor.use("line");
  editor.selectAll();
  assert.deepEqual([editor.tool.name, ...editor.selection], ["line", "b"]);
});

test("a line goes on from the end nearer to the mouse, without one from its last point", () => {
  assert.equal(nearerEnd(LINE, [101.702, 26.51]), "start");
  assert.equal(nearerEnd(LINE, [101.708, 26.51]), "end");
  assert.equal(nearerEnd(LINE, null), "end");
  const used = [];
  const editor = { pointer: [101.6, 26.5], use: (...words) => used.push(words), say: (words) => used.push(words) };
  continueNear(editor, asset("a", LINE));
  continueNear(editor, asset("b", { type: "MultiLineString", coordinates: [[WEST, EAST]] }));
  assert.deepEqual(used, [["line", { onto: "a", end: "start", positions: [WEST] }], "由几段组成的线，请先打断再接着画"]);
});

test("what is missing while it is empty is asked for first, after the number", () => {
  const fields = [
    { name: "name" }, { name: "number" }, { name: "work" }, { name: "medium", required: true },
    { name: "section" }, { name: "diameter_mm", required: true, instead: "section" }, { name: "material", required: true },
  ];
  assert.deepEqual(neededFirst(fields).map(({ name }) => name), ["number", "medium", "diameter_mm", "material", "section", "name", "work"]);
});
