// The legend of what the question finds, in the colouring chosen, and the switch between them.
import { element } from "./element.js";
import { lineSwatch, signSwatch } from "./swatch.js";

const SIGN_INK = "#4c5a5c";

function rowOf(label, ...samples) {
  return element("li", {}, [...samples, element("span", { text: label })]);
}

export class Legend {
  #found = null;
  #open = new Map();

  /** `allOpen`: every block lies open, as on paper. */
  constructor(root, styling, view, { allOpen = false } = {}) {
    this.allOpen = allOpen;
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
    const looks = this.#looks("stage", this.#present("by_stage", "projects"));
    return this.#block("阶段", true, looks.map((look) => rowOf(look.label, lineSwatch(look), signSwatch(look))));
  }

  #kinds() {
    const media = this.#looks("medium", this.#present("by_medium", "assets"));
    const sectors = this.#looks("sector", this.#present("by_sector", "assets"));
    const kinds = [...this.#present("by_kind", "assets")].filter((code) => code !== "pipe");
    return [
      ...this.#block("管线介质", true, media.map((look) => rowOf(look.label, lineSwatch(look)))),
      ...this.#block("其他设施颜色：领域", false, sectors.map((look) => rowOf(look.label, signSwatch(look)))),
      ...this.#block("其他设施形状：类别", false, kinds.map((code) => this.#kind(code))),
    ];
  }

  #kind(code) {
    const { label, sign } = this.styling.kinds.get(code);
    return rowOf(label, signSwatch({ color: SIGN_INK, hollow: false }, sign));
  }

  // A block stays as the person left it when the legend is drawn anew.
  #block(title, open, rows) {
    if (!rows.length) return [];
    const made = element("details", { open: this.#open.get(title) ?? (open || this.allOpen) }, [
      element("summary", { text: title }), element("ul", {}, rows),
    ]);
    made.addEventListener("toggle", () => this.#open.set(title, made.open));
    return [made];
  }

  #present(split, measure) {
    return new Set(this.#found[split].filter((row) => row[measure] > 0).map(({ code }) => code));
  }

  #looks(group, codes) {
    return this.styling.classes(this.view.colouring)
      .filter((look) => look.group === group && codes.has(look.code));
  }
}
