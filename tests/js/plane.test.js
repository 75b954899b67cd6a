import assert from "node:assert/strict";
import { test } from "node:test";
import { inverse } from "../../layers/static/layers/js/geometry/geodesy.js";
import { between, footAlong, planeAt } from "../../layers/static/layers/js/geometry/plane.js";
import { manyTimes, randomPosition } from "./random.js";

function farOff(a, b, metres) {
  return Math.abs(metres - inverse(a, b).metres) / inverse(a, b).metres;
}

test("its origin is 0, 0, east is x and north is y", () => {
  const plane = planeAt([101.7, 26.5]);
  assert.deepEqual(plane.to([101.7, 26.5]), [0, 0]);
  const [x, y] = plane.to([101.71, 26.52]);
  assert.ok(x > 990 && x < 1000 && y > 2200 && y < 2220);
});

test("distances from the origin are good to 1e-4 within 5 km", () => {
  manyTimes(500, (random) => {
    const origin = randomPosition(random);
    const other = randomPosition(random, origin, 0.06);
    assert.ok(farOff(origin, other, Math.hypot(...planeAt(origin).to(other))) < 1e-4);
  });
});

test("distances between two places around it are good to 1e-4 within 1 km, to 4e-4 within 4 km", () => {
  manyTimes(500, (random) => {
    const origin = randomPosition(random);
    const plane = planeAt(origin);
    for (const [degrees, limit] of [[0.018, 1e-4], [0.07, 4e-4]]) {
      const [a, b] = [randomPosition(random, origin, degrees), randomPosition(random, origin, degrees)];
      const [[ax, ay], [bx, by]] = [plane.to(a), plane.to(b)];
      assert.ok(farOff(a, b, Math.hypot(bx - ax, by - ay)) < limit);
    }
  });
});

test("there and back is the same place to a ten-millionth of a metre", () => {
  manyTimes(200, (random) => {
    const plane = planeAt(randomPosition(random));
    const p = randomPosition(random);
    assert.ok(inverse(p, plane.from(plane.to(p))).metres < 1e-7);
  });
});

test("a line straight in degrees is straight in the plane", () => {
  const plane = planeAt([101.7, 26.5]);
  const [a, b] = [[101.69, 26.47], [101.76, 26.55]];
  const [[ax, ay], [bx, by], [mx, my]] = [a, b, between(a, b, 0.3)].map(plane.to);
  assert.ok(Math.abs((bx - ax) * (my - ay) - (by - ay) * (mx - ax)) / Math.hypot(bx - ax, by - ay) < 1e-8);
});

test("the foot is held between the ends, and the ends are themselves", () => {
  assert.equal(footAlong([5, 3], [0, 0], [10, 0]), 0.5);
  assert.equal(footAlong([-5, 3], [0, 0], [10, 0]), 0);
  assert.equal(footAlong([50, 3], [0, 0], [10, 0]), 1);
  assert.equal(footAlong([1, 1], [2, 2], [2, 2]), 0);
  const [a, b] = [[0.1, 0.2], [0.3, 0.7]];
  assert.deepEqual([between(a, b, 0), between(a, b, 1)], [a, b]);
});
