// The legend of what the question finds, with how many of each, in the colouring chosen, and the
// switch between them.
import { element } from "./element.js";
import { keep, kept } from "./kept.js";
import { formatCount } from "./numbers.js";
import { lineSwatch, signSwatch } from "./swatch.js";

const KEY = "legend-blocks";
const SIGN_INK = "#4c5a5c";

function rowOf(label, count, ...samples) {
  const told = element("span", { class: "num count", text: formatCount(count) });
  return element("li", {}, [...samples, element("span", { text: label }), told]);
}

export class Legend {
  #found = null;
  #drawn = null;
  #open;

  /** `allOpen`: every block lies open, as on paper, whatever the person opened on the screen. */
  constructor(root, styling, view, { allOpen = false } = {}) {
    this.allOpen = allOpen;
    this.#open = { ...kept(KEY) };
    this.box = root.querySelector("[data-legend]");
    this.styling = styling;
    this.view = view;
    this.switches = [...root.querySelectorAll("[data-colouring]")];
    for (const button of this.switches) {
      button.addEventListener("click", () => view.colourBy(button.dataset.colouring));
    }
    view.addEventListener("colouring", () => this.#draw());
    this.#draw();
  }

  /** Tells from now on what is drawn alone: CodesDrawn. */
  tellOnly(drawn) {
    this.#drawn = drawn;
    this.#draw();
  }

  show(summary) {
    this.#found = summary;
    this.#draw();
  }

  #draw() {
    for (const button of this.switches) {
      button.setAttribute("aria-pressed", String(button.dataset.colouring === this.view.colouring));
    }
    if (this.#found) this.box.replaceChildren(...(this.view.colouring === "stage" ? this.#stages() : this.#kinds()));
  }

  #stages() {
    const rows = this.#rows("stage", "by_stage", "assets", (look) => [lineSwatch(look), signSwatch(look)]);
    return this.#block("阶段", true, rows);
  }

  #kinds() {
    return [
      ...this.#block("管线介质", true, this.#rows("medium", "by_medium", "assets", (look) => [lineSwatch(look)])),
      ...this.#block("其他设施颜色：领域", false, this.#rows("sector", "by_sector", "signs", (look) => [signSwatch(look)])),
      ...this.#block("其他设施形状：类别", false, this.#kindRows()),
    ];
  }

  #kindRows() {
    return [...this.#counts("by_kind", "assets")].filter(([code]) => code !== "pipe").map(([code, count]) => {
      const { label, sign } = this.styling.kinds.get(code);
      return rowOf(label, count, signSwatch({ color: SIGN_INK, hollow: false }, sign));
    });
  }

  // A block stays as the person left it, when the legend is drawn anew and the next time.
  #block(title, open, rows) {
    if (!rows.length) return [];
    const made = element("details", { open: this.allOpen || (this.#open[title] ?? open) }, [
      element("summary", { text: title }), element("ul", {}, rows),
    ]);
    made.addEventListener("toggle", () => this.allOpen || this.#note(title, made.open));
    return [made];
  }

  #note(title, open) {
    this.#open[title] = open;
    keep(KEY, this.#open);
  }

  /** Of a split of the totals: how many of each code the question finds, where there are any. */
  #counts(split, measure) {
    const isTold = ({ code }) => this.#drawn?.has(split.replace("by_", ""), code) ?? true;
    const rows = this.#found[split].filter((row) => row[measure] > 0 && isTold(row));
    return new Map(rows.map((row) => [row.code, row[measure]]));
  }

  #rows(group, split, measure, samplesOf) {
    const counts = this.#counts(split, measure);
    return this.styling.classes(this.view.colouring)
      .filter((look) => look.group === group && counts.has(look.code))
      .map((look) => rowOf(look.label, counts.get(look.code), ...samplesOf(look)));
  }
}
