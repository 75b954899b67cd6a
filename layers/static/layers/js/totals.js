// The strip of totals. Every figure leads to what it counts: by narrowing the question, or to
// the register asked the same; one that counts nothing leads nowhere.
import { asked, narrowedTo } from "./address.js";
import { element, figure } from "./element.js";
import { formatCount, formatKm, formatWan } from "./numbers.js";
import { REGIONS } from "./regions.js";

/** What heads the map, on the screen and on paper: [label, { figure, unit }] of each. */
export function mainFigures({ projects, investment_wan, length_m }) {
  return [
    ["项目", { figure: formatCount(projects), unit: "个" }],
    ["总投资", formatWan(investment_wan)],
    ["管线长度", formatKm(length_m)],
  ];
}

/** Whether the figures count within a region, which is to be said. */
export function isOfRegion(params) {
  return REGIONS.some((name) => params.has(name));
}

function total(label, shown, lead) {
  const parts = [element("span", { class: "total-label", text: label }), element("span", { class: "total-figure" }, shown)];
  if (!lead) return element("div", { class: "total" }, parts);
  return lead.href
    ? element("a", { class: "total", ...lead }, parts)
    : element("button", { class: "total", type: "button", ...lead }, parts);
}

export class Totals {
  /** `note`: what the figures count where the question is about a region. */
  constructor(box, note, question, registerUrl) {
    this.box = box;
    this.note = note;
    this.question = question;
    this.registerUrl = registerUrl;
  }

  wait() {
    this.box.setAttribute("aria-busy", "true");
  }

  show(summary) {
    this.box.removeAttribute("aria-busy");
    this.note.hidden = !isOfRegion(this.question.params);
    this.box.replaceChildren(
      this.#group("合计", this.#main(summary)),
      this.#group("各介质管线长度", summary.by_medium.filter(({ length_m }) => length_m > 0).map((row) => this.#medium(row))),
      this.#group("各类设备设施", summary.by_kind.filter(isCounted).map((row) => this.#kind(row))),
    );
  }

  #group(label, totals) {
    const hidden = totals.length === 0;
    return element("div", { class: "totals-group", role: "group", "aria-label": label, hidden }, totals);
  }

  #main(summary) {
    const href = asked(this.registerUrl, this.question.params);
    const inRegister = { href, title: "在项目库中查看" };
    const leads = [inRegister, inRegister, this.#narrow("kind", "pipe", "只看管线", summary.length_m)];
    return [
      ...mainFigures(summary).map(([label, shown], i) => total(label, figure(shown), leads[i])),
      total("未上图", figure({ figure: formatCount(summary.unmapped), unit: "项" }),
        this.#narrow("mapped", "no", "只看没有图形的设备设施", summary.unmapped)),
    ];
  }

  #medium({ code, label, length_m }) {
    return total(label, figure(formatKm(length_m)), this.#narrow("medium", code, `只看${label}管线`, length_m));
  }

  #kind({ code, label, unit, assets }) {
    return total(label, figure({ figure: formatCount(assets), unit }), this.#narrow("kind", code, `只看${label}`, assets));
  }

  #narrow(name, value, title, found) {
    const narrower = narrowedTo(this.question.params, name, value, found);
    return narrower && { title, on: { click: () => this.question.ask(narrower) } };
  }
}

function isCounted({ code, assets }) {
  return code !== "pipe" && assets > 0;
}
