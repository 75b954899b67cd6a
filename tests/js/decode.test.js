import assert from "node:assert/strict";
import { test } from "node:test";
import { buffersOf, decodeTile, textOf } from "../../layers/static/layers/js/decode.js";
import { POINT, POLYGON, pipe, tile } from "./tile.js";

function decodedAssets(...features) {
  return decodeTile(tile({ name: "assets", features })).assets;
}

test("an empty tile has no layers", () => {
  assert.deepEqual(decodeTile(new Uint8Array()), {});
});

test("a line keeps its positions, also beyond the tile's edge", () => {
  const layer = decodedAssets(pipe(7, [[[-64, 10], [4160, 30]]]));
  assert.deepEqual([...layer.coords], [-64, 10, 4160, 30]);
  assert.deepEqual([...layer.boxes], [-64, 10, 4160, 30]);
  assert.equal(layer.extent, 4096);
});

test("the parts of a line and the rings of a polygon stay apart", () => {
  const square = [[0, 0], [100, 0], [100, 100], [0, 100]];
  const hole = [[40, 40], [40, 60], [60, 60], [60, 40]];
  const layer = decodedAssets(
    pipe(1, [[[0, 0], [1, 1]], [[5, 5], [6, 6], [7, 7]]]),
    { type: POLYGON, rings: [square, hole], properties: { id: 2, kind: "building" } },
  );
  assert.deepEqual([...layer.parts], [0, 2, 4]);
  assert.deepEqual([...layer.rings], [0, 2, 5, 10, 15]);
});

test("ids beyond 32 bits and Chinese words survive", () => {
  const layer = decodedAssets(pipe(5_000_000_123, [[[0, 0], [1, 1]]], { name: "河门口" }));
  assert.equal(layer.numbers.id[0], 5_000_000_123);
  assert.equal(textOf(layer, "name", 0), "河门口");
});

test("a feature without a word reads empty, and so does a layer without the column", () => {
  const point = { type: POINT, rings: [[[3, 4]]], properties: { id: 2, kind: "elevator" } };
  const layer = decodedAssets(pipe(1, [[[0, 0], [1, 1]]]), point);
  assert.equal(textOf(layer, "medium", 0), "gas");
  assert.equal(textOf(layer, "medium", 1), "");
  assert.equal(textOf(layer, "stage", 0), "");
});

test("every buffer is handed over once", () => {
  const layers = decodeTile(tile({ name: "assets", features: [pipe(1, [[[0, 0], [1, 1]]])] }));
  const buffers = buffersOf(layers);
  assert.equal(new Set(buffers).size, buffers.length);
  assert.equal(buffers.length, 5 + 2 + 1);
});
