// A source or a year that is asked for finds projects; their money is of all sources and years. What
// money covers then is told at each figure. Pure.
function covering(label, words) {
  return words ? `${label}（${words}）` : label;
}

/** What two years side by side are figures of; "" for any other two. */
export function ofYearsAlone([{ name } = {}]) {
  if (name !== "year") return "";
  return "比较的是工期（计划或实际）跨到该年的项目：当年计划、当年已支付也只是这些项目的，工期不到该年的项目即使该年有资金也不算，所以可能比总览里该年的合计少。";
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
