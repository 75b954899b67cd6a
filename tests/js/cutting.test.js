// Cutting assets: what each piece is, and which asset it belongs to.
import assert from "node:assert/strict";
import { test } from "node:test";
import { cutAssets } from "../../layers/static/layers/js/draw/cutting.js";
import { asset, editorWith } from "./editing.js";

const RING = [[101.705, 26.49], [101.715, 26.49], [101.715, 26.51], [101.705, 26.51], [101.705, 26.49]];
const ACROSS = [[101.7, 26.5], [101.72, 26.5]];
const INSIDE = [[101.708, 26.5], [101.712, 26.5]];
const OUTSIDE = [[101.8, 26.5], [101.81, 26.5]];
const line = (coordinates) => ({ type: "LineString", coordinates });
const lines = (...coordinates) => ({ type: "MultiLineString", coordinates });

test("a line that the ring does not cross stays whole, of however many parts it is", () => {
  const editor = editorWith([asset("a", lines(INSIDE, OUTSIDE)), asset("b", line(INSIDE)), asset("c", lines(OUTSIDE, ACROSS.map(([x, y]) => [x + 1, y])))]);
  cutAssets(editor, RING);
  assert.equal(editor.told.exchanged, null);
  assert.match(editor.told.said, /没有穿过/);
});

test("a line falls into its pieces, several parts into what lies inside and what outside", () => {
  const editor = editorWith([asset("a", line(ACROSS)), asset("b", lines(ACROSS, OUTSIDE))]);
  cutAssets(editor, RING);
  const { changed, added } = editor.told.exchanged;
  assert.deepEqual(changed.map(([id, { geometry }]) => [id, geometry.type]), [["a", "LineString"], ["b", "MultiLineString"]]);
  assert.deepEqual(added.map(({ geometry }) => geometry.type), ["LineString", "LineString", "LineString"]);
  assert.equal(changed[1][1].geometry.coordinates.length, 3);
});

test("each piece keeps what was said of the end that it has", () => {
  const editor = editorWith([asset("a", line([[101.7049, 26.5], [101.72, 26.5]]), { from: "W1", to: "W2" })]);
  cutAssets(editor, [[101.7, 26.49], [101.706, 26.49], [101.706, 26.51], [101.7, 26.51], [101.7, 26.49]]);
  const { changed, added } = editor.told.exchanged;
  assert.deepEqual([changed[0][1].values, added[0].values], [{ to: "W2" }, { from: "W1" }]);
});
