// A part of the page that the server draws for the district looked at, such as its projects and
// photos. <section data-part="url"> holds a box with data-part-body.
import { asked } from "../address.js";

export class Part {
  #url = "";

  constructor(section, notices) {
    this.section = section;
    this.box = section.querySelector("[data-part-body]");
    const matter = section.dataset.part;
    section.addEventListener("partial:failed", ({ detail: { error } }) => notices.fail(matter, error, () => this.#load()));
    section.addEventListener("htmx:afterSwap", () => notices.clear(matter));
  }

  show(isWanted, params) {
    this.section.hidden = !isWanted;
    const url = asked(this.section.dataset.part, params, this.#further());
    if (!isWanted || url === this.#url) return;
    this.#url = url;
    this.#load();
  }

  #further() {
    const { partSort: sort } = this.section.dataset;
    return sort ? { sort } : {};
  }

  #load() {
    window.htmx.ajax("GET", this.#url, { source: this.box, target: this.box, swap: "innerHTML show:none" }).catch(() => {});
  }
}
