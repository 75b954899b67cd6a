// What an asset takes over from its neighbour: whatever is filled in there, but nothing known is
// given up for what the neighbour does not know.
import { readableValue } from "./readable.js";

const UNKNOWN = /^(未知|不详|不明|不清|待查)$/;

const isUnknown = (field, text) => UNKNOWN.test(readableValue(field, text));

function isTaken(field, own, text) {
  return Boolean(text) && !(own && own !== text && isUnknown(field, text));
}

/** The values with those of the neighbour. */
export function withBorrowed(fields, values, neighbours) {
  const taken = fields.filter((field) => isTaken(field, values[field.name], neighbours[field.name]));
  return { ...values, ...Object.fromEntries(taken.map(({ name }) => [name, neighbours[name]])) };
}

/** Which fields change in any of the assets, and which keep in one what the neighbour does not know. */
export function borrowed(fields, assets, neighbours) {
  const isAny = (test) => fields.filter((field) => assets.some(({ values }) => test(field, values[field.name], neighbours[field.name])));
  return {
    taken: isAny((field, own, text) => isTaken(field, own, text) && own !== text),
    kept: isAny((field, own, text) => Boolean(text) && !isTaken(field, own, text)),
  };
}

/** What became of it: 已取用：材质、管径. */
export function borrowedWords({ taken, kept }) {
  const names = (fields) => fields.map(({ label }) => label).join("、");
  const said = taken.length ? `已取用：${names(taken)}` : "没有可取用的属性：都相同或没有填";
  return kept.length ? `${said}；相邻设施的${names(kept)}是未知，保留原来的` : said;
}
