import assert from "node:assert/strict";
import test from "node:test";
import { areaM2 } from "../../layers/static/layers/js/geometry/geodesy.js";
import { closeRing, cutPolygon } from "../../layers/static/layers/js/geometry/polygons.js";

const box = (w, s, e, n) => [[w, s], [e, s], [e, n], [w, n], [w, s]];
const square = { type: "Polygon", coordinates: [box(101.7, 26.5, 101.71, 26.51)] };

test("a ring is closed by its own first position", () => {
  const ring = box(0, 0, 1, 1).slice(0, -1);
  assert.equal(closeRing(ring).at(-1), ring[0]);
  assert.equal(closeRing(box(0, 0, 1, 1)).length, 5);
});

test("the two sides of a cut are together as large as the whole", () => {
  const { inside, outside } = cutPolygon(square, box(101.704, 26.49, 101.8, 26.52));
  assert.equal(inside.type, "Polygon");
  const sum = areaM2(inside) + areaM2(outside);
  assert.ok(Math.abs(sum / areaM2(square) - 1) < 1e-9);
});

test("a cut through the middle leaves several parts, one beside it none", () => {
  const { outside } = cutPolygon(square, box(101.704, 26.49, 101.706, 26.52));
  assert.equal(outside.type, "MultiPolygon");
  assert.equal(outside.coordinates.length, 2);
  assert.equal(cutPolygon(square, box(102, 27, 103, 28)), null);
  assert.equal(cutPolygon(square, box(101, 26, 103, 28)), null);
});
