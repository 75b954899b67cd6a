import assert from "node:assert/strict";
import test from "node:test";
import { inverse } from "../../layers/static/layers/js/geometry/geodesy.js";
import { lockDirection } from "../../layers/static/layers/js/geometry/lock.js";

const FROM = [101.7, 26.58];
const at = (east, north) => [FROM[0] + east * 1e-5, FROM[1] + north * 1e-5];

function azimuth(to) {
  return inverse(FROM, to).azimuth;
}

function isNear(angle, wanted) {
  return Math.abs(((angle - wanted + 540) % 360) - 180) < 0.01;
}

test("without a segment before, directions are counted from north", () => {
  assert.ok(isNear(azimuth(lockDirection(null, FROM, at(10, 1), 90)), 90));
  assert.ok(isNear(azimuth(lockDirection(null, FROM, at(10, 9), 45)), 45));
});

test("with one, from its own direction", () => {
  const before = inverse(at(-20, -7), FROM).azimuth;
  const locked = lockDirection(at(-20, -7), FROM, at(-3, 12), 90);
  assert.ok(isNear(azimuth(locked), before - 90));
});

test("the place under the mouse itself when nothing has moved", () => {
  assert.deepEqual(lockDirection(null, FROM, FROM, 90), FROM);
});
