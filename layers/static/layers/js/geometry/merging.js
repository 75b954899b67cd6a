// An asset in three versions: as this page had read it, as it is here now, as somebody has saved
// it meanwhile. What one side alone has changed is taken from it; what both have changed
// differently is for the planner to choose. Attributes are compared one by one, the shape whole.
import { positionsOf, isLinear } from "./parts.js";
import { lastOf } from "./last.js";
import { rebase } from "./saving.js";
import { same } from "./same.js";
import { apply, entry, stateOf } from "./steps.js";

/** What the shape is called beside the names of attributes. */
export const SHAPE = "geometry";
const BOTH_CHANGED = "合并两边的改动";

const partOf = (state, name) => (name === SHAPE ? state.geometry : state.values[name]);

/** Whose change made the two differ; "" where they do not, "both" where nobody can tell. */
function sideOf(name, { was, mine, theirs }) {
  const [ours, others] = [partOf(mine, name), partOf(theirs, name)];
  if (same(ours, others)) return "";
  if (was && same(partOf(was, name), ours)) return "theirs";
  return was && same(partOf(was, name), others) ? "mine" : "both";
}

function endOf({ geometry }, end) {
  if (!isLinear(geometry)) return null;
  const positions = positionsOf(geometry);
  return end === "start" ? positions[0] : lastOf(positions);
}

const ENDS = { start: ["start"], end: ["end"], whole: ["start", "end"] };

// What one has said of a line's end, or of all of it, is no longer true where the other has moved
// or turned that end, or cut the line.
function isCutOff(scope, side, { was, mine, theirs }) {
  if (side === "both") return false;
  const other = side === "mine" ? theirs : mine;
  return (ENDS[scope] ?? []).some((end) => !same(endOf(was, end), endOf(other, end)));
}

/**
 * Names of what differs: `{ clashes, brought }`, those to be asked about and those that the other
 * side alone has changed. `fields` are the kind's, which say what an attribute is said of.
 */
export function differencesOf(document, theirs, fields = []) {
  const { client_id } = theirs;
  const versions = {
    was: stateOf(entry(document.bases, client_id)), mine: entry(document.assets, client_id), theirs: stateOf(theirs),
  };
  const scopes = new Map(fields.map(({ name, scope }) => [name, scope]));
  const names = new Set([...fields.map(({ name }) => name), ...Object.keys(versions.mine.values), ...Object.keys(versions.theirs.values), SHAPE]);
  const found = { clashes: [], brought: [] };
  for (const name of names) {
    const side = sideOf(name, versions);
    if (!side) continue;
    if (side === "both" || isCutOff(scopes.get(name), side, versions)) found.clashes.push(name);
    else if (side === "theirs") found.brought.push(name);
  }
  return found;
}

/**
 * Both versions as one, on top of theirs; `sides` says of each clash whose is wanted: "mine" or
 * "theirs". The steps before are rewritten with it: undoing one gives back theirs, not what was.
 */
export function bringTogether(document, theirs, sides = {}) {
  const { client_id } = theirs;
  const versions = { mine: entry(document.assets, client_id), theirs: stateOf(theirs) };
  const next = rebase(document, client_id, theirs, stateOf(entry(document.bases, client_id)));
  const chosen = Object.entries(sides).map(([name, side]) => [name, versions[side]]);
  const after = chosen.reduce(withPart, entry(next.assets, client_id));
  return apply(next, { label: BOTH_CHANGED, changes: [{ client_id, after }] });
}

// A confirmation is said of one place and goes with it.
function withPart(state, [name, { geometry, outside_confirmed, values }]) {
  if (name === SHAPE) return { ...state, geometry, outside_confirmed };
  return { ...state, values: { ...state.values, [name]: values[name] } };
}
