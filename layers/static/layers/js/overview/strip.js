// The big figures of a place: each leads to the list of what it counts, where it counts anything.
import { asked, narrowedTo } from "../address.js";
import { element, figure } from "../element.js";
import { bigWan, formatCount, formatKm, formatShare, shortWan } from "../numbers.js";
import { asOf, ofAllMoney, ofAllSources } from "./cover.js";
import { doneAmong } from "./done.js";

function sum({ years }, column) {
  return Object.values(years).reduce((total, year) => total + Number(year[column]), 0);
}

// Where a line is too long, what stands in brackets goes to the next as a whole.
function unbroken(words) {
  return words.split(/(?=（)/).map((text) => element("span", { text }));
}

function total(label, shown, href, note) {
  const lead = href ? { href, title: `${label}：在项目库中查看` } : {};
  return element(href ? "a" : "div", { class: "overview-figure", ...lead }, [
    element("span", { class: "total-label" }, unbroken(label)),
    element("span", { class: "overview-number" }, shown),
    element("span", { class: "overview-note" }, unbroken(note)),
  ]);
}

/** The question asked of those done alone: of the stages asked for, those that count as done; null where none are found. */
export function ofTheDone(params, found) {
  if (!found) return null;
  const narrower = new URLSearchParams(params);
  narrower.delete("stage");
  doneAmong(params.getAll("stage")).forEach((stage) => narrower.append("stage", stage));
  return narrower;
}

/** What a project costs on average, by those that say so: what is not stated is not 0. */
export function averageOf({ projects, stated, investment_wan }) {
  if (!projects) return "";
  if (!stated) return "各项目都没有填总投资";
  const rest = projects > stated ? `（另有 ${formatCount(projects - stated)} 个未填）` : "";
  return `平均每个 ${shortWan(investment_wan / stated)}${rest}`;
}

/** What the payments are a part of; of a day of the past, up to which year they are counted. */
export function paidNote(planned, paid, on) {
  if (on) return `算到 ${on.slice(0, 4)} 年度的支付`;
  return planned ? `占计划的 ${formatShare(paid / planned)}` : "还没有资金计划";
}

/**
 * The figures of `place`; `params` is the question that the list is asked, if there is one, `on` the
 * day of the past that they are of: the money is what is registered now all the same.
 */
export function showStrip(box, place, params, { listUrl, on } = {}) {
  const leading = (question) => listUrl && question && asked(listUrl, question);
  const { projects, done, investment_wan, length_m, completion } = place;
  const [planned, paid] = [sum(place, "planned_wan"), sum(place, "paid_wan")];
  const list = leading(params);
  const then = asOf(params, on);
  box.replaceChildren(
    total("完成率", [element("span", { class: "num", text: formatShare(completion) })], leading(ofTheDone(params, done)), `竣工验收和销号 ${formatCount(done)} 个`),
    total("项目", figure({ figure: formatCount(projects), unit: "个" }), list, `开工和在建 ${formatCount(underWay(place))} 个`),
    total(ofAllSources("总投资", then), figure(bigWan(investment_wan)), list, averageOf(place)),
    total(ofAllMoney("计划资金", then), figure(bigWan(planned)), list, "各年度、各来源合计"),
    total(ofAllMoney("已支付", then), figure(bigWan(paid)), list, paidNote(planned, paid, on)),
    total("管线长度", figure(formatKm(length_m)), leading(narrowedTo(params, "kind", "pipe", length_m)), "已上图的实测长度"),
  );
}

function underWay({ stages }) {
  return ["started", "building"].reduce((count, stage) => count + (stages[stage]?.projects ?? 0), 0);
}
