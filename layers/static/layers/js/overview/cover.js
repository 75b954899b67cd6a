// A source or a year that is asked for finds projects; their money is of all sources and years. What
// money covers then is told at each figure. Pure.
function covering(label, words) {
  return words ? `${label}（${words}）` : label;
}

/** A figure of money, of all the sources of its projects. */
export function ofAllSources(label, params) {
  return covering(label, params.has("funding") && "全部来源");
}

/** A figure of money that is added up over the years, too. */
export function ofAllMoney(label, params) {
  if (!params.has("year")) return ofAllSources(label, params);
  return covering(label, params.has("funding") ? "全部来源、年度" : "各年度");
}
