// A line drawn onto another of the project: both are changed by one step.
import assert from "node:assert/strict";
import { test } from "node:test";
import { makeGuides } from "../../layers/static/layers/js/geometry/snap.js";
import { Editor } from "../../layers/static/layers/js/draw/editor.js";
import { complete } from "../../layers/static/layers/js/draw/goals.js";
import { FIELDS } from "./editing.js";

const ON_MAIN = [101.705, 26.5];
const main = {
  client_id: "main", kind: "pipe", values: {}, id: 1, version: 1, outside_confirmed: true,
  geometry: { type: "LineString", coordinates: [[101.7, 26.5], [101.71, 26.5]] },
};
const kinds = { pipe: { label: "管段", shapes: ["line"], fields: FIELDS } };

test("a branch makes a vertex on the main, and one undo takes both back", () => {
  const editor = new Editor({ drawing: { project: {}, kinds, limits: {}, assets: [main] } });
  const own = makeGuides([{ type: "Feature", geometry: main.geometry, properties: { id: "main", kind: "pipe" } }]);
  complete(editor, "line", { kind: "pipe" }, [[101.705, 26.51], ON_MAIN], own);
  assert.deepEqual(editor.asset("main").geometry.coordinates, [[101.7, 26.5], ON_MAIN, [101.71, 26.5]]);
  assert.equal(editor.asset("main").outside_confirmed, true);
  assert.deepEqual([editor.assets().length, editor.selected().length, editor.unsaved().length], [2, 1, 2]);
  editor.undo();
  assert.deepEqual([editor.assets().length, editor.unsaved().length], [1, 0]);
});
