import assert from "node:assert/strict";
import { test } from "node:test";
import { lineMetres } from "../../layers/static/layers/js/geometry/geodesy.js";
import { planeAt } from "../../layers/static/layers/js/geometry/plane.js";
import { makeGuides, snap } from "../../layers/static/layers/js/geometry/snap.js";
import { traceAlong } from "../../layers/static/layers/js/geometry/trace.js";
import { manyTimes, randomLine } from "./random.js";

const plane = planeAt([101.7, 26.5]);
const at = (x, y) => plane.from([x, y]);
const line = (id, ...positions) => (
  { type: "Feature", properties: { id }, geometry: { type: "LineString", coordinates: positions } }
);
const [A, B, C, D, E] = [at(0, 0), at(100, 0), at(100, 100), at(200, 100), at(0, 300)];

function trace(features, from, to) {
  const guides = makeGuides(features);
  return traceAlong(guides, snap(guides, from, 5), snap(guides, to, 5));
}

test("along one line it follows the vertices, either way, from snapped place to snapped place", () => {
  const guides = makeGuides([line(1, A, B, C, D)]);
  const [from, to] = [snap(guides, at(40, 2), 5), snap(guides, at(150, 101), 5)];
  assert.deepEqual(traceAlong(guides, from, to), [from.position, B, C, to.position]);
  assert.deepEqual(traceAlong(guides, to, from), [to.position, C, B, from.position]);
});

test("within one segment it is straight", () => {
  const guides = makeGuides([line(1, A, B)]);
  const [from, to] = [snap(guides, at(40, 2), 5), snap(guides, at(70, 2), 5)];
  assert.deepEqual(traceAlong(guides, from, to), [from.position, to.position]);
  assert.equal(traceAlong(guides, from, from), null);
});

test("from end to end it is the line itself", () => {
  assert.deepEqual(trace([line(1, A, B, C)], A, C), [A, B, C]);
});

test("it goes on over lines that share an end exactly, and not over a gap", () => {
  assert.deepEqual(trace([line(1, A, B), line(2, C, B), line(3, C, D)], A, D), [A, B, C, D]);
  assert.equal(trace([line(1, A, B), line(2, at(100, 0.001), C)], A, C), null);
});

test("a branch from the middle vertex of a line is followed too", () => {
  assert.deepEqual(trace([line(1, A, B, D), line(2, B, C)], A, C), [A, B, C]);
});

test("of several ways it takes the shortest, counted to the very goal", () => {
  const detour = line(2, A, E, C);
  assert.deepEqual(trace([detour, line(1, A, B, C)], A, C), [A, B, C]);
  // The goal lies near the far end of the long way round: the first line reached is not the best.
  const guides = makeGuides([line(1, A, at(0, 10)), line(2, at(0, 10), at(0, 400), D), line(3, A, B, D)]);
  const goal = snap(guides, at(196, 106), 5);
  const way = traceAlong(guides, snap(guides, A, 5), goal);
  assert.deepEqual(way.slice(0, 3), [A, B, D]);
});

test("round a polygon it takes the shorter side", () => {
  const ring = [A, B, at(100, 300), E, A];
  const guides = makeGuides([{ type: "Feature", properties: { id: 1 }, geometry: { type: "Polygon", coordinates: [ring] } }]);
  const [from, to] = [snap(guides, at(-2, 30), 5), snap(guides, at(102, 30), 5)];
  assert.deepEqual(traceAlong(guides, from, to), [from.position, A, B, to.position]);
});

test("over several guides the way goes on from one to the other", () => {
  const [old, fresh] = [makeGuides([line(1, A, B)]), makeGuides([line(2, B, C)])];
  assert.deepEqual(traceAlong([old, fresh], snap(old, A, 5), snap(fresh, C, 5)), [A, B, C]);
});

test("a chain of random lines is traced from end to end at its whole length", () => {
  manyTimes(50, (random) => {
    const chain = randomLine(random);
    const features = chain.slice(1).map((position, i) => (i % 2 ? line(i, chain[i], position) : line(i, position, chain[i])));
    const guides = makeGuides(features);
    const way = traceAlong(guides, snap(guides, chain[0], 0.001), snap(guides, chain.at(-1), 0.001));
    assert.ok(Math.abs(lineMetres(way) - lineMetres(chain)) < 1e-6);
  });
});
