import assert from "node:assert/strict";
import test from "node:test";
import { makeGuides, snapAll } from "../../layers/static/layers/js/geometry/snap.js";
import { traceAlong } from "../../layers/static/layers/js/geometry/trace.js";

const at = (east, north) => [101.7 + east * 1e-5, 26.58 + north * 1e-5];
const line = (id, ...places) => ({
  type: "Feature", properties: { id }, geometry: { type: "LineString", coordinates: places.map((place) => at(...place)) },
});

function traced(features, from, to) {
  const guides = makeGuides(features);
  const [start, goal] = [from, to].map((place) => snapAll([guides], at(...place), 2));
  return traceAlong(guides, start, goal);
}

test("along one line, forwards and backwards, with both ends exactly as snapped", () => {
  const bent = line(1, [0, 0], [10, 0], [20, 5], [30, 5]);
  assert.deepEqual(traced([bent], [0, 0], [30, 5]), bent.geometry.coordinates);
  assert.deepEqual(traced([bent], [30, 5], [10, 0]), [at(30, 5), at(20, 5), at(10, 0)]);
  const middle = traced([bent], [5, 0], [25, 5]);
  assert.deepEqual(middle.slice(1, -1), [at(10, 0), at(20, 5)]);
});

test("two places on one segment need no vertex between them", () => {
  assert.equal(traced([line(1, [0, 0], [100, 0])], [30, 0], [70, 0]).length, 2);
  assert.equal(traced([line(1, [0, 0], [100, 0])], [70, 0], [30, 0]).length, 2);
});

test("over lines that share an end, the shorter way", () => {
  const ways = [
    line(1, [0, 0], [10, 0]), line(2, [20, 0], [10, 0]), line(3, [20, 0], [30, 0]),
    line(4, [10, 0], [10, 50], [20, 50], [20, 0]),
  ];
  assert.deepEqual(traced(ways, [0, 0], [30, 0]), [at(0, 0), at(10, 0), at(20, 0), at(30, 0)]);
});

test("no way leads over a gap", () => {
  assert.equal(traced([line(1, [0, 0], [10, 0]), line(2, [20, 0], [30, 0])], [0, 0], [30, 0]), null);
});
