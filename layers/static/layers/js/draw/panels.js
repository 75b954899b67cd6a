// The panel beside the map (attributes, assets, tray, problems) and the small windows over it. On
// a phone the panel is a sheet at the bottom that folds away.
const PHONE = window.matchMedia("(max-width: 760px)");

export class Panels {
  #windows = new Map();

  constructor(root, editor) {
    Object.assign(this, { root, editor });
    this.tabs = [...root.querySelectorAll("[data-tab]")];
  }

  start() {
    for (const tab of this.tabs) tab.addEventListener("click", () => this.#pick(tab));
    this.root.querySelector(".draw-tabs").addEventListener("keydown", (event) => this.#key(event));
    this.editor.addEventListener("selection", ({ detail }) => this.#follow(detail));
    this.editor.addEventListener("tool", () => this.#makeRoom());
    this.show("attributes");
    if (PHONE.matches) this.#fold(true);
  }

  // What is gathered row by row in the list would be interrupted by every row.
  #follow({ stays }) {
    if (PHONE.matches || !this.editor.selection.size) return;
    if (!stays || this.panel("assets").hidden) this.show("attributes");
  }

  panel(name) {
    return this.root.querySelector(`[data-panel="${name}"]`);
  }

  count(name, count) {
    const badge = this.root.querySelector(`[data-tab="${name}"] [data-count]`);
    badge.textContent = count || "";
    badge.hidden = !count;
  }

  show(name) {
    for (const tab of this.tabs) {
      const isShown = tab.dataset.tab === name;
      tab.setAttribute("aria-selected", String(isShown));
      tab.tabIndex = isShown ? 0 : -1;
      this.panel(tab.dataset.tab).hidden = !isShown;
    }
    this.#fold(false);
  }

  /** Show a panel first, where that hides nothing of the map. */
  unfoldBeside(name) {
    if (PHONE.matches) return;
    this.show(name);
    this.unasked = name;
  }

  // What is drawn next is chosen among the attributes: a panel that nobody has asked for makes room.
  #makeRoom() {
    if (!this.unasked || !this.editor.tool.kind) return;
    if (!this.panel(this.unasked).hidden) this.show("attributes");
    this.unasked = null;
  }

  /** A small window over the map, of which `close()` says whether it was open. */
  adopt(name, small) {
    this.#windows.set(name, small);
  }

  openParallel() {
    this.#only("parallel");
  }

  openSplit() {
    this.#only("split");
  }

  openCoordinates() {
    this.#only("coordinates");
  }

  openOverlays() {
    this.#only("overlays");
  }

  /** True where something was open. */
  closeInnermost() {
    return [...this.#windows.values()].some((small) => small.close());
  }

  #only(name) {
    const wasOpen = this.#windows.get(name).isOpen;
    this.closeInnermost();
    if (!wasOpen) this.#windows.get(name).open();
  }

  #pick(tab) {
    const isShown = tab.getAttribute("aria-selected") === "true";
    if (PHONE.matches && isShown) this.#fold(!this.root.querySelector(".draw-panel").hasAttribute("data-folded"));
    else this.show(tab.dataset.tab);
  }

  #fold(folded) {
    this.root.querySelector(".draw-panel").toggleAttribute("data-folded", folded && PHONE.matches);
  }

  #key(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const place = this.tabs.findIndex((tab) => tab.getAttribute("aria-selected") === "true");
    const next = this.tabs[(place + step + this.tabs.length) % this.tabs.length];
    this.show(next.dataset.tab);
    next.focus();
  }
}
