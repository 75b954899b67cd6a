// What lacks of an asset, as it is told while drawing and once it is saved.
import assert from "node:assert/strict";
import { test } from "node:test";
import { gapWords, gapsOf, isNeeded } from "../../layers/static/layers/js/draw/gaps.js";

const CODE = { name: "registration_code", label: "设备注册代码", required: true, instead: "", unknown_of: ["add", "new"] };
const kinds = {
  elevator: {
    fields: [
      { name: "number", label: "编号", required: false, instead: "", unknown_of: [] }, CODE,
      { name: "diameter", label: "管径", required: true, instead: "section", gap: "管径或断面", unknown_of: [] },
      { name: "section", label: "断面", required: false, instead: "", unknown_of: [] },
    ],
  },
};
const lift = (values) => ({ kind: "elevator", values });

test("what is required and empty lacks, unless another field says the same", () => {
  assert.deepEqual(gapsOf(kinds, lift({})), ["设备注册代码", "管径或断面"]);
  assert.deepEqual(gapsOf(kinds, lift({ registration_code: "1", section: "2×2" })), []);
  assert.deepEqual(gapsOf(kinds, { kind: "unheard of", values: {} }), []);
});

test("what is known only of what stands does not lack of what is yet to be made", () => {
  assert.deepEqual(gapsOf(kinds, lift({ work: "add", diameter: "3" })), []);
  assert.deepEqual(gapsOf(kinds, lift({ work: "replace", diameter: "3" })), ["设备注册代码"]);
  assert.deepEqual([isNeeded(CODE, { work: "new" }), isNeeded(CODE, {})], [false, true]);
});

test("of many the words say how many lack what", () => {
  const words = gapWords(kinds, [lift({ diameter: "3" }), lift({ registration_code: "1", section: "1" }), lift({})]);
  assert.equal(words, "2 项有缺项（设备注册代码、管径或断面），在“设施”里标出");
  assert.equal(gapWords(kinds, []), "");
});
