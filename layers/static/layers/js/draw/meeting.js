// What was saved elsewhere of the assets that are changed here: brought together where both changed
// different things; what clashes is left as it is, to be asked about.
import { SHAPE, bringTogether, differencesOf, keepMine } from "../geometry/document.js";
import { readableValue } from "./readable.js";

const MOST_TOLD = 3;

/**
 * `conflicts`: [{ client_id, theirs, by, is_own }], `theirs` null where it was deleted. Gives
 * `{ open, brought }`: what is to be decided on, with its `clashes` and what else was `brought`
 * where both still have the asset; and words about each asset that is decided.
 */
export function meet(editor, conflicts) {
  const [open, brought] = [[], []];
  for (const conflict of conflicts) {
    const found = differences(editor, conflict);
    if (!found || found.clashes.length) open.push({ ...conflict, ...found });
    else brought.push(broughtTogether(editor, conflict, found));
  }
  return { open, brought: brought.filter(Boolean) };
}

/** null where one side has deleted the asset. */
function differences(editor, { client_id, theirs }) {
  const mine = editor.asset(client_id);
  if (!mine && !theirs) return { clashes: [], brought: [] };
  return mine && theirs ? differencesOf(editor.document, theirs, editor.kinds[mine.kind]?.fields) : null;
}

function broughtTogether(editor, { client_id, theirs, by, is_own: isOwn }, found) {
  const { document } = editor;
  editor.replace(theirs ? bringTogether(document, theirs) : keepMine(document, client_id, null));
  if (!found.brought.length) return "";
  const who = isOwn ? "您的另一个窗口" : by;
  return `${editor.title(theirs)} ${namesOf(editor, theirs, found.brought)}${who ? `（${who}）` : ""}`;
}

/** What the names of differing parts stand for: fields of the kind, the shape, or what no field knows. */
export function partsNamed(editor, { kind }, names) {
  const fields = [...(editor.kinds[kind]?.fields ?? []), { name: SHAPE, label: "图形" }];
  const known = new Map(fields.map((field) => [field.name, field]));
  return names.map((name) => known.get(name) ?? { name, label: name });
}

/** 所在道路“甲路”、图形 */
export function namesOf(editor, asset, names) {
  const words = (field) => `${field.label}“${readableValue(field, asset.values[field.name]) || "空"}”`;
  return partsNamed(editor, asset, names).map((part) => (part.name === SHAPE ? part.label : words(part))).join("、");
}

/** A sentence about what was brought, "" for nothing. */
export function broughtWords(brought) {
  if (!brought.length) return "";
  const rest = brought.length > MOST_TOLD ? `等 ${brought.length} 项` : "";
  return `已并入别处的修改：${brought.slice(0, MOST_TOLD).join("；")}${rest}`;
}
