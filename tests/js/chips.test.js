import assert from "node:assert/strict";
import { test } from "node:test";
import { toldOf } from "../../layers/static/layers/js/chips.js";

const conditions = (count) => Array.from({ length: count }, (_, i) => ["sector", `A0${i}`]);

test("of many conditions some are told, and of the others how many they are", () => {
  const { told, rest, isMany } = toldOf(conditions(9), false);
  assert.deepEqual([told.length, rest, isMany], [5, 4, true]);
  assert.deepEqual(told, conditions(9).slice(0, 5));
});

test("opened, all of them are told; few are told anyway", () => {
  assert.deepEqual(toldOf(conditions(9), true), { told: conditions(9), rest: 0, isMany: true });
  assert.deepEqual(toldOf(conditions(6), false), { told: conditions(6), rest: 0, isMany: false });
});
