// The rail, the drawer and the legend fold away; on a phone they are sheets at the bottom, one at a
// time. The legend lies over the map: where there is little of that, it is folded until it is asked for.
import { keep, kept } from "./kept.js";

const KEY = "legend-folded";
const PANELS = ["filters", "results", "legend"];
const PHONE = window.matchMedia("(max-width: 760px), (max-width: 1000px) and (max-height: 480px)");
const SMALL = window.matchMedia("(max-width: 1500px), (max-height: 860px)");

export class Panels extends EventTarget {
  #root;

  /** Fires "resize" when the room left for the map has changed. */
  constructor(root) {
    super();
    this.#root = root;
    for (const button of root.querySelectorAll("[data-toggle]")) {
      button.addEventListener("click", () => this.toggle(button.dataset.toggle));
    }
    // What a link of the page leads to is there to be reached.
    for (const link of document.querySelectorAll("[data-unfold]")) {
      link.addEventListener("click", () => this.unfold(link.dataset.unfold));
    }
    if (PHONE.matches) this.fold(...PANELS);
    else this.#set("legend", kept(KEY) ?? SMALL.matches);
    PHONE.addEventListener("change", () => PHONE.matches && this.fold(...PANELS));
  }

  /** How many pixels of the map's right and lower edge an open panel hides. */
  hidden() {
    const sheet = PHONE.matches && PANELS.find((name) => !this.isFolded(name));
    if (sheet) return { right: 0, bottom: this.#panel(sheet).offsetHeight };
    // It has no place while it is put away for drawing.
    const { offsetParent, offsetLeft } = this.#panel("legend");
    const open = offsetParent && !PHONE.matches && !this.isFolded("legend");
    return { right: open ? offsetParent.clientWidth - offsetLeft : 0, bottom: 0 };
  }

  toggle(name) {
    if (this.isFolded(name)) this.unfold(name);
    else this.fold(name);
    if (!PHONE.matches && name === "legend") keep(KEY, this.isFolded(name));
  }

  unfold(name) {
    const others = PHONE.matches ? PANELS.filter((other) => other !== name) : [];
    this.fold(...others);
    this.#set(name, false);
  }

  /** Whether it is out of sight. */
  isFolded(name) {
    return this.#panel(name).hasAttribute("data-folded");
  }

  fold(...names) {
    names.forEach((name) => this.#set(name, true));
  }

  #set(name, folded) {
    if (folded === this.isFolded(name)) return;
    this.#panel(name).toggleAttribute("data-folded", folded);
    for (const button of this.#root.querySelectorAll(`[data-toggle="${name}"]`)) {
      button.setAttribute("aria-expanded", String(!folded));
    }
    this.dispatchEvent(new Event("resize"));
  }

  #panel(name) {
    return this.#root.querySelector(`[data-panel="${name}"]`);
  }
}
