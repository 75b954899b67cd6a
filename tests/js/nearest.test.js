import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeTile } from "../../layers/static/layers/js/decode.js";
import { distanceToSegment, isInside, nearestFeature } from "../../layers/static/layers/js/nearest.js";
import { POINT, POLYGON, pipe, tile } from "./tile.js";

const REACH = { 1: 5, 2: 3, 3: 3 };
const square = [[0, 0], [100, 0], [100, 100], [0, 100]];
const hole = [[40, 40], [40, 60], [60, 60], [60, 40]];
const building = { type: POLYGON, rings: [square, hole], properties: { id: 9 } };
const lift = (id, x, y) => ({ type: POINT, rings: [[[x, y]]], properties: { id } });

function at(x, y, ...features) {
  const { assets } = decodeTile(tile({ name: "assets", features }));
  const found = nearestFeature(assets, x, y, REACH);
  return found && assets.numbers.id[found.index];
}

test("the distance to a segment is to its nearest point, its ends included", () => {
  assert.equal(distanceToSegment(5, 3, 0, 0, 10, 0), 3);
  assert.equal(distanceToSegment(13, 4, 0, 0, 10, 0), 5);
  assert.equal(distanceToSegment(3, 4, 0, 0, 0, 0), 5);
});

test("a line is hit within its reach and not beyond", () => {
  const line = pipe(1, [[[0, 50], [200, 50]]]);
  assert.equal(at(100, 53, line), 1);
  assert.equal(at(100, 54, line), null);
});

test("the gap between the parts of a line is not hit", () => {
  assert.equal(at(50, 0, pipe(1, [[[0, 0], [20, 0]], [[80, 0], [100, 0]]])), null);
});

test("of two lines the nearer is hit, of equals the one drawn last", () => {
  const [upper, lower] = [pipe(1, [[[0, 0], [100, 0]]]), pipe(2, [[[0, 4], [100, 4]]])];
  assert.equal(at(50, 1, upper, lower), 1);
  assert.equal(at(50, 3, upper, lower), 2);
  assert.equal(at(50, 0, upper, { ...upper, properties: { id: 3 } }), 3);
});

test("a point wins over the line and the polygon under it", () => {
  assert.equal(at(50, 22, building, pipe(1, [[[0, 20], [100, 20]]]), lift(5, 50, 25)), 5);
});

test("a polygon is hit inside, at its edge, and not in its hole", () => {
  assert.equal(at(20, 20, building), 9);
  assert.equal(at(-2, 50, building), 9);
  assert.equal(at(50, 50, building), null);
});

test("inside follows the even-odd rule", () => {
  const { assets } = decodeTile(tile({ name: "assets", features: [building] }));
  assert.equal(isInside(assets, 0, 10, 10), true);
  assert.equal(isInside(assets, 0, 50, 50), false);
  assert.equal(isInside(assets, 0, 150, 50), false);
});
