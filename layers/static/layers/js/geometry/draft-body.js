// A document as a draft: plain JSON in which a state and a geometry stand once, however many
// steps share them.
import { changesOf, keepMine, rebase, withAsset } from "./saving.js";
import { createDocument, entry, stateOf, withStates } from "./steps.js";
import { same } from "./same.js";

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
    isKnown: document.bases.has(client_id),
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
    assets: assets.map((asset) => ({ ...asset, state: at(asset.state) })),
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

function withState(document, client_id, state) {
  return { ...document, assets: withStates(document.assets, [[client_id, state]]) };
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
    const { client_id, state, base, isKnown } = asset;
    const theirs = entry(fresh, client_id);
    document = isKnown ? withAsset(document, client_id, state, base) : withState(document, client_id, state);
    const resumed = resume(document, asset, theirs);
    if (!resumed) changed.push({ client_id, base, theirs });
    document = resumed ?? document;
  }
  return { document, changed };
}
