// Two who changed the same asset: what each changed alone is kept, the rest is asked about.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  SHAPE, apply, assetOf, bringTogether, changesOf, createDocument, differencesOf, redo, undo,
} from "../../layers/static/layers/js/geometry/document.js";
import { manyTimes, pick } from "./random.js";

const line = (...positions) => ({ type: "LineString", coordinates: positions });
const [A, B, C] = [[101.7, 26.5], [101.71, 26.5], [101.72, 26.5]];
const SHORT = line(A, B);
const LONG = line(A, B, C);
const FIELDS = [
  { name: "diameter_mm" }, { name: "road" }, { name: "year_laid" }, { name: "start_node", scope: "start" },
  { name: "end_node", scope: "end" }, { name: "declared_length_m", scope: "whole" },
];

const was = { client_id: "a", id: 7, version: 3, kind: "pipe", values: {}, geometry: SHORT, outside_confirmed: false };
const saved = (changes) => ({ ...was, version: 4, ...changes });

/** A document that had read `was`, changed here. */
function changed(changes, base = was) {
  const document = createDocument([base]);
  const { values, ...rest } = changes;
  const after = { ...base, ...rest, values: { ...base.values, ...values } };
  return apply(document, { label: "修改", changes: [{ client_id: "a", after }] });
}

test("what only the other side changed is never sent back as emptied", () => {
  const mine = changed({ values: { diameter_mm: "600" } }, { ...was, values: { diameter_mm: "300" } });
  const theirs = saved({ values: { diameter_mm: "300", road: "甲路" } });
  assert.deepEqual(differencesOf(mine, theirs, FIELDS), { clashes: [], brought: ["road"] });
  assert.deepEqual(changesOf(bringTogether(mine, theirs)), [
    { op: "update", client_id: "a", version: 4, values: { diameter_mm: "600" } },
  ]);
});

test("of what both changed only what differs is asked, and the choice touches nothing else", () => {
  const mine = changed({ values: { diameter_mm: "600", year_laid: "1999" } });
  const theirs = saved({ values: { diameter_mm: "500", road: "甲路", year_laid: "1999" } });
  assert.deepEqual(differencesOf(mine, theirs, FIELDS), { clashes: ["diameter_mm"], brought: ["road"] });
  const kept = bringTogether(mine, theirs, { diameter_mm: "mine" });
  assert.deepEqual(assetOf(kept, "a").values, { diameter_mm: "600", road: "甲路", year_laid: "1999" });
  const taken = bringTogether(mine, theirs, { diameter_mm: "theirs" });
  assert.deepEqual(changesOf(taken), []);
  assert.deepEqual(changesOf(undo(taken))[0].values, { diameter_mm: "600" });
});

test("a field that both emptied or filled alike is no clash, one emptied and changed is", () => {
  const base = { ...was, values: { road: "甲路", diameter_mm: "300" } };
  const mine = changed({ values: { road: "", diameter_mm: "" } }, base);
  const theirs = saved({ values: { diameter_mm: "400" } });
  assert.deepEqual(differencesOf(mine, theirs, FIELDS), { clashes: ["diameter_mm"], brought: [] });
});

test("one moves a vertex and the other fills in a year: both are kept, either way round", () => {
  const moved = changed({ geometry: line(A, [101.71, 26.51], C) }, { ...was, geometry: LONG });
  const filled = saved({ values: { year_laid: "1999" }, geometry: LONG });
  assert.deepEqual(differencesOf(moved, filled, FIELDS), { clashes: [], brought: ["year_laid"] });
  assert.equal(assetOf(bringTogether(moved, filled), "a").values.year_laid, "1999");
  const written = changed({ values: { year_laid: "1999" } });
  const reshaped = saved({ geometry: LONG });
  assert.deepEqual(differencesOf(written, reshaped, FIELDS), { clashes: [], brought: [SHAPE] });
  assert.deepEqual(changesOf(bringTogether(written, reshaped)), [
    { op: "update", client_id: "a", version: 4, values: { year_laid: "1999" } },
  ]);
});

test("two shapes are asked about, and either can be taken", () => {
  const mine = changed({ geometry: line(A, C) });
  const theirs = saved({ geometry: LONG, values: { road: "甲路" } });
  assert.deepEqual(differencesOf(mine, theirs, FIELDS), { clashes: [SHAPE], brought: ["road"] });
  assert.deepEqual(assetOf(bringTogether(mine, theirs, { [SHAPE]: "mine" }), "a").geometry, line(A, C));
  assert.deepEqual(changesOf(bringTogether(mine, theirs, { [SHAPE]: "theirs" })), []);
});

test("what is said of an end is asked about where the other side has moved or turned that end", () => {
  const mine = changed({ values: { start_node: "W1", end_node: "W2" } });
  const lengthened = saved({ geometry: LONG });
  assert.deepEqual(differencesOf(mine, lengthened, FIELDS), { clashes: ["end_node"], brought: [SHAPE] });
  const turned = changed({ geometry: line(B, A) });
  const named = saved({ values: { start_node: "W1" } });
  assert.deepEqual(differencesOf(turned, named, FIELDS).clashes, ["start_node"]);
  assert.deepEqual(assetOf(bringTogether(turned, named, { start_node: "mine" }), "a").values, {});
});

test("a confirmed place is confirmed for that place alone", () => {
  const confirmed = changed({ outside_confirmed: true });
  const movedByThem = bringTogether(confirmed, saved({ geometry: LONG }));
  assert.equal(assetOf(movedByThem, "a").outside_confirmed, false);
  const movedHere = bringTogether(changed({ geometry: LONG }), saved({ outside_confirmed: true }));
  assert.equal(assetOf(movedHere, "a").outside_confirmed, false);
  const written = bringTogether(confirmed, saved({ values: { road: "甲路" } }));
  assert.equal(assetOf(written, "a").outside_confirmed, true);
});

test("without the version that was read, everything that differs is asked", () => {
  const { id, version, ...content } = was;
  const drawn = apply(createDocument(), { label: "画", changes: [{ client_id: "a", after: { ...content, values: { road: "一路" } } }] });
  const theirs = saved({ values: { diameter_mm: "500" } });
  assert.deepEqual(differencesOf(drawn, theirs, FIELDS).clashes.sort(), ["diameter_mm", "road"]);
  const both = bringTogether(drawn, theirs, { road: "mine", diameter_mm: "theirs" });
  assert.deepEqual(changesOf(both), [{ op: "update", client_id: "a", version: 4, values: { road: "一路" } }]);
});

test("undoing after the merge gives back theirs, doing again ours", () => {
  const merged = bringTogether(changed({ values: { diameter_mm: "600" } }), saved({ values: { road: "甲路" } }));
  assert.deepEqual(changesOf(undo(merged)), []);
  assert.deepEqual(assetOf(redo(undo(merged)), "a").values, { diameter_mm: "600", road: "甲路" });
});

test("whatever two people change, nothing of either is lost but what was decided", () => {
  const names = ["diameter_mm", "road", "year_laid"];
  const some = (random) => Object.fromEntries(names.map((name) => [name, pick(random, ["", "1", "2"])]));
  const filled = (values) => Object.fromEntries(Object.entries(values).filter(([, text]) => text));
  manyTimes(200, (random) => {
    const [before, mine, theirs] = [some(random), some(random), saved({ values: filled(some(random)) })];
    const document = changed({ values: mine }, { ...was, values: filled(before) });
    const { clashes } = differencesOf(document, theirs, FIELDS);
    const sides = Object.fromEntries(clashes.map((name) => [name, pick(random, ["mine", "theirs"])]));
    const { values } = assetOf(bringTogether(document, theirs, sides), "a");
    for (const name of names) {
      const [b, m, t] = [before[name], mine[name], theirs.values[name] ?? ""];
      const wanted = { mine: m, theirs: t }[sides[name]] ?? (m === b ? t : m);
      assert.equal(values[name] ?? "", wanted);
    }
  });
});

test("what is said of a whole line is asked about where the other has cut it, not where he moved a corner", () => {
  const base = { ...was, geometry: LONG };
  const measured = saved({ values: { declared_length_m: "100" }, geometry: LONG });
  const cut = changed({ geometry: SHORT }, base);
  assert.deepEqual(differencesOf(cut, measured, FIELDS), { clashes: ["declared_length_m"], brought: [] });
  const bent = changed({ geometry: line(A, [101.71, 26.51], C) }, base);
  assert.deepEqual(differencesOf(bent, measured, FIELDS), { clashes: [], brought: ["declared_length_m"] });
  const told = changed({ values: { declared_length_m: "100" } }, base);
  assert.deepEqual(differencesOf(told, saved({ geometry: SHORT }), FIELDS).clashes, ["declared_length_m"]);
});
