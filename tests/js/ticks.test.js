// The projects ticked in the register: one question's, one person's.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Ticks, told } from "../../layers/static/layers/js/ticks.js";

function tab() {
  const kept = new Map();
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, text) => kept.set(key, text) };
}

test("what is ticked stays ticked under the same question alone", () => {
  const ticks = new Ticks("7", tab);
  assert.deepEqual([...ticks.of("?q=a")], []);
  const store = tab();
  const mine = new Ticks("7", () => store);
  mine.keep("?q=a", new Set(["RA-1", "RA-2"]));
  assert.deepEqual([...mine.of("?q=a")], ["RA-1", "RA-2"]);
  assert.deepEqual([...mine.of("?q=b")], []);
  assert.deepEqual([...new Ticks("70", () => store).of("?q=a")], []);
  mine.clear();
  assert.deepEqual([...mine.of("?q=a")], []);
});

test("a tab that keeps nothing has nothing ticked, and says nothing", () => {
  const forbidden = new Ticks("7", () => {
    throw new Error("no storage");
  });
  forbidden.keep("?", ["RA-1"]);
  assert.deepEqual([...forbidden.of("?")], []);
});

test("how many are ticked is told, and when they are too many", () => {
  assert.equal(told(0, 200), "请先勾选项目。");
  assert.equal(told(3, 200), "已勾选 3 个。");
  assert.equal(told(201, 200), "已勾选 201 个，一次最多办理 200 个。");
});
