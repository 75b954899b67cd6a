import assert from "node:assert/strict";
import { test } from "node:test";
import { areaM2 } from "../../layers/static/layers/js/geometry/geodesy.js";
import { partsOf, positionsOf } from "../../layers/static/layers/js/geometry/lines.js";
import { closeRing, cutPolygon, isSelfCrossing } from "../../layers/static/layers/js/geometry/polygons.js";
import { manyTimes } from "./random.js";

const box = (west, south, size) => [
  [west, south], [west + size, south], [west + size, south + size], [west, south + size], [west, south],
];
const SQUARE = { type: "Polygon", coordinates: [box(101.7, 26.5, 0.01)] };
const RIGHT = [[101.705, 26.49], [101.72, 26.49], [101.72, 26.52], [101.705, 26.52]];

function near(actual, expected) {
  assert.ok(Math.abs(actual - expected) <= 1e-6 * expected, `${actual} is not ${expected}`);
}

test("a ring is closed once", () => {
  const ring = box(0, 0, 1);
  assert.equal(closeRing(ring), ring);
  assert.deepEqual(closeRing(ring.slice(0, -1)), ring);
  assert.deepEqual(closeRing([]), []);
});

test("a bow tie crosses itself, a square does not, however it is closed", () => {
  assert.equal(isSelfCrossing([[0, 0], [1, 1], [1, 0], [0, 1]]), true);
  assert.equal(isSelfCrossing(box(0, 0, 1)), false);
  assert.equal(isSelfCrossing(box(0, 0, 1).slice(0, -1)), false);
  assert.equal(isSelfCrossing([[0, 0], [2, 0], [2, 0], [1, 1]]), false);
  assert.equal(isSelfCrossing([[0, 0], [4, 0], [2, 0], [2, 2]]), true);
});

test("an area is cut in two that keep its corners and share their crossings", () => {
  const { inside, outside } = cutPolygon(SQUARE, RIGHT);
  near(areaM2(inside) + areaM2(outside), areaM2(SQUARE));
  const key = (position) => position.join();
  const all = [inside, outside].map((each) => new Set(positionsOf(each).map(key)));
  assert.ok(positionsOf(SQUARE).every((each) => all.some((keys) => keys.has(key(each)))));
  assert.equal([...all[0]].filter((each) => all[1].has(each)).length, 2);
});

test("a hole stays a hole, several polygons stay several", () => {
  const holed = { type: "Polygon", coordinates: [...SQUARE.coordinates, box(101.704, 26.504, 0.002)] };
  const { inside, outside } = cutPolygon(holed, RIGHT);
  near(areaM2(inside) + areaM2(outside), areaM2(holed));
  const two = { type: "MultiPolygon", coordinates: [SQUARE.coordinates, [box(101.73, 26.5, 0.01)]] };
  assert.equal(cutPolygon(two, RIGHT).outside.type, "MultiPolygon");
});

test("what is not divided is not cut", () => {
  assert.equal(cutPolygon(SQUARE, box(101.8, 26.5, 0.01)), null);
  assert.equal(cutPolygon(SQUARE, box(101.6, 26.4, 1)), null);
  assert.equal(cutPolygon(SQUARE, [[101.7, 26.5], [101.71, 26.51]]), null);
  assert.equal(cutPolygon(SQUARE, [[101.7, 26.5], [101.72, 26.52], [101.72, 26.5], [101.7, 26.52]]), null);
  assert.equal(cutPolygon({ type: "LineString", coordinates: RIGHT }, RIGHT), null);
});

// In degrees, where edges are straight: geodesics between new vertices would enclose a little more.
function flatArea(geometry) {
  const ringArea = (ring) => ring.slice(1).reduce((sum, [x, y], i) => (
    sum + (ring[i][0] - 101.7) * (y - 26.5) - (x - 101.7) * (ring[i][1] - 26.5)
  ), 0) / 2;
  return partsOf(geometry).reduce((sum, ring) => sum + ringArea(ring), 0);
}

test("nothing is lost in a cut", () => {
  manyTimes(100, (random) => {
    const star = Array.from({ length: 12 }, (_, i) => {
      const [angle, reach] = [(i * Math.PI) / 6, 0.002 + random() * 0.006];
      return [101.7 + random() * 1e-3 + reach * Math.cos(angle), 26.5 + reach * Math.sin(angle)];
    });
    const cut = cutPolygon(SQUARE, star);
    if (cut) near(flatArea(cut.inside) + flatArea(cut.outside), flatArea(SQUARE));
  });
});
