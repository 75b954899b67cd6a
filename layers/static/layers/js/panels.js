// The rail and the drawer fold away; on a phone they are sheets at the bottom, one at a time.
const PANELS = ["filters", "results", "legend"];
const PHONE = window.matchMedia("(max-width: 760px)");

export class Panels extends EventTarget {
  #root;

  /** Fires "resize" when the room left for the map has changed. */
  constructor(root) {
    super();
    this.#root = root;
    for (const button of root.querySelectorAll("[data-toggle]")) {
      button.addEventListener("click", () => this.toggle(button.dataset.toggle));
    }
    if (PHONE.matches) this.#fold(...PANELS);
    PHONE.addEventListener("change", () => PHONE.matches && this.#fold(...PANELS));
  }

  /** How many pixels of the map's lower edge an open sheet hides. */
  hidden() {
    const open = PHONE.matches && PANELS.find((name) => !this.#isFolded(name));
    return open ? this.#panel(open).offsetHeight : 0;
  }

  toggle(name) {
    if (this.#isFolded(name)) this.unfold(name);
    else this.#fold(name);
  }

  unfold(name) {
    const others = PHONE.matches ? PANELS.filter((other) => other !== name) : [];
    this.#fold(...others);
    this.#set(name, false);
  }

  #isFolded(name) {
    return this.#panel(name).hasAttribute("data-folded");
  }

  #fold(...names) {
    names.forEach((name) => this.#set(name, true));
  }

  #set(name, folded) {
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
