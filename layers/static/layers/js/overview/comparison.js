// Choosing two districts or two years to be put side by side.
import { element } from "../element.js";
import { ofYearsAlone } from "./cover.js";
import { tableOf } from "./table.js";
import { sidesSheet } from "./sheets.js";

function fill(select, options, chosen) {
  select.replaceChildren(...options.map(([value, text]) => element("option", { value, text, selected: value === chosen })));
}

export class Comparison {
  /** `compare([a, b])` is called with two codes or two years. */
  constructor(root, compare) {
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

  show({ districts, total, sides, chosen }, lead) {
    const years = Object.keys(total.years).filter(Boolean).sort().reverse();
    const seen = districts.filter(({ hidden }) => !hidden);
    this.#offer("district", seen.map(({ code, label }) => [code, label]), sides, chosen);
    this.#offer("year", years.map((year) => [year, `${year} 年`]), sides, []);
    this.box.hidden = sides.length === 0;
    this.box.replaceChildren(...(sides.length ? this.#told(sides, lead) : []));
  }

  #told(sides, lead) {
    const words = ofYearsAlone(sides);
    const note = words ? [element("p", { class: "muted overview-sides-note", text: words })] : [];
    return [tableOf(sidesSheet(sides), "比较", lead), ...note];
  }

  #offer(name, options, sides, chosen) {
    const form = this.forms.find(({ dataset }) => dataset.compare === name);
    form.hidden = options.length < 2;
    form.querySelector("[data-same]").hidden = true;
    const compared = sides.filter((side) => side.name === name).map(({ code }) => code);
    const first = compared[0] ?? chosen[0] ?? options[0]?.[0];
    const second = compared[1] ?? options.find(([value]) => value !== first)?.[0];
    form.querySelectorAll("select").forEach((select, i) => fill(select, options, [first, second][i]));
  }

  #close(form, compare, pair) {
    form.closest("details").open = false;
    compare(pair);
  }
}
