import assert from "node:assert/strict";
import { test } from "node:test";
import { balance } from "../../layers/static/layers/js/funding-rows.js";

test("the money is complete, missing or too much", () => {
  assert.equal(balance(1000, 1000), "已安排 1,000.00 万元，与总投资相符");
  assert.equal(balance(400.5, 1000), "已安排 400.50 万元，缺口 599.50 万元");
  assert.equal(balance(1200, 1000), "已安排 1,200.00 万元，超出总投资 200.00 万元");
});

test("tenths of a fen are no gap", () => {
  assert.equal(balance(0.1 + 0.2, 0.3), "已安排 0.30 万元，与总投资相符");
});

test("without a total there is nothing to compare, with nonsense nothing to say", () => {
  assert.equal(balance(10, 0), "已安排 10.00 万元");
  assert.equal(balance(NaN, 10), "");
});
