import assert from "node:assert/strict";
import { test } from "node:test";
import { heightWithin } from "../../layers/static/layers/js/table-room.js";

test("the table below the map leaves the map its room, and keeps its own", () => {
  assert.equal(heightWithin(350, 716), 350);
  assert.equal(heightWithin(900, 716), 416);
  assert.equal(heightWithin(50, 716), 200);
  assert.equal(heightWithin(350, 480), 200);
});
