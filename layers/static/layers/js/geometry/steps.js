// The states and steps of an editing document (document.js).
//
// A document is never changed; every verb gives a new one that shares what it did not touch.
//   assets   client_id → state, or null where the asset is not there (any more)
//   bases    client_id → DOC as last known on the server, or null where the server has none
//   done     steps that can be undone, undone: steps that can be done again
// A state is only what a planner edits: { client_id, kind, values, geometry, outside_confirmed }.
// Identity and version belong to the base, so that undoing an edit never takes a document back
// to a version that the server has left behind; what is to be saved is always state against base.
import { lastOf } from "./last.js";
import { same } from "./same.js";

// An empty field is a field that is not there, whichever way a form or the server writes it.
export function filled(values) {
  const entries = Object.entries(values ?? {});
  return Object.freeze(Object.fromEntries(entries.filter(([, text]) => text != null && text !== "")));
}

export function stateOf(asset) {
  if (!asset) return null;
  const { client_id, kind, values, geometry = null, outside_confirmed = false } = asset;
  return Object.freeze({
    client_id, kind, values: filled(values), geometry, outside_confirmed: Boolean(outside_confirmed),
  });
}

export const entry = (map, client_id) => map.get(client_id) ?? null;

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

export function withStates(assets, states) {
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
  const step = lastOf(document.done);
  if (!step) return document;
  return {
    ...document,
    assets: withStates(document.assets, step.changes.map(({ client_id, before }) => [client_id, before])),
    done: document.done.slice(0, -1),
    undone: [...document.undone, step],
  };
}

export function redo(document) {
  const step = lastOf(document.undone);
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
export const undoLabel = (document) => lastOf(document.done)?.label ?? null;
export const redoLabel = (document) => lastOf(document.undone)?.label ?? null;
