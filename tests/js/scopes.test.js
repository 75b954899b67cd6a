// What stays true of a line's attributes when lines are joined, turned and cut.
import assert from "node:assert/strict";
import { test } from "node:test";
import { movedOn, nextNumber } from "../../layers/static/layers/js/draw/numbering.js";
import { inRow, turned, withoutScopes } from "../../layers/static/layers/js/draw/scopes.js";
import { jointOf, mergeGeometries } from "../../layers/static/layers/js/geometry/lines.js";
import { positionsOf } from "../../layers/static/layers/js/geometry/parts.js";

const FIELDS = [
  { name: "number", scope: "own" }, { name: "length", scope: "whole" }, { name: "from", scope: "start" },
  { name: "to", scope: "end" }, { name: "material", scope: null },
];
const FIRST = { number: "1", length: "0.1", from: "W1", to: "W2", material: "PE" };
const SECOND = { number: "2", length: "0.2", from: "W2", to: "W3", material: "PVC" };

test("two in a row begin where the first begins and end where the second ends", () => {
  assert.deepEqual(inRow(FIELDS, FIRST, SECOND), { from: "W1", to: "W3", length: "0.3" });
  assert.deepEqual(inRow(FIELDS, FIRST, { to: "W3" }), { from: "W1", to: "W3" });
  assert.deepEqual(inRow(FIELDS, { length: "12m" }, { length: "3" }), {});
  assert.deepEqual(turned(FIELDS, { from: "W1", material: "PE" }), { material: "PE", to: "W1" });
  assert.deepEqual(withoutScopes(FIELDS, FIRST, "whole", "end"), { number: "1", from: "W1", material: "PE" });
});

test("how lines meet is told as they are joined", () => {
  const [a, b, c] = [[101.7, 26.5], [101.71, 26.5], [101.72, 26.51]];
  const line = (...coordinates) => ({ type: "LineString", coordinates });
  const first = line(a, b);
  const cases = [
    [line(b, c), false, false, [a, b, c]], [line(c, b), false, true, [a, b, c]],
    [line(c, a), true, false, [c, a, b]], [line(a, c), true, true, [c, a, b]],
  ];
  for (const [second, isBefore, isTurned, joined] of cases) {
    assert.deepEqual(jointOf(first, second), { isBefore, isTurned, gapMetres: 0 });
    assert.deepEqual(positionsOf(mergeGeometries(first, second, 0.5)), joined);
  }
});

test("a number counts on past all that are taken, with its width and its tail", () => {
  assert.equal(nextNumber("G-009", new Set()), "G-010");
  assert.equal(nextNumber("9a", new Set(["10a", "11a"])), "12a");
  assert.equal(nextNumber("无", new Set()), "");
  assert.equal(nextNumber("99999999999999999999", new Set()), "100000000000000000000");
});

test("numbers that move on stay in their order and meet nobody", () => {
  const assets = ["G-1", "G-2", "G-3", "G-2", "G-3"].map((number, i) => ({ client_id: `${i}`, values: { number } }));
  assert.deepEqual([...movedOn(assets, new Set(["3", "4"]))], [["3", "G-4"], ["4", "G-5"]]);
});
