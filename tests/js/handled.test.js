import assert from "node:assert/strict";
import { test } from "node:test";
import { handled } from "../../layers/static/layers/js/geometry/handled.js";

const row = (count, step) => Array.from({ length: count }, (_, n) => ({ x: n * step, y: 0 }));

test("a pipe of some vertices has a handle for each in view, however near they are", () => {
  assert.deepEqual(handled(row(5, 1)), [0, 1, 2, 3, 4]);
  assert.deepEqual(handled([null, { x: 0, y: 0 }, null, { x: 1, y: 0 }]), [1, 3]);
});

test("of two thousand only those apart have one, and both ends", () => {
  const kept = handled(row(2000, 0.5));
  assert.ok(kept.length > 50 && kept.length < 80, String(kept.length));
  assert.deepEqual([kept[0], kept.at(-1)], [0, 1999]);
  const gaps = kept.slice(2).map((index, i) => (index - kept[i + 1]) * 0.5);
  assert.ok(gaps.every((gap) => gap >= 14));
});

test("what is far apart keeps its handles, however much it is", () => {
  assert.equal(handled(row(300, 20)).length, 300);
});

test("where the end is out of view, what is in view is thinned all the same", () => {
  const points = [...row(400, 1), null];
  const kept = handled(points);
  assert.ok(kept.length < 40 && kept.includes(0) && !kept.includes(400));
});
