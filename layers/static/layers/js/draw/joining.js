// Joining assets that meet end to end: which one stays, and what becomes of what was said of each.
import { jointOf, mergeGeometries } from "../geometry/lines.js";
import { readableValue } from "./readable.js";
import { inRow, turned, withoutScopes } from "./scopes.js";

// Ends nearer than this are one end when lines are merged.
const JOINT_M = 0.5;

/** Join two selected lines that meet; the first stays, with its direction and what it says. */
export function mergeAssets(editor) {
  const [first, second, ...more] = editor.selected();
  const areLines = [first, second].every((asset) => asset?.geometry?.type.endsWith("LineString"));
  if (!areLines || more.length) return editor.say("合并：请先选中两条首尾相接的线");
  if (first.kind !== second.kind) return editor.say("合并：两条线的类别不同，不能合并");
  const { fields } = editor.kinds[first.kind];
  const whole = joined(fields, first, second);
  if (!whole) return editor.say("合并：两条线的端点没有相接（相距超过 0.5 m），请先把端点吸附到一起");
  const lines = [first, second];
  const values = { ...known(fields, lines), ...whole.values };
  editor.exchange("合并", { changed: [[first.client_id, { ...whole, values }]], removed: [second.client_id] });
  return editor.say([`已合并 ${lines.length} 条。`, differing(fields, lines), unmeasured(fields, lines, values)].join(""));
}

/** Two lines as one { geometry, values }, of what is said of the whole and its ends; null where they do not meet. */
function joined(fields, first, second) {
  const geometry = mergeGeometries(first.geometry, second.geometry, JOINT_M);
  if (!geometry) return null;
  const { isTurned, isBefore } = jointOf(first.geometry, second.geometry);
  const other = isTurned ? turned(fields, second.values) : second.values;
  const row = isBefore ? inRow(fields, other, first.values) : inRow(fields, first.values, other);
  // Ends of several parts are no ends of the whole: what was said of them is left empty.
  const areSimple = [first, second].every(({ geometry: { type } }) => type === "LineString");
  return { geometry, values: areSimple ? row : withoutScopes(fields, row, "start", "end") };
}

/** What is said of neither ends nor the whole: of the first that says it. */
function known(fields, lines) {
  const values = Object.assign({}, ...[...lines].reverse().map((line) => line.values));
  return withoutScopes(fields, values, "whole", "start", "end");
}

const callsItself = ({ values }) => (values.number ? `编号 ${values.number} 的` : "先选的那条的");

/** Which columns differ and what was taken; the number is not one: each line has its own. */
function differing(fields, lines) {
  const words = fields.filter(({ name, scope }) => name !== "number" && (!scope || scope === "own")).map((field) => {
    const saying = lines.filter(({ values }) => values[field.name]);
    const texts = [...new Set(saying.map(({ values }) => readableValue(field, values[field.name])))];
    return texts.length > 1 && `${field.label} ${texts.join("/")} 不同，已取 ${texts[0]}（${callsItself(saying[0])}）`;
  }).filter(Boolean);
  return words.length ? `${words.join("；")}，请核对。` : "";
}

/** Which figures of the whole nobody knows now, as not all of the lines had one. */
function unmeasured(fields, lines, values) {
  const gone = fields.filter(({ name, scope }) => scope === "whole" && !values[name] && lines.some((line) => line.values[name]));
  return gone.map(({ label }) => `${label}有一条没有填，已留空。`).join("");
}
