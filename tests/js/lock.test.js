import assert from "node:assert/strict";
import { test } from "node:test";
import { inverse } from "../../layers/static/layers/js/geometry/geodesy.js";
import { lockDirection } from "../../layers/static/layers/js/geometry/lock.js";
import { planeAt } from "../../layers/static/layers/js/geometry/plane.js";
import { manyTimes, randomPosition } from "./random.js";

const FROM = [101.7, 26.5];
const plane = planeAt(FROM);
const at = (x, y) => plane.from([x, y]);

function near(position, [x, y]) {
  const [px, py] = plane.to(position);
  assert.ok(Math.hypot(px - x, py - y) < 1e-6, `${px}, ${py} is not ${x}, ${y}`);
}

test("without a segment before, directions count from north", () => {
  near(lockDirection(null, FROM, at(3, 100), 90), [0, 100]);
  near(lockDirection(null, FROM, at(100, -3), 90), [100, 0]);
  near(lockDirection(null, FROM, at(100, 90), 45), [95, 95]);
});

test("after a segment, directions count from its own", () => {
  near(lockDirection(at(-30, -30), FROM, at(9, 100), 45), [0, 100]);
  near(lockDirection(at(-30, -30), FROM, at(60, 40), 90), [50, 50]);
});

test("nothing to turn is left alone", () => {
  assert.equal(lockDirection(null, FROM, FROM, 45), FROM);
  const to = at(5, 7);
  assert.equal(lockDirection(null, FROM, to, 0), to);
  near(lockDirection(FROM, FROM, at(3, 100), 90), [0, 100]);
});

test("the turn is a multiple of the step, and the locked place the nearest on its direction", () => {
  manyTimes(300, (random) => {
    const [previous, from, to] = [0, 1, 2].map(() => randomPosition(random, FROM, 0.02));
    const step = [15, 30, 45, 90][Math.floor(random() * 4)];
    const locked = lockDirection(previous, from, to, step);
    const here = planeAt(from);
    const angle = ([x, y]) => (Math.atan2(y, x) * 180) / Math.PI;
    const turn = angle(here.to(locked)) - angle(here.to(previous).map((each) => -each));
    assert.ok(Math.abs(turn / step - Math.round(turn / step)) < 1e-7);
    assert.ok(Math.hypot(...here.to(locked)) <= Math.hypot(...here.to(to)) + 1e-6);
    assert.ok(inverse(from, locked).metres >= inverse(from, to).metres * Math.cos((step / 2) * (Math.PI / 180)) * 0.999);
  });
});
