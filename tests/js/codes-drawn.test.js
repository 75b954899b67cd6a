import assert from "node:assert/strict";
import { test } from "node:test";
import { CodesDrawn } from "../../layers/static/layers/js/codes-drawn.js";

test("a pipe has the colour of its medium, anything else that of its sector", () => {
  const drawn = new CodesDrawn();
  drawn.add({ kind: "pipe", medium: "gas", sector: "A06", stage: "building" });
  drawn.add({ kind: "elevator", medium: "", sector: "A01", stage: "planned" });
  assert.deepEqual(["gas", "water"].map((code) => drawn.has("medium", code)), [true, false]);
  assert.deepEqual(["A06", "A01"].map((code) => drawn.has("sector", code)), [false, true]);
  assert.deepEqual(["pipe", "elevator", "plant"].map((code) => drawn.has("kind", code)), [true, true, false]);
  assert.ok(drawn.has("stage", "building") && drawn.has("stage", "planned"));
  assert.ok(!drawn.has("medium", ""));
});
