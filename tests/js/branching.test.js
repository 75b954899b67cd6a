// A line drawn onto another of the project: both are changed by one step.
import assert from "node:assert/strict";
import { test } from "node:test";
import { makeGuides } from "../../layers/static/layers/js/geometry/snap.js";
import { Editor } from "../../layers/static/layers/js/draw/editor.js";
import { complete } from "../../layers/static/layers/js/draw/goals.js";
import { joinEnd } from "../../layers/static/layers/js/draw/near-misses.js";
import { FIELDS } from "./editing.js";

const ON_MAIN = [101.705, 26.5];
const main = {
  client_id: "main", kind: "pipe", values: {}, id: 1, version: 1, outside_confirmed: true,
  geometry: { type: "LineString", coordinates: [[101.7, 26.5], [101.71, 26.5]] },
};
const kinds = { pipe: { label: "管段", shapes: ["line"], fields: FIELDS } };

const own = makeGuides([{ type: "Feature", geometry: main.geometry, properties: { id: "main", kind: "pipe" } }]);

test("a branch makes a vertex on the main, and one undo takes both back", () => {
  const editor = new Editor({ drawing: { project: {}, kinds, limits: {}, assets: [main] } });
  complete(editor, "line", { kind: "pipe" }, [[101.705, 26.51], ON_MAIN], own);
  assert.deepEqual(editor.asset("main").geometry.coordinates, [[101.7, 26.5], ON_MAIN, [101.71, 26.5]]);
  assert.equal(editor.asset("main").outside_confirmed, true);
  assert.deepEqual([editor.assets().length, editor.selected().length, editor.unsaved().length], [2, 1, 2]);
  editor.undo();
  assert.deepEqual([editor.assets().length, editor.unsaved().length], [1, 0]);
});

test("an end that is put onto a main makes a vertex there in the same step, the other end does not", () => {
  const coordinates = [[101.702, 26.5], [101.705, 26.51], [101.705, 26.500001]];
  const short = { ...main, client_id: "short", id: 2, geometry: { type: "LineString", coordinates } };
  const editor = new Editor({ drawing: { project: {}, kinds, limits: {}, assets: [main, short] } });
  joinEnd(editor, own, { client_id: "short", fix: { part: 0, index: 2, position: ON_MAIN } });
  assert.deepEqual(editor.asset("short").geometry.coordinates, [...coordinates.slice(0, 2), ON_MAIN]);
  assert.deepEqual(editor.asset("main").geometry.coordinates, [[101.7, 26.5], ON_MAIN, [101.71, 26.5]]);
  editor.undo();
  assert.deepEqual(editor.unsaved(), []);
});
