// A source or a year that is asked for finds projects; their money is of all sources and years. What
// money covers then is told at each figure. Pure.
/** What is said of money where the day looked at is past: no day is on record with it. */
export const AS_REGISTERED = "现登记数";

function covering(label, words, params) {
  const told = [words, params.has("on") && AS_REGISTERED].filter(Boolean).join("，");
  return told ? `${label}（${told}）` : label;
}

/** The question with the day that its figures are of, by which the money is told. */
export function asOf(params, on) {
  const asked = new URLSearchParams(params);
  asked.delete("on");
  if (on) asked.set("on", on);
  return asked;
}

/** What two years side by side are figures of, and as of when; "" for any other two. */
export function ofYearsAlone(sides) {
  if (sides[0]?.name !== "year") return "";
  return [
    "比较的是工期（计划或实际）跨到该年的项目，跨年的项目两年都算；两年不是同一批项目，完成率不相减。",
    "已过去的年份看该年 12 月 31 日的情况：项目和阶段按阶段变动的生效日期推算，当时还没有的项目不计；投资、资金和长度是现在的登记数。",
    sides.some(({ ahead }) => ahead) ? "还没有到的年份不写阶段和完成率。" : "",
    "当年计划、当年已支付也只是这些项目的，工期不到该年的项目即使该年有资金也不算，所以可能比总览里该年的合计少。",
  ].join("");
}

/** A figure of money, of all the sources of its projects. */
export function ofAllSources(label, params) {
  return covering(label, params.has("funding") && "全部来源", params);
}

/** A figure of money that is added up over the years, too. */
export function ofAllMoney(label, params) {
  if (!params.has("year")) return ofAllSources(label, params);
  return covering(label, params.has("funding") ? "全部来源、年度" : "各年度", params);
}
