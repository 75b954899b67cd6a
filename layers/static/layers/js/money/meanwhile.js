// What has changed between the table that was opened and the one on the screen, and how both are
// brought together with what somebody else has saved meanwhile.
import { areSame } from "./sheet.js";

const byId = (lines) => new Map(lines.map((line) => [line.client_id, line]));

/** `{ added, changed, removed }` of the lines on the screen against those that were opened. */
export function differences(opened, lines) {
  const before = byId(opened);
  const now = byId(lines);
  const found = { added: [], changed: [], removed: [] };
  for (const [id, line] of now) {
    if (!before.has(id)) found.added.push(line);
    else if (!areSame(line, before.get(id))) found.changed.push({ before: before.get(id), line });
  }
  found.removed = opened.filter(({ client_id: id }) => !now.has(id));
  return found;
}

export function isEmpty({ added, changed, removed }) {
  return !added.length && !changed.length && !removed.length;
}

/**
 * Lines of both: `{ lines, conflicts, fresh }`. What one side alone has touched is taken from it;
 * where both have, the person's own stays and is a conflict `{ mine, theirs }`, null being gone.
 * `fresh` names the lines that the other has written.
 */
export function broughtTogether(opened, myLines, theirLines) {
  const [before, mine, theirs] = [byId(opened), byId(myLines), byId(theirLines)];
  const result = { lines: [], conflicts: [], fresh: new Set() };
  for (const id of new Set([...theirs.keys(), ...mine.keys(), ...before.keys()])) {
    const sides = { was: before.get(id) ?? null, mine: mine.get(id) ?? null, theirs: theirs.get(id) ?? null };
    settle(id, sides, result);
  }
  return result;
}

function settle(id, { was, mine, theirs }, { lines, conflicts, fresh }) {
  if (agree(mine, theirs) || agree(was, mine)) {
    if (theirs) lines.push(theirs);
    if (theirs && !agree(was, theirs)) fresh.add(id);
  } else if (agree(was, theirs)) {
    if (mine) lines.push(mine);
  } else {
    conflicts.push({ id, mine, theirs });
    lines.push(mine ? { ...mine, id: theirs?.id, version: theirs?.version } : theirs);
  }
}

function agree(one, other) {
  return one === null || other === null ? one === other : areSame(one, other);
}

/** Lines after the person's choice in one conflict: "mine" or "theirs". */
export function chosen(lines, conflict, side) {
  const line = conflict[side];
  const others = lines.filter(({ client_id: id }) => id !== conflict.id);
  return line ? [...others, { ...line, id: conflict.theirs?.id, version: conflict.theirs?.version }] : others;
}
