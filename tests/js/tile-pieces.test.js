import assert from "node:assert/strict";
import test from "node:test";
import { pieceOf } from "../../layers/static/layers/js/tile-pieces.js";

test("down to the deepest source a tile is a source itself", () => {
  for (const z of [0, 7, 18]) {
    assert.deepEqual(pieceOf({ x: 5, y: 9, z }, 18), { source: { x: 5, y: 9, z }, count: 1, x: 0, y: 0 });
  }
});

test("deeper tiles are the pieces of a source, each once", () => {
  const seen = new Set();
  for (let x = 16 * 7; x < 16 * 8; x += 1) {
    for (let y = 16 * 3; y < 16 * 4; y += 1) {
      const { source, count, ...place } = pieceOf({ x, y, z: 22 }, 18);
      assert.deepEqual([source, count], [{ x: 7, y: 3, z: 18 }, 16]);
      seen.add(`${place.x} ${place.y}`);
    }
  }
  assert.equal(seen.size, 256);
});

test("the place of a piece among the pieces is where it lies in the source", () => {
  assert.deepEqual(pieceOf({ x: 13, y: 30, z: 16 }, 14), { source: { x: 3, y: 7, z: 14 }, count: 4, x: 1, y: 2 });
});
