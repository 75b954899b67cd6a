// What an asset takes over from its neighbour.
import assert from "node:assert/strict";
import { test } from "node:test";
import { borrowed, borrowedWords, withBorrowed } from "../../layers/static/layers/js/draw/borrowing.js";

const FIELDS = [
  { name: "material", label: "材质", options: [["PE", "PE"], ["未知", "未知"]] },
  { name: "diameter_mm", label: "管径" },
  { name: "condition", label: "现状", options: [["good", "良好"], ["unknown", "不详"]] },
];

const words = (values, neighbours) => borrowedWords(borrowed(FIELDS, [{ values }], neighbours));

test("what is taken over is named, what was the same is not", () => {
  const values = { material: "PE", diameter_mm: "100" };
  const neighbours = { material: "PE", diameter_mm: "200", condition: "good" };
  assert.equal(words(values, neighbours), "已取用：管径、现状");
  assert.deepEqual(withBorrowed(FIELDS, values, neighbours), neighbours);
  assert.match(words(neighbours, neighbours), /^没有可取用的属性/);
});

test("what is known is not given up for what the neighbour does not know", () => {
  const values = { material: "PE", condition: "good" };
  const neighbours = { material: "未知", diameter_mm: "200", condition: "unknown" };
  assert.deepEqual(withBorrowed(FIELDS, values, neighbours), { ...values, diameter_mm: "200" });
  assert.equal(words(values, neighbours), "已取用：管径；相邻设施的材质、现状是未知，保留原来的");
});

test("an empty field takes also what is not known", () => {
  assert.deepEqual(withBorrowed(FIELDS, {}, { material: "未知" }), { material: "未知" });
  assert.equal(words({}, { material: "未知" }), "已取用：材质");
});

test("of several each keeps what it knows", () => {
  const found = borrowed(FIELDS, [{ values: { material: "PE" } }, { values: {} }], { material: "未知" });
  assert.equal(borrowedWords(found), "已取用：材质；相邻设施的材质是未知，保留原来的");
});
