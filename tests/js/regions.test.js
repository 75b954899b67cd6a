import assert from "node:assert/strict";
import { test } from "node:test";
import { inverse } from "../../layers/static/layers/js/geometry/geodesy.js";
import {
  RegionWords, boxText, circle, nearText, polygonText, refusalOf, ringOf,
} from "../../layers/static/layers/js/regions.js";

const SQUARE = [[101.7, 26.5], [101.8, 26.5], [101.8, 26.6], [101.7, 26.6]];

test("regions are written to a decimetre and read back", () => {
  const ring = [[101.70000049, 26.5], [101.8, 26.5000001], [101.8, 26.6]];
  assert.equal(polygonText(ring), "101.7,26.5 101.8,26.5 101.8,26.6");
  assert.deepEqual(ringOf("within", polygonText(SQUARE)), SQUARE);
  assert.deepEqual(ringOf("bbox", boxText([101.7, 26.5, 101.8, 26.6])), SQUARE);
  assert.equal(nearText([101.7, 26.5], 499.6), "101.7,26.5,500");
});

test("a circle is as far from its middle as it says", () => {
  for (const corner of circle([101.7, 26.5], 12345)) {
    assert.ok(Math.abs(inverse([101.7, 26.5], corner).metres - 12345) < 0.01);
  }
});

test("a region is told in the words of the answer that it was asked of, and of no other", () => {
  const words = new RegionWords();
  const answered = () => words.take({ near: "选定位置周边 500 米" }, new URLSearchParams({ near: "101.7,26.5,500" }));
  assert.deepEqual([answered(), answered()], [true, false]);
  assert.equal(words.of("near", "101.7,26.5,500"), "选定位置周边 500 米");
  assert.equal(words.of("near", "101.7,26.5,900"), "所选范围");
});

test("surroundings that say whose they are are drawn like any", () => {
  assert.equal(ringOf("near", "101.7,26.5,900,RA-000007").length, 120);
});

test("a polygon that cannot be asked with is refused in words", () => {
  assert.equal(refusalOf(SQUARE), null);
  assert.match(refusalOf(SQUARE.slice(0, 2)), /三个顶点/);
  assert.match(refusalOf([SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3]]), /交叉/);
  assert.match(refusalOf(Array.from({ length: 301 }, (_, i) => [Math.cos(i), Math.sin(i)])), /300/);
});
