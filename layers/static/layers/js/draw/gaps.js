// What is missing (缺项) of an asset: nothing is refused for it, but no project is submitted with it.

/** Whether a field is wanted of an asset with these values: a lift that is yet to be added has no code. */
export const isNeeded = ({ required, unknown_of: unknown }, { work }) => required && !unknown.includes(work);

/** Whether it is empty, and what says the same as well. */
export const isEmpty = ({ name, instead }, values) => !values[name] && !values[instead];

/** What lacks, as the server calls it; `kinds` as the server tells them. */
export function gapsOf(kinds, { kind, values }) {
  const lacking = (kinds[kind]?.fields ?? []).filter((field) => isNeeded(field, values) && isEmpty(field, values));
  return lacking.map(({ gap, label }) => gap || label);
}

/** A sentence about those of some assets that lack something, "" for none. */
export function gapWords(kinds, assets) {
  const found = assets.map((asset) => gapsOf(kinds, asset)).filter(({ length }) => length);
  const named = [...new Set(found.flat())].join("、");
  return found.length ? `${found.length} 项有缺项（${named}），在“设施”里标出` : "";
}
