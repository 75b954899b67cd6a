// Joining assets that meet end to end: which one stays, and what becomes of what was said of each.
import { jointOf, mergeGeometries } from "../geometry/lines.js";
import { readableValue } from "./readable.js";
import { inRow, turned, withoutScopes } from "./scopes.js";

// Ends nearer than this are one end when lines are merged.
const JOINT_M = 0.5;

/**
 * Join the selected lines, which make one chain: the first stays, with its direction and what it
 * says; what is registered already goes before what is not.
 */
export function mergeAssets(editor) {
  const lines = registeredFirst(editor.selected());
  const refusal = unfit(lines);
  if (refusal) return editor.say(`合并：${refusal}`);
  const [first, ...others] = lines;
  const { fields } = editor.kinds[first.kind];
  const whole = chained(fields, first, others);
  if (!whole) return editor.say(`合并：${apart(lines.length)}`);
  const values = { ...known(fields, lines), ...whole.values };
  editor.exchange("合并", {
    changed: [[first.client_id, { geometry: whole.geometry, values }]], removed: others.map(({ client_id }) => client_id),
  });
  return editor.say([`已合并 ${lines.length} 条。`, struckOff(editor, lines), differing(fields, lines), unmeasured(fields, lines, values)].join(""));
}

const areRegistered = (lines) => lines.filter(({ base }) => base);

const registeredFirst = (lines) => [...areRegistered(lines), ...lines.filter(({ base }) => !base)];

/** Whose record goes, where there was more than one. */
function struckOff(editor, lines) {
  const [stays, ...others] = areRegistered(lines).map((line) => editor.title(line));
  return others.length ? `保留 ${stays} 的登记，${others.join("、")} 的登记保存后删除。` : "";
}

function unfit(lines) {
  const areLines = lines.every(({ geometry }) => geometry?.type.endsWith("LineString"));
  if (!areLines || lines.length < 2) return "请先选中首尾相接的线，两条或更多";
  return new Set(lines.map(({ kind }) => kind)).size > 1 ? "选中的线类别不同，不能合并" : "";
}

const apart = (count) => (count > 2
  ? `已选 ${count} 条，不能首尾相接成一条：有分叉，或端点相距超过 0.5 m`
  : "两条线的端点没有相接（相距超过 0.5 m），请先把端点吸附到一起");

/** The lines as one, whichever of them comes next; null where one is left over. */
function chained(fields, whole, left) {
  if (!left.length) return whole;
  const next = nearestTo(whole, left);
  const longer = joined(fields, whole, next);
  return longer && chained(fields, longer, left.filter((each) => each !== next));
}

function nearestTo(whole, lines) {
  const gap = ({ geometry }) => jointOf(whole.geometry, geometry).gapMetres;
  return lines.reduce((best, each) => (gap(each) < gap(best) ? each : best));
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
