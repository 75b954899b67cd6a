// The sheet on the screen: its size and title, scaled to fit the window, printed or kept as a
// picture.
import { pictureOf } from "./paper-picture.js";

const GAP = 32;
const NOT_KEPT = new Error("图片没有存成，可能是内存不够；也可以用“打印、存为 PDF”");

export class Paper {
  #sight;
  #notices;
  #ratio;

  constructor(root, sight, notices, ratio) {
    this.root = root;
    this.#sight = sight;
    this.#notices = notices;
    this.#ratio = ratio;
    this.sheet = root.querySelector(".paper");
    this.desk = root.querySelector(".print-desk");
    const [title, heading] = ["title", "heading"].map((name) => root.querySelector(`[data-print-${name}]`));
    const paper = root.querySelector("[data-print-paper]");
    title.addEventListener("input", () => (heading.textContent = title.value.trim()));
    paper.addEventListener("change", () => this.#lay(paper.value));
    root.querySelector("[data-print-go]").addEventListener("click", () => window.print());
    root.querySelector("[data-print-png]").addEventListener("click", () => this.#keep(heading.textContent));
    window.addEventListener("resize", () => this.#fit());
    heading.textContent = title.value.trim();
    this.#cut(paper.value);
  }

  get size() {
    return this.sheet.dataset.paper;
  }

  /** Gives a long legend the room it needs; to be called when it is drawn anew. */
  fitLegend() {
    const legend = this.sheet.querySelector(".paper-legend");
    delete this.sheet.dataset.legendRoom;
    for (const room of ["wide", "full"]) {
      if (legend.scrollHeight <= legend.clientHeight + 1 && legend.scrollWidth <= legend.clientWidth + 1) break;
      this.sheet.dataset.legendRoom = room;
    }
    this.#sight.follow(this.size);
  }

  #lay(size) {
    this.#sight.hold(this.size);
    this.#cut(size);
    this.#sight.lay(size);
  }

  #cut(size) {
    this.sheet.dataset.paper = size;
    this.fitLegend();
    this.#fit();
  }

  #fit() {
    const { offsetWidth, offsetHeight } = this.sheet;
    const scale = Math.min(1, (this.desk.clientWidth - GAP) / offsetWidth);
    this.#scale(scale);
    this.desk.style.height = `${offsetHeight * scale + GAP}px`;
  }

  #scale(scale) {
    this.sheet.style.setProperty("--preview", scale);
  }

  // Tiles that a map of another size has just asked for belong on the picture, too.
  #rest() {
    return new Promise((resolve) => {
      const look = () => (this.root.dataset.state === "loading" ? requestAnimationFrame(look) : resolve());
      requestAnimationFrame(() => requestAnimationFrame(look));
    });
  }

  async #keep(title) {
    await this.#rest();
    try {
      save(await this.#picture(), `${title || "地图"}_${this.root.dataset.picture}.png`);
      this.#notices.clear("picture");
    } catch {
      this.#notices.fail("picture", NOT_KEPT, () => this.#keep(title));
    }
  }

  /** Of the sheet in its own size, however small the window shows it. */
  #picture() {
    const before = this.sheet.style.getPropertyValue("--preview");
    this.#scale(1);
    try {
      return pictureOf(this.sheet, this.#ratio);
    } finally {
      this.#scale(before);
    }
  }
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
