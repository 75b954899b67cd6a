import assert from "node:assert/strict";
import test from "node:test";
import { setApart } from "../../layers/static/layers/js/circles.js";
import { groupRadius } from "../../layers/static/layers/js/styling.js";
import { generator } from "./random.js";

function layerOf(circles) {
  return {
    extent: 4096,
    count: circles.length,
    parts: Uint32Array.from([...circles.keys(), circles.length]),
    rings: Uint32Array.from([...circles.keys(), circles.length]),
    coords: Int32Array.from(circles.flatMap(({ x, y }) => [x, y])),
    boxes: new Int32Array(4 * circles.length),
    numbers: { count: Float64Array.from(circles.map(({ count }) => count)) },
  };
}

function apart(circles) {
  const layer = layerOf(circles);
  setApart(layer);
  return circles.map(({ count }, i) => ({ x: layer.coords[2 * i], y: layer.coords[2 * i + 1], count }));
}

test("a circle that meets no other stays, also on a border of its cell", () => {
  const [circle, far] = apart([{ x: 1025, y: 2600, count: 12 }, { x: 3000, y: 2600, count: 12 }]);
  assert.deepEqual([circle.x, circle.y], [1025, 2600]);
  assert.deepEqual([far.x, far.y], [3000, 2600]);
});

test("a circle on the tile's edge is drawn whole by its tile", () => {
  const [circle] = apart([{ x: 0, y: 2600, count: 12 }]);
  assert.ok((circle.x * 256) / 4096 >= groupRadius(12));
});

test("circles on both sides of a border do not cover each other", () => {
  const [left, right] = apart([{ x: 1020, y: 500, count: 549 }, { x: 1028, y: 500, count: 216 }]);
  const between = ((right.x - left.x) * 256) / 4096;
  assert.ok(between >= groupRadius(549) + groupRadius(216), `${between} px`);
});

test("a circle on the far edge of the tile stays in its last cell", () => {
  const [circle] = apart([{ x: 4096, y: 4096, count: 1 }]);
  assert.ok(circle.x < 4096 && circle.x > 3072 && circle.y < 4096 && circle.y > 3072);
});

test("wherever they lie, none covers another and each is where its box is", () => {
  const next = generator(7);
  for (let round = 0; round < 50; round += 1) {
    const circles = Array.from({ length: 16 }, (_, n) => ({
      x: Math.floor(((n % 4) + next()) * 1024),
      y: Math.floor((Math.floor(n / 4) + next()) * 1024),
      count: 10 ** (6 * next()),
    })).filter(() => next() < 0.7);
    const layer = layerOf(circles);
    setApart(layer);
    const place = (i) => [layer.coords[2 * i], layer.coords[2 * i + 1]];
    circles.forEach(({ count }, i) => {
      const [x, y] = place(i);
      assert.deepEqual([...layer.boxes.slice(4 * i, 4 * i + 4)], [x, y, x, y]);
      const reach = groupRadius(count) * 16;
      assert.ok(Math.min(x, y) >= reach && Math.max(x, y) <= 4096 - reach);
      for (let j = 0; j < i; j += 1) {
        const between = Math.hypot(x - place(j)[0], y - place(j)[1]);
        assert.ok(between >= reach + groupRadius(circles[j].count) * 16, `${round}: ${between}`);
      }
    });
  }
});
