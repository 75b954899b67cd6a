// The editing document: what the planner has drawn, over what the server last said.
//
// A document is never changed; every verb gives a new one that shares what it did not touch.
//   assets   client_id → state, or null where the asset is not there (any more)
//   bases    client_id → DOC as last known on the server, or null where the server has none
//   done     steps that can be undone, undone: steps that can be done again
// A state is only what a planner edits: { client_id, kind, values, geometry, outside_confirmed }.
// Identity and version belong to the base, so that undoing an edit never takes a document back
// to a version that the server has left behind; what is to be saved is always state against base.
import { same } from "./same.js";

const TAKE_THEIRS = "采用对方的版本";

// An empty field is a field that is not there, whichever way a form or the server writes it.
function filled(values) {
  const entries = Object.entries(values ?? {});
  return Object.freeze(Object.fromEntries(entries.filter(([, text]) => text != null && text !== "")));
}

function stateOf(asset) {
  if (!asset) return null;
  const { client_id, kind, values, geometry = null, outside_confirmed = false } = asset;
  return Object.freeze({
    client_id, kind, values: filled(values), geometry, outside_confirmed: Boolean(outside_confirmed),
  });
}

const entry = (map, client_id) => map.get(client_id) ?? null;

export function createDocument(docs = []) {
  return {
    assets: new Map(docs.map((doc) => [doc.client_id, stateOf(doc)])),
    bases: new Map(docs.map((doc) => [doc.client_id, doc])),
    done: [],
    undone: [],
  };
}

// ---- reading

/** An asset with its identity and base; a deleted one as the server has it; null for a stranger. */
export function assetOf(document, client_id) {
  const [state, base] = [entry(document.assets, client_id), entry(document.bases, client_id)];
  if (!state && !base) return null;
  return {
    ...(state ?? stateOf(base)),
    id: base?.id ?? null,
    version: base?.version ?? null,
    base,
    isDeleted: !state,
  };
}

/** The assets that are there, in the order in which they came. */
export function assetsOf(document) {
  const present = [...document.assets].filter(([, state]) => state);
  return present.map(([client_id]) => assetOf(document, client_id));
}

/** The client_ids whose state differs between two documents: what has to be drawn again. */
export function changedBetween(before, after) {
  const all = new Set([...before.assets.keys(), ...after.assets.keys()]);
  return [...all].filter((client_id) => entry(before.assets, client_id) !== entry(after.assets, client_id));
}

// ---- steps

function withStates(assets, states) {
  const next = new Map(assets);
  for (const [client_id, state] of states) next.set(client_id, state);
  return next;
}

// What was there before is the document's own knowledge; a caller's `before` is not needed.
function changeOf(document, { client_id, after = null }) {
  const before = entry(document.assets, client_id);
  const next = stateOf(after && { ...after, client_id });
  return same(before, next) ? null : { client_id, before, after: next };
}

/**
 * One step: { label, changes: [{ client_id, before, after }] }, null meaning "not there".
 * A step that changes nothing is no step.
 */
export function apply(document, { label, changes }) {
  const real = changes.map((change) => changeOf(document, change)).filter(Boolean);
  if (real.length === 0) return document;
  return {
    ...document,
    assets: withStates(document.assets, real.map(({ client_id, after }) => [client_id, after])),
    done: [...document.done, { label, changes: real }],
    undone: [],
  };
}

export function undo(document) {
  const step = document.done.at(-1);
  if (!step) return document;
  return {
    ...document,
    assets: withStates(document.assets, step.changes.map(({ client_id, before }) => [client_id, before])),
    done: document.done.slice(0, -1),
    undone: [...document.undone, step],
  };
}

export function redo(document) {
  const step = document.undone.at(-1);
  if (!step) return document;
  return {
    ...document,
    assets: withStates(document.assets, step.changes.map(({ client_id, after }) => [client_id, after])),
    done: [...document.done, step],
    undone: document.undone.slice(0, -1),
  };
}

export const canUndo = (document) => document.done.length > 0;
export const canRedo = (document) => document.undone.length > 0;
export const undoLabel = (document) => document.done.at(-1)?.label ?? null;
export const redoLabel = (document) => document.undone.at(-1)?.label ?? null;

// ---- what is to be saved

function valuesChange(before, after) {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  const changed = [...names].filter((name) => !same(before[name], after[name]));
  return Object.fromEntries(changed.map((name) => [name, after[name] ?? null]));
}

function creation({ client_id, kind, values, geometry, outside_confirmed }) {
  return { op: "create", client_id, kind, values, geometry, outside_confirmed };
}

function update(state, base) {
  const was = stateOf(base);
  const change = { op: "update", client_id: state.client_id, version: base.version };
  // The server does not change kinds; should a kind differ all the same, it shall say so itself.
  if (state.kind !== was.kind) change.kind = state.kind;
  change.values = valuesChange(was.values, state.values);
  if (!same(state.geometry, was.geometry)) change.geometry = state.geometry;
  if (state.outside_confirmed !== was.outside_confirmed) change.outside_confirmed = state.outside_confirmed;
  return change;
}

function changeAgainst(state, base) {
  if (!state) return base && { op: "delete", client_id: base.client_id, version: base.version };
  if (!base) return creation(state);
  return same(state, stateOf(base)) ? null : update(state, base);
}

function changeFor(document, client_id) {
  return changeAgainst(entry(document.assets, client_id), entry(document.bases, client_id));
}

/** The change set for the server; deletions first, so that a number they free can be used again. */
export function changesOf(document) {
  const ids = new Set([...document.bases.keys(), ...document.assets.keys()]);
  const changes = [...ids].map((client_id) => changeFor(document, client_id)).filter(Boolean);
  return [...changes.filter(({ op }) => op === "delete"), ...changes.filter(({ op }) => op !== "delete")];
}

export const isChanged = (document) => changesOf(document).length > 0;

// ---- after a save

// The server may write a value in its own way (" 200" → "200"). Wherever a field still says what
// was sent, it now says what the server made of it; a field edited meanwhile stays as it is.
function renewedValues(values, sent, theirs) {
  const names = new Set([...Object.keys(values), ...Object.keys(theirs)]);
  return filled(Object.fromEntries([...names].map(
    (name) => [name, same(values[name], sent[name]) ? theirs[name] : values[name]],
  )));
}

function renewed(state, sent, theirs) {
  if (!state || !sent || !theirs || same(sent, theirs)) return state;
  const keep = (name) => (same(state[name], sent[name]) ? theirs[name] : state[name]);
  return Object.freeze({
    ...state,
    kind: keep("kind"),
    values: renewedValues(state.values, sent.values, theirs.values),
    geometry: keep("geometry"),
    outside_confirmed: keep("outside_confirmed"),
  });
}

// The history is rewritten in the same way as the present, so that each step still leads exactly
// from the state before it to the state after it.
function renewSteps(steps, client_id, renew) {
  const touches = ({ changes }) => changes.some((change) => change.client_id === client_id);
  const renewChange = (change) => (change.client_id === client_id
    ? { ...change, before: renew(change.before), after: renew(change.after) } : change);
  return steps.map((step) => (touches(step) ? { ...step, changes: step.changes.map(renewChange) } : step));
}

function rebase(document, client_id, doc, sent) {
  const bases = new Map(document.bases).set(client_id, doc);
  const theirs = stateOf(doc);
  if (!sent || !theirs || same(sent, theirs)) return { ...document, bases };
  const renew = (state) => renewed(state, sent, theirs);
  return {
    ...document,
    bases,
    assets: withStates(document.assets, [[client_id, renew(entry(document.assets, client_id))]]),
    done: renewSteps(document.done, client_id, renew),
    undone: renewSteps(document.undone, client_id, renew),
  };
}

function sentState(change, base) {
  if (change.op === "create") return stateOf(change);
  if (change.op === "delete") return null;
  const { op, version, values, ...rest } = change;
  return stateOf({ ...base, ...rest, values: { ...base?.values, ...values } });
}

// An asset of somebody else's save is taken over only where nothing of ours would be touched:
// where both changed it, saving meets the conflict and the planner is asked.
function absorb(document, doc) {
  const [state, base] = [entry(document.assets, doc.client_id), entry(document.bases, doc.client_id)];
  if (!state && !base) return withAsset(document, doc.client_id, stateOf(doc), doc);
  if (!state || !base || !same(state, stateOf(base))) return document;
  return rebase(document, doc.client_id, doc, state);
}

function withAsset(document, client_id, state, base) {
  return {
    ...document,
    assets: withStates(document.assets, [[client_id, state]]),
    bases: new Map(document.bases).set(client_id, base),
  };
}

/**
 * After a successful save of `sent` (a change set of changesOf): what was sent becomes the base,
 * what was edited meanwhile stays a change, and the history stays whole: undoing a saved step
 * makes it a change again. `answer` is { assets: [DOC], deleted: [client_id or DOC] }.
 */
export function settle(document, sent, { assets = [], deleted = [] }) {
  const sentById = new Map(sent.map((change) => [change.client_id, change]));
  let next = document;
  for (const doc of assets) {
    const change = sentById.get(doc.client_id);
    const base = entry(document.bases, doc.client_id);
    next = change ? rebase(next, doc.client_id, doc, sentState(change, base)) : absorb(next, doc);
  }
  const gone = deleted.map((each) => each?.client_id ?? each);
  const bases = new Map(next.bases);
  for (const client_id of gone) if (bases.has(client_id)) bases.set(client_id, null);
  return { ...next, bases };
}

// ---- conflicts

/** Their version instead of ours (null: they deleted it). A step: undoing it keeps ours instead. */
export function takeTheirs(document, client_id, theirs) {
  const change = { client_id, after: theirs };
  return apply(keepMine(document, client_id, theirs), { label: TAKE_THEIRS, changes: [change] });
}

/** Ours over theirs: the next change set carries their version, or creates what they deleted. */
export function keepMine(document, client_id, theirs) {
  return { ...document, bases: new Map(document.bases).set(client_id, theirs ?? null) };
}

// ---- drafts: plain JSON in which a state and a geometry stand once, however many steps share them

function touchedIds(document) {
  const steps = [...document.done, ...document.undone];
  const inSteps = steps.flatMap(({ changes }) => changes.map(({ client_id }) => client_id));
  return new Set([...inSteps, ...changesOf(document).map(({ client_id }) => client_id)]);
}

function pool(write) {
  const [rows, places] = [[], new Map()];
  const place = (item) => {
    if (!item) return null;
    if (!places.has(item)) {
      const row = write(item);
      places.set(item, rows.push(row) - 1);
    }
    return places.get(item);
  };
  return { rows, place };
}

export function serialise(document) {
  const geometries = pool((geometry) => geometry);
  const states = pool((state) => ({ ...state, geometry: geometries.place(state.geometry) }));
  const changeRow = ({ client_id, before, after }) => [client_id, states.place(before), states.place(after)];
  const steps = (list) => list.map(({ label, changes }) => ({ label, changes: changes.map(changeRow) }));
  const assets = [...touchedIds(document)].map((client_id) => ({
    client_id,
    state: states.place(entry(document.assets, client_id)),
    base: entry(document.bases, client_id),
  }));
  const [done, undone] = [steps(document.done), steps(document.undone)];
  return { format: 1, geometries: geometries.rows, states: states.rows, assets, done, undone };
}

function unpacked({ geometries, states, assets, done, undone }) {
  const whole = states.map((state) => stateOf({ ...state, geometry: geometries[state.geometry] ?? null }));
  const at = (place) => (place === null ? null : whole[place]);
  const change = ([client_id, before, after]) => ({ client_id, before: at(before), after: at(after) });
  const steps = (list) => list.map(({ label, changes }) => ({ label, changes: changes.map(change) }));
  return {
    assets: assets.map(({ client_id, state, base }) => ({ client_id, state: at(state), base })),
    done: steps(done),
    undone: steps(undone),
  };
}

// What became of a drafted asset on the server: a save that was never answered has arrived (ours
// and theirs say the same), nothing of ours is at stake, or the planner has to choose.
function resume(document, { client_id, state, base }, theirs) {
  if ((theirs?.version ?? null) === (base?.version ?? null)) return document;
  if (same(state, stateOf(theirs))) return keepMine(document, client_id, theirs);
  if (!theirs || !state || !same(state, stateOf(base))) return null;
  return rebase(document, client_id, theirs, state);
}

/**
 * A draft over fresh docs: { document, changed }. `changed` lists the drafted assets that differ
 * on the server from what they were drawn on: [{ client_id, base, theirs }]; they keep the base
 * they were drawn on until takeTheirs or keepMine.
 */
export function restore(json, docs = []) {
  const draft = unpacked(typeof json === "string" ? JSON.parse(json) : json);
  const fresh = new Map(docs.map((doc) => [doc.client_id, doc]));
  let document = { ...createDocument(docs), done: draft.done, undone: draft.undone };
  const changed = [];
  for (const asset of draft.assets) {
    const { client_id, state, base } = asset;
    const theirs = entry(fresh, client_id);
    document = withAsset(document, client_id, state, base);
    const resumed = resume(document, asset, theirs);
    if (!resumed) changed.push({ client_id, base, theirs });
    document = resumed ?? document;
  }
  return { document, changed };
}
