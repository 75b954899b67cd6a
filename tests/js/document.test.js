import assert from "node:assert/strict";
import test from "node:test";
import {
  apply, assetOf, assetsOf, canRedo, canUndo, changesOf, createDocument, keepMine, redo, restore, serialise, settle, takeTheirs, undo, undoLabel,
} from "../../layers/static/layers/js/geometry/document.js";

const line = (x) => ({ type: "LineString", coordinates: [[101.7 + x / 1000, 26.58], [101.7 + x / 1000, 26.59]] });

function doc(client_id, version = 1, values = {}, geometry = line(0)) {
  return { id: Number(client_id.slice(1)), client_id, version, kind: "pipe", values, geometry, outside_confirmed: false, length_m: 1, lies_in: [], updated_at: "2026-11-25T02:00:00Z" };
}

const made = (client_id, values = {}, geometry = line(1)) => ({ client_id, kind: "pipe", values, geometry, outside_confirmed: false });
const step = (document, client_id, after, label = "步") => apply(document, { label, changes: [{ client_id, after }] });
const states = (document) => Object.fromEntries(assetsOf(document).map(({ client_id, kind, values, geometry }) => [client_id, { kind, values: { ...values }, geometry }]));

/** What the server does with a change set: versions, and nothing twice. */
class Server {
  constructor(docs) {
    this.docs = new Map(docs.map((each) => [each.client_id, each]));
    this.next = 100;
  }

  take(changes) {
    const [assets, deleted] = [[], []];
    for (const change of changes) {
      const { op, client_id, version, values, ...rest } = change;
      const stored = this.docs.get(client_id);
      if (op === "delete") {
        assert.equal(stored.version, version);
        this.docs.delete(client_id);
        deleted.push(client_id);
        continue;
      }
      if (op === "update") assert.equal(stored.version, version);
      else assert.equal(stored, undefined);
      const merged = Object.entries({ ...stored?.values, ...values }).filter(([, value]) => value !== null);
      const fresh = { ...doc("a0"), ...stored, ...rest, client_id, values: Object.fromEntries(merged), version: (stored?.version ?? 0) + 1 };
      if (!stored) fresh.id = this.next += 1;
      this.docs.set(client_id, fresh);
      assets.push(fresh);
    }
    return { assets, deleted };
  }

  get states() {
    return Object.fromEntries([...this.docs.values()].map(({ client_id, kind, values, geometry }) => [client_id, { kind, values, geometry }]));
  }
}

function random(seed) {
  let state = seed;
  return (below) => (state = (state * 16807) % 2147483647) % below;
}

/** A planner who adds, changes and deletes whatever comes. */
function wander(document, next, steps, fresh) {
  let current = document;
  for (let n = 0; n < steps; n += 1) {
    const known = assetsOf(current);
    const chosen = known[next(known.length || 1)];
    const action = next(5);
    if (action === 0 || !chosen) current = step(current, `a${(fresh.last += 1)}`, made("x", { number: String(next(9)) }, line(next(50))));
    else if (action === 1) current = step(current, chosen.client_id, null);
    else if (action === 2) current = step(current, chosen.client_id, { ...chosen, geometry: line(next(50)) });
    else if (action === 3) current = step(current, chosen.client_id, { ...chosen, values: { ...chosen.values, road: String(next(4) || "") } });
    else if (next(2)) current = undo(current);
    else current = redo(current);
  }
  return current;
}

test("one step may hold several assets, and is undone and done again as one", () => {
  const start = createDocument([doc("a1"), doc("a2")]);
  const after = apply(start, { label: "合并", changes: [{ client_id: "a1", after: made("a1", { number: "1" }) }, { client_id: "a2", after: null }] });
  assert.deepEqual(Object.keys(states(after)), ["a1"]);
  assert.equal(undoLabel(after), "合并");
  assert.deepEqual(states(undo(after)), states(start));
  assert.deepEqual(states(redo(undo(after))), states(after));
});

test("a step that changes nothing is none, and a new step ends what could be done again", () => {
  const start = createDocument([doc("a1", 1, { number: "1" })]);
  assert.equal(step(start, "a1", { ...doc("a1", 1, { number: "1", road: "" }) }), start);
  const undone = undo(step(start, "a1", null));
  assert.equal(canRedo(undone), true);
  assert.equal(canRedo(step(undone, "a2", made("a2"))), false);
});

test("whatever was done, undoing all of it leads back and doing it again leads there", () => {
  for (let seed = 1; seed <= 60; seed += 1) {
    const start = createDocument([doc("a1"), doc("a2"), doc("a3")]);
    const end = wander(start, random(seed), 40, { last: 10 });
    let back = end;
    while (canUndo(back)) back = undo(back);
    assert.deepEqual(states(back), states(start));
    assert.deepEqual(changesOf(back), []);
    let there = back;
    while (canRedo(there)) there = redo(there);
    let whole = end;
    while (canRedo(whole)) whole = redo(whole);
    assert.deepEqual(states(there), states(whole));
  }
});

test("saved at any moment, the server has what the planner sees, and undo goes on from there", () => {
  for (let seed = 1; seed <= 60; seed += 1) {
    const next = random(seed);
    const fresh = { last: 10 };
    const docs = [doc("a1"), doc("a2"), doc("a3")];
    const server = new Server(docs);
    let document = createDocument(docs);
    for (let round = 0; round < 6; round += 1) {
      document = wander(document, next, 12, fresh);
      const sent = changesOf(document);
      const answer = server.take(sent);
      const meanwhile = next(2) ? wander(document, next, 3, fresh) : document;
      document = settle(meanwhile, sent, answer);
    }
    server.take(changesOf(document));
    assert.deepEqual(server.states, states(document));
  }
});

test("a change set tells only what changed, deletions first, and nothing of what came and went", () => {
  let document = createDocument([doc("a1", 3, { number: "1", road: "人民路" }), doc("a2", 5)]);
  document = step(document, "a1", { ...assetOf(document, "a1"), values: { number: "2" } });
  document = step(document, "a3", made("a3"));
  document = step(document, "a3", null);
  document = step(document, "a2", null);
  assert.deepEqual(changesOf(document), [
    { op: "delete", client_id: "a2", version: 5 },
    { op: "update", client_id: "a1", version: 3, values: { number: "2", road: null } },
  ]);
});

test("in a conflict theirs is a step that can be undone, mine carries their version", () => {
  const start = step(createDocument([doc("a1", 1)]), "a1", made("a1", { number: "mine" }));
  const theirs = doc("a1", 2, { number: "theirs" });
  const taken = takeTheirs(start, "a1", theirs);
  assert.equal(assetOf(taken, "a1").values.number, "theirs");
  assert.deepEqual(changesOf(taken), []);
  assert.equal(assetOf(undo(taken), "a1").values.number, "mine");
  assert.equal(changesOf(keepMine(start, "a1", theirs))[0].version, 2);
  assert.equal(changesOf(keepMine(start, "a1", null))[0].op, "create");
});

test("a draft is plain JSON and brings back assets, steps and what they were drawn on", () => {
  for (let seed = 1; seed <= 40; seed += 1) {
    const docs = [doc("a1"), doc("a2"), doc("a3")];
    const document = wander(createDocument(docs), random(seed), 30, { last: 10 });
    const { document: again, changed } = restore(JSON.parse(JSON.stringify(serialise(document))), docs);
    assert.deepEqual(changed, []);
    assert.deepEqual(states(again), states(document));
    assert.deepEqual(changesOf(again), changesOf(document));
    let [one, other] = [again, document];
    while (canUndo(other)) [one, other] = [undo(one), undo(other)];
    assert.deepEqual(states(one), states(other));
  }
});

test("a draft over a server that went on asks only about what both changed", () => {
  const docs = [doc("a1", 1, { number: "1" }), doc("a2", 1), doc("a3", 1)];
  let document = createDocument(docs);
  document = step(document, "a1", { ...assetOf(document, "a1"), values: { number: "mine" } });
  document = step(document, "a4", made("a4"));
  const draft = JSON.parse(JSON.stringify(serialise(document)));
  const arrived = { ...doc("a4", 1, {}, line(1)), id: 9 };
  const theirs = doc("a1", 2, { number: "theirs" });
  const { document: again, changed } = restore(draft, [theirs, doc("a2", 7), arrived]);
  assert.deepEqual(changed.map(({ client_id }) => client_id), ["a1"]);
  assert.equal(changed[0].theirs, theirs);
  assert.equal(assetOf(again, "a4").id, 9);
  assert.deepEqual(changesOf(again).map(({ client_id }) => client_id), ["a1"]);
});
