import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeTile } from "../../layers/static/layers/js/decode.js";
import { labelsOf, linesOf } from "../../layers/static/layers/js/label-tiles.js";
import { POINT, tile } from "./tile.js";

const label = (code, name, x, y, further) => ({ type: POINT, rings: [[[x, y]]], properties: { code, name, ...further } });
const EVERYWHERE = { min: { x: 0, y: 0 }, max: { x: 9999, y: 9999 } };
const placed = (corner, ...features) => ({
  layers: decodeTile(tile({ name: "labels", features })), corner, size: 256,
});

test("a name is broken into two lines at most, what is longer ends in dots", () => {
  assert.deepEqual(linesOf("东区"), ["东区"]);
  assert.deepEqual(linesOf("示例燃气老旧管网更新改造项目"), ["示例燃气老旧管", "网更新改造项目"]);
  assert.deepEqual(linesOf("一二三四五六七八九十".repeat(2)), ["一二三四五六七八九十", "一二三四五六七八九十"]);
  assert.deepEqual(linesOf("一二三四五六七八九十".repeat(3)), ["一二三四五六七八九十", "一二三四五六七八九…"]);
});

test("labels of all tiles come the dearest first, each with its place in pixels of the map", () => {
  const west = placed({ x: 512, y: 256 }, label("RA-2", "便宜的", 2048, 1024, { wan: 5 }), label("RA-1", "未填的", 0, 0));
  const east = placed({ x: 768, y: 256 }, label("RA-3", "贵的", 4096, 4096, { wan: 70 }));
  const found = labelsOf([west, { layers: {}, corner: { x: 0, y: 0 }, size: 256 }, east], EVERYWHERE);
  assert.deepEqual(found.map(({ code }) => code), ["RA-3", "RA-2", "RA-1"]);
  assert.deepEqual(found.map(({ at }) => at), [[1024, 512], [640, 320], [512, 256]]);
});

test("what several tiles name is labelled once, in sight and where most of it lies", () => {
  const west = placed({ x: 0, y: 0 }, label("RA-1", "长的", 4096, 2048, { span_m: 40 }), label("RA-2", "短的", 0, 0, { span_m: 1 }));
  const east = placed({ x: 256, y: 0 }, label("RA-1", "长的", 2048, 2048, { span_m: 500 }));
  const at = (sight) => labelsOf([west, east], sight).map(({ code, at: place }) => [code, ...place]);
  assert.deepEqual(at(EVERYWHERE), [["RA-1", 384, 128], ["RA-2", 0, 0]]);
  assert.deepEqual(at({ min: { x: 200, y: 0 }, max: { x: 300, y: 256 } }), [["RA-1", 256, 128], ["RA-2", 0, 0]]);
});
