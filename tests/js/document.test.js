// The editing document: steps, the change set, saving, conflicts, drafts.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  absorbAll, apply, assetOf, assetsOf, canRedo, canUndo, changedBetween, changesOf, createDocument, isChanged, keepMine,
  redo, redoLabel, restore, serialise, settle, takeTheirs, undo, undoLabel,
} from "../../layers/static/layers/js/geometry/document.js";
import { manyTimes, pick, randomLine } from "./random.js";

const line = (...positions) => ({ type: "LineString", coordinates: positions });
const SHORT = line([101.7, 26.5], [101.71, 26.5]);
const LONG = line([101.7, 26.5], [101.72, 26.5]);

function doc(client_id, changes = {}) {
  return {
    id: 7, client_id, version: 3, kind: "pipe", values: { medium: "gas", diameter_mm: "200" }, geometry: SHORT,
    outside_confirmed: false, length_m: 995, area_m2: 0, lies_in: "510403", updated_at: "2026-11-23T08:00:00Z",
    ...changes,
  };
}

const pipe = (client_id, changes = {}) => ({
  client_id, kind: "pipe", values: { medium: "gas" }, geometry: SHORT, outside_confirmed: false, ...changes,
});

const step = (label, client_id, after) => ({ label, changes: [{ client_id, before: null, after }] });

/** Edits one asset: what the editor does with a form field or a dragged vertex. */
function edit(document, client_id, changes, label = "修改") {
  const { values, ...rest } = changes;
  const asset = assetOf(document, client_id);
  return apply(document, step(label, client_id, { ...asset, ...rest, values: { ...asset.values, ...values } }));
}

/** A server that does to a change set what the real one does, and bumps versions. */
function fakeServer(docs = []) {
  const rows = new Map(docs.map((each) => [each.client_id, each]));
  let ids = 1000;
  const write = {
    create({ op, ...change }) {
      assert.ok(!rows.has(change.client_id), "created twice");
      rows.set(change.client_id, { ...change, id: (ids += 1), version: 1, length_m: 1 });
    },
    update({ client_id, version, values, op, ...change }) {
      const row = rows.get(client_id);
      assert.equal(row.version, version, "a stale version");
      const merged = Object.entries({ ...row.values, ...values }).filter(([, text]) => text !== null);
      rows.set(client_id, { ...row, ...change, values: Object.fromEntries(merged), version: version + 1 });
    },
    delete({ client_id, version }) {
      assert.equal(rows.get(client_id).version, version, "a stale version");
      rows.delete(client_id);
    },
  };
  return {
    rows,
    docs: () => structuredClone([...rows.values()]),
    save(changes) {
      for (const change of structuredClone(changes)) write[change.op](change);
      const touched = changes.map(({ client_id }) => client_id);
      return {
        assets: structuredClone(touched.filter((id) => rows.has(id)).map((id) => rows.get(id))),
        deleted: touched.filter((id) => !rows.has(id)),
      };
    },
  };
}

const content = ({ client_id, kind, values, geometry, outside_confirmed }) => (
  { client_id, kind, values, geometry, outside_confirmed }
);
const bySort = (a, b) => (a.client_id < b.client_id ? -1 : 1);
const contents = (list) => JSON.parse(JSON.stringify(list.map(content).sort(bySort)));

test("a fresh document is what the server has, with nothing to save and nothing to undo", () => {
  const document = createDocument([doc("a")]);
  assert.deepEqual(changesOf(document), []);
  assert.equal(isChanged(document) || canUndo(document) || canRedo(document), false);
  const { id, version, isDeleted, base } = assetOf(document, "a");
  assert.deepEqual([id, version, isDeleted, base.length_m], [7, 3, false, 995]);
  assert.equal(assetOf(document, "stranger"), null);
});

test("a drawn asset is created, a created and deleted one never was", () => {
  const drawn = apply(createDocument(), step("绘制管段", "n", pipe("n")));
  assert.deepEqual(changesOf(drawn), [{
    op: "create", client_id: "n", kind: "pipe", values: { medium: "gas" }, geometry: SHORT, outside_confirmed: false,
  }]);
  assert.deepEqual(changesOf(apply(drawn, step("删除", "n", null))), []);
});

test("a place that is reshaped is sent with what is said of it, also where that stays", () => {
  const start = createDocument([{ ...doc("a"), outside_confirmed: true }]);
  const sent = (fresh) => changesOf(edit(start, "a", fresh))[0].outside_confirmed;
  assert.equal(sent({ geometry: LONG }), true);
  assert.equal(sent({ geometry: LONG, outside_confirmed: false }), false);
  assert.equal(sent({ values: { medium: "" } }), undefined);
});

test("an update names only what changed, and a cleared field as null", () => {
  const start = createDocument([doc("a")]);
  assert.deepEqual(changesOf(edit(start, "a", { values: { diameter_mm: "300" } })), [
    { op: "update", client_id: "a", version: 3, values: { diameter_mm: "300" } },
  ]);
  assert.deepEqual(changesOf(edit(start, "a", { values: { medium: "" }, geometry: LONG })), [
    { op: "update", client_id: "a", version: 3, values: { medium: null }, geometry: LONG },
  ]);
  assert.deepEqual(changesOf(edit(start, "a", { outside_confirmed: true })), [
    { op: "update", client_id: "a", version: 3, values: {}, outside_confirmed: true },
  ]);
  assert.deepEqual(changesOf(edit(start, "a", { geometry: null })), [
    { op: "update", client_id: "a", version: 3, values: {}, geometry: null },
  ]);
});

test("a deletion carries its version and comes first", () => {
  const drawn = apply(createDocument([doc("a")]), step("绘制", "n", pipe("n")));
  const changes = changesOf(apply(drawn, step("删除", "a", null)));
  assert.deepEqual(changes.map(({ op }) => op), ["delete", "create"]);
  assert.deepEqual(changes[0], { op: "delete", client_id: "a", version: 3 });
});

test("a deleted asset is not listed but still known", () => {
  const document = apply(createDocument([doc("a")]), step("删除", "a", null));
  assert.deepEqual(assetsOf(document), []);
  assert.equal(assetOf(document, "a").isDeleted, true);
  assert.equal(assetOf(document, "a").geometry, SHORT);
});

test("a change and its opposite leave nothing to save, but two steps to undo", () => {
  const there = edit(createDocument([doc("a")]), "a", { geometry: LONG }, "移动节点");
  const back = edit(there, "a", { geometry: structuredClone(SHORT) }, "移回");
  assert.deepEqual(changesOf(back), []);
  assert.equal(undoLabel(back), "移回");
  assert.equal(undoLabel(undo(back)), "移动节点");
  assert.equal(redoLabel(undo(back)), "移回");
});

test("a step that changes nothing is no step", () => {
  const document = createDocument([doc("a")]);
  assert.equal(edit(document, "a", { values: { medium: "gas", note: "" } }), document);
});

test("one step holds several assets and is undone as one", () => {
  const start = createDocument([doc("a")]);
  const halves = ["b", "c"].map((client_id) => ({ client_id, before: null, after: pipe(client_id) }));
  const split = apply(start, { label: "打断", changes: [{ client_id: "a", before: null, after: null }, ...halves] });
  assert.deepEqual(assetsOf(split).map(({ client_id }) => client_id), ["b", "c"]);
  assert.deepEqual(changedBetween(start, split).sort(), ["a", "b", "c"]);
  assert.deepEqual(contents(assetsOf(undo(split))), contents([doc("a")]));
});

test("a new step forgets what was undone", () => {
  const two = edit(edit(createDocument([doc("a")]), "a", { geometry: LONG }), "a", { values: { note: "x" } });
  assert.equal(canRedo(edit(undo(two), "a", { values: { note: "y" } })), false);
});

function randomStep(random, document, seed, i) {
  const ids = assetsOf(document).map(({ client_id }) => client_id);
  const changes = [];
  for (let n = 1 + Math.floor(random() * 3); n > 0; n -= 1) {
    const known = ids.length > 0 && random() < 0.7;
    const client_id = known ? pick(random, ids) : `n${seed}-${i}-${n}`;
    if (changes.some((change) => change.client_id === client_id)) continue;
    const asset = known ? assetOf(document, client_id) : pipe(client_id);
    const after = known && random() < 0.2 ? null : {
      ...asset,
      values: { ...asset.values, [pick(random, ["medium", "note", "diameter_mm"])]: pick(random, ["", "1", "2", "3"]) },
      geometry: random() < 0.5 ? asset.geometry : line(...randomLine(random)),
      outside_confirmed: random() < 0.1,
    };
    changes.push({ client_id, before: known ? asset : null, after });
  }
  return { label: `第 ${i} 步`, changes };
}

const startDocs = () => ["a", "b", "c"].map((client_id) => doc(client_id));

test("undone to zero a document is its start, redone to the end its end", () => {
  manyTimes(60, (random, seed) => {
    let document = createDocument(startDocs());
    for (let i = 0; i < 30; i += 1) document = apply(document, randomStep(random, document, seed, i));
    const end = contents(assetsOf(document));
    let back = document;
    while (canUndo(back)) back = undo(back);
    assert.deepEqual(contents(assetsOf(back)), contents(startDocs()));
    assert.deepEqual(changesOf(back), []);
    while (canRedo(back)) back = redo(back);
    assert.deepEqual(contents(assetsOf(back)), end);
    assert.deepEqual(changesOf(back), changesOf(document));
  });
});

test("the change set makes of the server's assets the document's", () => {
  manyTimes(60, (random, seed) => {
    const server = fakeServer(startDocs());
    let document = createDocument(server.docs());
    for (let i = 0; i < 25; i += 1) document = apply(document, randomStep(random, document, seed, i));
    server.save(changesOf(document));
    assert.deepEqual(contents(server.docs()), contents(assetsOf(document)));
  });
});

test("with saves, undos and redos in any order the server always ends as the document", () => {
  manyTimes(80, (random, seed) => {
    const server = fakeServer(startDocs());
    let document = createDocument(server.docs());
    for (let i = 0; i < 60; i += 1) {
      const dice = random();
      if (dice < 0.45) document = apply(document, randomStep(random, document, seed, i));
      else if (dice < 0.65) document = undo(document);
      else if (dice < 0.8) document = redo(document);
      else {
        const sent = changesOf(document);
        const answer = server.save(sent);
        if (random() < 0.5) document = apply(document, randomStep(random, document, seed, `${i}+`));
        document = settle(document, sent, answer);
      }
      if (random() < 0.1) document = restore(JSON.stringify(serialise(document)), server.docs()).document;
    }
    server.save(changesOf(document));
    assert.deepEqual(contents(server.docs()), contents(assetsOf(document)));
  });
});

test("what was edited while saving stays unsaved", () => {
  const server = fakeServer([doc("a")]);
  const document = edit(createDocument(server.docs()), "a", { values: { note: "x" } });
  const sent = changesOf(document);
  const meanwhile = edit(document, "a", { geometry: LONG });
  const settled = settle(meanwhile, sent, server.save(sent));
  assert.deepEqual(changesOf(settled), [{ op: "update", client_id: "a", version: 4, values: {}, geometry: LONG }]);
});

test("undoing a saved step makes it a change again, undoing a saved deletion a creation", () => {
  const server = fakeServer([doc("a"), doc("b")]);
  let document = edit(createDocument(server.docs()), "a", { values: { note: "x" } });
  document = apply(document, step("删除", "b", null));
  const sent = changesOf(document);
  document = settle(document, sent, server.save(sent));
  assert.deepEqual(changesOf(document), []);
  const [creation] = changesOf(undo(document));
  assert.deepEqual([creation.op, creation.client_id], ["create", "b"]);
  const update = changesOf(undo(undo(document))).find(({ op }) => op === "update");
  assert.deepEqual(update, { op: "update", client_id: "a", version: 4, values: { note: null } });
});

test("undoing a saved creation deletes it with the version it got", () => {
  const server = fakeServer();
  const document = apply(createDocument(), step("绘制", "n", pipe("n")));
  const sent = changesOf(document);
  const settled = settle(document, sent, server.save(sent));
  assert.equal(assetOf(settled, "n").id, 1001);
  assert.deepEqual(changesOf(undo(settled)), [{ op: "delete", client_id: "n", version: 1 }]);
});

test("a value the server writes in its own way is no change, and undo does not bring it back", () => {
  const start = edit(createDocument([doc("a")]), "a", { values: { diameter_mm: " 300 " } }, "管径");
  const document = edit(start, "a", { geometry: LONG }, "移动");
  const theirs = doc("a", { version: 4, values: { medium: "gas", diameter_mm: "300" }, geometry: LONG });
  const settled = settle(document, changesOf(document), { assets: [theirs], deleted: [] });
  assert.deepEqual(changesOf(settled), []);
  assert.deepEqual(changesOf(undo(settled)), [
    { op: "update", client_id: "a", version: 4, values: {}, geometry: SHORT },
  ]);
  assert.deepEqual(changesOf(undo(undo(settled)))[0].values, { diameter_mm: "200" });
});

test("somebody else's save of another asset comes in without a question, of an edited one it does not", () => {
  const document = edit(createDocument([doc("a"), doc("b")]), "a", { values: { note: "mine" } });
  const theirs = ["a", "b", "c"].map((id) => doc(id, { version: 4, values: { note: "theirs" } }));
  const next = settle(document, [], { assets: theirs, deleted: [] });
  assert.equal(assetOf(next, "b").values.note, "theirs");
  assert.equal(assetOf(next, "c").version, 4);
  assert.deepEqual([assetOf(next, "a").values.note, assetOf(next, "a").version], ["mine", 3]);
});

test("their version can be taken, and taken back", () => {
  const document = edit(createDocument([doc("a")]), "a", { values: { note: "mine" } });
  const theirs = doc("a", { version: 5, geometry: LONG });
  const taken = takeTheirs(document, "a", theirs);
  assert.deepEqual(changesOf(taken), []);
  assert.equal(assetOf(taken, "a").geometry, LONG);
  assert.deepEqual(changesOf(undo(taken)), [
    { op: "update", client_id: "a", version: 5, values: { note: "mine" }, geometry: SHORT },
  ]);
});

test("ours is kept over their version", () => {
  const document = edit(createDocument([doc("a")]), "a", { values: { note: "mine" } });
  const kept = keepMine(document, "a", doc("a", { version: 5, values: { medium: "water" } }));
  assert.deepEqual(changesOf(kept), [{
    op: "update", client_id: "a", version: 5, values: { medium: "gas", diameter_mm: "200", note: "mine" },
  }]);
});

test("what they deleted is created again by keeping ours, and gone by taking theirs", () => {
  const document = edit(createDocument([doc("a")]), "a", { values: { note: "mine" } });
  assert.deepEqual(changesOf(keepMine(document, "a", null)).map(({ op }) => op), ["create"]);
  const taken = takeTheirs(document, "a", null);
  assert.deepEqual([changesOf(taken), assetsOf(taken)], [[], []]);
});

test("what we deleted and they changed can go either way", () => {
  const document = apply(createDocument([doc("a")]), step("删除", "a", null));
  const theirs = doc("a", { version: 9 });
  assert.deepEqual(changesOf(keepMine(document, "a", theirs)), [{ op: "delete", client_id: "a", version: 9 }]);
  assert.equal(assetOf(takeTheirs(document, "a", theirs), "a").isDeleted, false);
});

test("a draft brings back the assets, the changes and the whole history", () => {
  manyTimes(30, (random, seed) => {
    let document = createDocument(startDocs());
    for (let i = 0; i < 20; i += 1) document = apply(document, randomStep(random, document, seed, i));
    document = undo(undo(document));
    const draft = JSON.parse(JSON.stringify(serialise(document)));
    const { document: again, changed } = restore(draft, startDocs());
    assert.deepEqual(changed, []);
    assert.deepEqual(contents(assetsOf(again)), contents(assetsOf(document)));
    assert.deepEqual(changesOf(again).sort(bySort), changesOf(document).sort(bySort));
    let [a, b] = [again, document];
    while (canUndo(b)) [a, b] = [undo(a), undo(b)];
    assert.deepEqual(contents(assetsOf(a)), contents(assetsOf(b)));
    while (canRedo(b)) [a, b] = [redo(a), redo(b)];
    assert.deepEqual(contents(assetsOf(a)), contents(assetsOf(b)));
  });
});

test("a draft says which assets changed on the server since, and keeps what they were drawn on", () => {
  const document = edit(createDocument([doc("a"), doc("b")]), "a", { values: { note: "mine" } });
  const theirs = doc("a", { version: 4 });
  const { document: again, changed } = restore(serialise(document), [theirs, doc("b", { version: 8 })]);
  assert.deepEqual(changed, [{ client_id: "a", base: doc("a"), theirs }]);
  assert.equal(changesOf(again)[0].version, 3);
  assert.equal(assetOf(again, "b").version, 8);
  assert.deepEqual(restore(serialise(document), []).changed, [{ client_id: "a", base: doc("a"), theirs: null }]);
});

test("a save that arrived before the browser died is no conflict", () => {
  const server = fakeServer([doc("a"), doc("b")]);
  let document = edit(createDocument(server.docs()), "a", { values: { note: "mine" } });
  document = apply(document, step("绘制", "n", pipe("n")));
  document = apply(document, step("删除", "b", null));
  server.save(changesOf(document));
  const { document: again, changed } = restore(serialise(document), server.docs());
  assert.deepEqual([changed, changesOf(again)], [[], []]);
});

test("a draft holds a shape once, however many steps speak of it", () => {
  let document = createDocument([doc("a")]);
  for (let i = 0; i < 50; i += 1) document = edit(document, "a", { values: { note: String(i) } });
  assert.equal(serialise(document).geometries.length, 1);
});

// ---- what others have done meanwhile

test("what others drew, changed and deleted is taken over where nothing of ours is at stake", () => {
  const document = edit(createDocument([doc("a"), doc("b"), doc("c"), doc("d")]), "a", { values: { note: "mine" } });
  const theirs = [doc("a", { version: 4, values: { note: "theirs" } }), doc("b", { version: 4, values: { note: "theirs" } }), doc("n")];
  const next = absorbAll(document, theirs);
  assert.deepEqual(assetsOf(next).map(({ client_id }) => client_id).sort(), ["a", "b", "n"]);
  assert.deepEqual([assetOf(next, "a").values.note, assetOf(next, "b").values.note], ["mine", "theirs"]);
  assert.deepEqual(changesOf(next).map(({ client_id, version }) => [client_id, version]), [["a", 3]]);
});

test("what is in hand stays as it was drawn on, so that saving asks about it", () => {
  const document = createDocument([doc("a"), doc("b")]);
  const next = absorbAll(document, [doc("a", { version: 4, geometry: LONG })], new Set(["a", "b"]));
  assert.equal(next, document);
  assert.equal(changesOf(edit(next, "a", { values: { note: "mine" } }))[0].version, 3);
});

test("what a colleague deleted comes back by undoing only as a question to the server", () => {
  const edited = edit(createDocument([doc("a")]), "a", { values: { note: "mine" } });
  const saved = settle(edited, changesOf(edited), { assets: [doc("a", { version: 4, values: { ...doc("a").values, note: "mine" } })] });
  const back = undo(absorbAll(saved, []));
  assert.deepEqual(changesOf(back).map(({ op, restored }) => [op, restored]), [["create", undefined]]);
});

test("an older answer takes nothing back, and what is not saved yet does not vanish", () => {
  const document = apply(createDocument([doc("a", { version: 5 })]), step("绘制", "n", pipe("n")));
  const next = absorbAll(document, [doc("a", { version: 4, geometry: LONG })]);
  assert.equal(assetOf(next, "a").version, 5);
  assert.equal(assetOf(next, "n").isDeleted, false);
});

test("only what was known to be deleted is asked for again as restored", () => {
  const fresh = apply(createDocument(), step("绘制", "n", pipe("n")));
  assert.equal("restored" in changesOf(fresh)[0], false);
  const again = restore(serialise(fresh)).document;
  assert.equal("restored" in changesOf(again)[0], false);
  const kept = keepMine(edit(createDocument([doc("a")]), "a", { values: { note: "mine" } }), "a", null);
  assert.equal(changesOf(kept)[0].restored, true);
  assert.equal(changesOf(restore(serialise(kept)).document)[0].restored, true);
  const gone = apply(createDocument([doc("a")]), step("删除", "a", null));
  const undone = undo(settle(gone, changesOf(gone), { deleted: ["a"] }));
  assert.deepEqual(changesOf(undone).map(({ op, restored }) => [op, restored]), [["create", true]]);
});
