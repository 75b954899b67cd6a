// What a document has to tell the server, and what the server's answer does to the document.
import { apply, entry, filled, stateOf, withStates } from "./steps.js";
import { same } from "./same.js";

const TAKE_THEIRS = "采用对方的版本";

function valuesChange(before, after) {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  const changed = [...names].filter((name) => !same(before[name], after[name]));
  return Object.fromEntries(changed.map((name) => [name, after[name] ?? null]));
}

// What the server is known to have lost is wanted back; a create that was only never answered is
// not, or a repeated one would bring back what somebody has deleted since.
function creation({ client_id, kind, values, geometry, outside_confirmed }, isRestored) {
  const change = { op: "create", client_id, kind, values, geometry, outside_confirmed };
  return isRestored ? { ...change, restored: true } : change;
}

function update(state, base) {
  const was = stateOf(base);
  const change = { op: "update", client_id: state.client_id, version: base.version };
  // The server does not change kinds; should a kind differ all the same, it shall say so itself.
  if (state.kind !== was.kind) change.kind = state.kind;
  change.values = valuesChange(was.values, state.values);
  if (!same(state.geometry, was.geometry)) change.geometry = state.geometry;
  // The server asks of each shape anew whether its place is right: what stays so has to be said too.
  const isAsked = "geometry" in change && state.outside_confirmed;
  if (isAsked || state.outside_confirmed !== was.outside_confirmed) change.outside_confirmed = state.outside_confirmed;
  return change;
}

function changeAgainst(state, base, isKnown) {
  if (!state) return base && { op: "delete", client_id: base.client_id, version: base.version };
  if (!base) return creation(state, isKnown);
  return same(state, stateOf(base)) ? null : update(state, base);
}

function changeFor(document, client_id) {
  const isKnown = document.bases.has(client_id);
  return changeAgainst(entry(document.assets, client_id), entry(document.bases, client_id), isKnown);
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

// Whether a place outside the district is right is said of that place: it goes with the shape.
function renewedPlace({ geometry, outside_confirmed }, sent, theirs) {
  if (!same(geometry, sent.geometry) && !same(geometry, theirs.geometry)) return { geometry, outside_confirmed };
  const isOwn = same(sent.geometry, theirs.geometry) && outside_confirmed !== sent.outside_confirmed;
  return { geometry: theirs.geometry, outside_confirmed: isOwn ? outside_confirmed : theirs.outside_confirmed };
}

function renewed(state, sent, theirs) {
  if (!state || !sent || !theirs || same(sent, theirs)) return state;
  return Object.freeze({
    ...state,
    kind: same(state.kind, sent.kind) ? theirs.kind : state.kind,
    values: renewedValues(state.values, sent.values, theirs.values),
    ...renewedPlace(state, sent, theirs),
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

export function rebase(document, client_id, doc, sent) {
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
  if (!state || !base || !same(state, stateOf(base)) || doc.version <= base.version) return document;
  return rebase(document, doc.client_id, doc, state);
}

/** Whether an asset is on the server no longer what it was when it was last read. */
export function isOutdated(document, docs, client_id) {
  const base = entry(document.bases, client_id);
  return Boolean(base) && docs.find((doc) => doc.client_id === client_id)?.version !== base.version;
}

// Not known to be deleted but not known at all: should undoing bring it back, the server asks.
function forgotten(document, client_id) {
  const [assets, bases] = [new Map(document.assets), new Map(document.bases)];
  assets.delete(client_id);
  bases.delete(client_id);
  return { ...document, assets, bases };
}

/**
 * What the server has now, taken over wherever nothing of ours is at stake: what others have drawn,
 * changed and deleted. `inHand`: the client_ids that are being worked on, left as they are.
 */
export function absorbAll(document, docs, inHand = new Set()) {
  const there = new Set(docs.map(({ client_id }) => client_id));
  const isGone = ([client_id, base]) => base && !there.has(client_id) && !inHand.has(client_id)
    && same(entry(document.assets, client_id), stateOf(base));
  const gone = [...document.bases].filter(isGone).map(([client_id]) => client_id);
  const left = gone.reduce(forgotten, document);
  return docs.filter(({ client_id }) => !inHand.has(client_id)).reduce(absorb, left);
}

export function withAsset(document, client_id, state, base) {
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
