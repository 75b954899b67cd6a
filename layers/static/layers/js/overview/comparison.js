// Choosing two districts or two years to be put side by side.
import { element } from "../element.js";
import { ofYearsAlone } from "./cover.js";
import { tableOf } from "./table.js";
import { sidesSheet } from "./sheets.js";

function fill(select, options, chosen) {
  select.replaceChildren(...options.map(([value, text]) => element("option", { value, text, selected: value === chosen })));
}

/** Two of the options: those wanted that there are, then the first ones. */
export function pairOf(options, wanted) {
  const codes = options.map(([code]) => code);
  return [...new Set([...wanted.filter((code) => codes.includes(code)), ...codes])].slice(0, 2);
}

export class Comparison {
  /** `compare([a, b])` is called with two codes or two years. */
  constructor(root, compare) {
    this.thisYear = Number(root.querySelector("[data-day]").dataset.last.slice(0, 4));
    this.box = root.querySelector("[data-sides]");
    this.forms = [...root.querySelectorAll("[data-compare]")];
    for (const form of this.forms) {
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        const pair = [...form.querySelectorAll("select")].map(({ value }) => value);
        if (pair[0] !== pair[1]) this.#close(form, compare, pair);
        else form.querySelector("[data-same]").hidden = false;
      });
    }
  }

  /** `stages` are those of the question. */
  show({ districts, total, sides, chosen }, lead, stages) {
    const years = Object.keys(total.years).filter(Boolean).sort().reverse();
    const seen = districts.filter(({ hidden }) => !hidden);
    this.#offer("district", seen.map(({ code, label }) => [code, label]), sides, chosen);
    this.#offer("year", years.map((year) => [year, `${year} 年`]), sides, [this.thisYear, this.thisYear - 1].map(String));
    this.box.hidden = sides.length === 0;
    this.box.replaceChildren(...(sides.length ? this.#told(sides, lead, stages) : []));
  }

  #told(sides, lead, stages) {
    const words = ofYearsAlone(sides);
    const note = words ? [element("p", { class: "muted overview-sides-note", text: words })] : [];
    return [tableOf(sidesSheet(sides, stages), "比较", lead), ...note];
  }

  #offer(name, options, sides, first) {
    const form = this.forms.find(({ dataset }) => dataset.compare === name);
    form.hidden = options.length < 2;
    form.querySelector("[data-same]").hidden = true;
    const compared = sides.filter((side) => side.name === name).map(({ code }) => code);
    const pair = pairOf(options, compared.length ? compared : first);
    form.querySelectorAll("select").forEach((select, i) => fill(select, options, pair[i]));
  }

  #close(form, compare, pair) {
    form.closest("details").open = false;
    compare(pair);
  }
}
