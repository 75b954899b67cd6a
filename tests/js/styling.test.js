import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeTile } from "../../layers/static/layers/js/decode.js";
import { gather, paintAssets } from "../../layers/static/layers/js/paint-assets.js";
import { Styling, groupRadius } from "../../layers/static/layers/js/styling.js";
import { POINT, pipe, tile } from "./tile.js";

const styling = new Styling({
  media: [{ code: "gas", label: "燃气", color: "#e0489a", dash: [], width: 2.2 }],
  sectors: [{ code: "A02", label: "加装电梯", color: "#7a5cd6" }],
  stages: [
    { code: "planned", label: "谋划", color: "#b9c4c9", dash: [1, 4], width: 2 },
    { code: "building", label: "在建", color: "#a1430f", dash: [], width: 2.8 },
  ],
  kinds: [{ code: "elevator", label: "电梯", sign: "star" }, { code: "pipe", label: "管段", sign: "line" }],
});

const lift = {
  type: POINT, rings: [[[5, 5]]], properties: { id: 2, kind: "elevator", sector: "A02", stage: "planned" },
};
const stranger = {
  type: POINT, rings: [[[6, 6]]], properties: { id: 3, kind: "other", sector: "Z9", stage: "unheard" },
};
const { assets } = decodeTile(tile({
  name: "assets",
  features: [pipe(1, [[[0, 0], [9, 9]]], { sector: "A06", stage: "building" }), lift, stranger],
}));

function looks(colouring) {
  const classes = styling.classes(colouring);
  return [...styling.classify(assets, colouring)].map((number) => classes[number].code);
}

test("by kind a pipe wears its medium, everything else its sector, a stranger the plain look", () => {
  assert.deepEqual(looks("kind"), ["gas", "A02", ""]);
});

test("by stage everything wears its stage", () => {
  assert.deepEqual(looks("stage"), ["building", "planned", ""]);
});

test("a stage with a dashed line has hollow points, so that colour is never alone", () => {
  assert.equal(styling.stage("planned").hollow, true);
  assert.equal(styling.stage("building").hollow, false);
});

test("the sign of a point is its kind's", () => {
  const signOf = styling.signs(assets);
  assert.deepEqual([0, 1, 2].map(signOf), ["line", "star", "circle"]);
});

test("features are gathered by shape and class for drawing in order", () => {
  const numbers = styling.classify(assets, "kind");
  const rows = gather(assets, numbers, styling.classes("kind").length);
  assert.deepEqual(rows[2][0], [0]);
  assert.deepEqual(rows[1][1], [1]);
  assert.deepEqual(rows[3].flat(), []);
});

test("a group's circle grows with its count and stays within the tile's margin", () => {
  assert.ok(groupRadius(1) < groupRadius(100));
  assert.ok(groupRadius(10_000_000) <= 27);
  // The two that stand nearest on a phone's map of the whole city.
  assert.ok(groupRadius(777) + groupRadius(2783) < 37);
});

/** The widths of all strokes and the radii of all arcs of a painting. */
function strokes(faintness) {
  const told = { lines: [], radii: [] };
  const ctx = new Proxy({
    stroke() {
      told.lines.push(this.lineWidth);
    },
    arc(x, y, radius) {
      told.radii.push(radius);
    },
  }, { get: (target, name) => target[name] ?? (() => {}) });
  const classNumbers = styling.classify(assets, "kind");
  const classes = styling.classes("kind");
  paintAssets(ctx, assets, { size: 256, zoom: 12, classes, classNumbers, signOf: () => "circle", faintness });
  return told;
}

test("what is set back is drawn with shares of its width and size", () => {
  const [full, faint] = [strokes(), strokes({ width: 0.5, size: 0.75 })];
  assert.equal(faint.lines[0], full.lines[0] / 2);
  assert.deepEqual(faint.radii, full.radii.map((radius) => radius * 0.75));
});
