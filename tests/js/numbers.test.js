import assert from "node:assert/strict";
import { test } from "node:test";
import { bigWan, formatCount, formatKm, formatShare, formatWan, shortCount, shortKm, shortWan, statedWan } from "../../layers/static/layers/js/numbers.js";

test("money is told in 万元, large sums in 亿元", () => {
  assert.deepEqual(formatWan("12345.67"), { figure: "12,345.67", unit: "万元" });
  assert.deepEqual(formatWan("99999.99"), { figure: "99,999.99", unit: "万元" });
  assert.deepEqual(formatWan("1154412.5"), { figure: "115.44", unit: "亿元" });
  assert.deepEqual(formatWan("0"), { figure: "0.00", unit: "万元" });
});

test("a big figure of money is in 亿元 from one 亿 up, with the two digits that the map shows", () => {
  assert.deepEqual(bigWan("8427.3"), { figure: "8,427", unit: "万元" });
  assert.deepEqual(bigWan("58412"), { figure: "5.84", unit: "亿元" });
  assert.deepEqual(bigWan("237912.5"), formatWan("237912.5"));
});

test("lengths are told in kilometres with two digits", () => {
  assert.deepEqual(formatKm(26610), { figure: "26.61", unit: "km" });
  assert.deepEqual(formatKm(1234567.8), { figure: "1,234.57", unit: "km" });
});

test("counts are grouped, and short enough for a circle", () => {
  assert.equal(formatCount(1200000), "1,200,000");
  assert.deepEqual([7, 9999, 12345, 99999, 356000].map(shortCount), ["7", "9999", "1.2万", "9.9万", "35万"]);
});

test("on a mark money and lengths have three digits that count, large ones all", () => {
  assert.deepEqual(["0", "456.4", "9999", "12345", "12345678"].map(shortWan), ["0 万元", "456 万元", "9,999 万元", "1.23 亿元", "1,235 亿元"]);
  assert.deepEqual([0, 320, 26610, 1234567].map(shortKm), ["0 km", "0.32 km", "26.6 km", "1,235 km"]);
});

test("an investment that no project states is not told as 0", () => {
  assert.equal(statedWan(0, 3), "未填");
  assert.equal(statedWan(0, 0), "0 万元");
  assert.equal(statedWan("456.4", 3), "456 万元");
  assert.deepEqual([11000, 24000, 128400].map((wan) => statedWan(wan, 1)), ["1.10 亿元", "2.40 亿元", "12.84 亿元"]);
});

test("a share is told in per cent, of nothing as a dash", () => {
  assert.deepEqual([0, 0.375, 1, null].map(formatShare), ["0.0%", "37.5%", "100.0%", "—"]);
  assert.deepEqual([0.0004, 0.0005, 0.004].map(formatShare), ["不到 0.1%", "0.1%", "0.4%"]);
});
