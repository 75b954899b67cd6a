// The register's table below the map: the same question, sorted and turned over in place. The
// order is the view's, and the list's beside the map too.
import { bindColumns } from "./columns.js";
import { keep, kept } from "./kept.js";
import { Rows } from "./rows.js";
import { TableHeight } from "./table-height.js";

const KEY = "renewal-atlas.map.table";
// Where the focus goes when it is closed; with a card open the list is out of sight.
const OPENERS = ".table-toggle, [data-card-close]";
// On a phone there is no room for it: the list has the same projects.
const ROOMY = window.matchMedia("(min-width: 761px) and (min-height: 561px)");

export class MapTable extends Rows {
  #view;
  #page = null;
  #height;

  /** Fires "toggle" when it is opened or closed, "resize" when it is made higher or lower, "turn" when other rows are to be loaded. */
  constructor(root, asking, url) {
    const panel = root.querySelector("[data-map-table]");
    super(panel.querySelector("[data-rows]"), asking, url);
    Object.assign(this, { root, panel });
    this.#view = asking.view;
    this.#height = new TableHeight(panel, () => this.dispatchEvent(new Event("resize")));
    for (const [source, type] of [[asking.question, "change"], [asking.view, "sort"]]) {
      source.addEventListener(type, () => { this.#page = null; });
    }
    // In a tab or window of their own its links open the register's page.
    this.box.addEventListener("click", (event) => this.#turn(event));
    for (const button of this.#buttons) button.addEventListener("click", () => this.#toggle());
    bindColumns(document);
    if (kept(KEY) && ROOMY.matches) this.#show(true);
    ROOMY.addEventListener("change", () => this.#toggleTo(ROOMY.matches && Boolean(kept(KEY))));
  }

  get isOpen() {
    return !this.panel.hidden;
  }

  async load() {
    const hadFocus = this.box.contains(document.activeElement);
    await super.load(this.#page && { page: this.#page });
    // A link that was pressed may be there no more.
    if (hadFocus && !this.box.contains(document.activeElement)) this.box.querySelector("[tabindex]")?.focus();
  }

  get #buttons() {
    return this.root.querySelectorAll("[data-table-toggle]");
  }

  #toggle() {
    keep(KEY, !this.isOpen);
    this.#toggleTo(!this.isOpen);
  }

  #toggleTo(open) {
    if (open === this.isOpen) return;
    this.#show(open);
    const { activeElement } = document;
    this.dispatchEvent(new Event("toggle"));
    // The button that opened it may be folded away with the list.
    if (open && !activeElement.checkVisibility()) this.panel.focus({ preventScroll: true });
    if (open) this.dispatchEvent(new Event("turn"));
    else this.#leave();
  }

  #leave() {
    const hadFocus = this.panel.contains(document.activeElement) || document.activeElement === document.body;
    this.box.replaceChildren();
    if (hadFocus) [...this.root.querySelectorAll(OPENERS)].find((button) => button.checkVisibility())?.focus();
  }

  #show(open) {
    this.panel.hidden = !open;
    this.root.toggleAttribute("data-tabled", open);
    this.#height.fit();
    for (const button of this.#buttons) button.setAttribute("aria-expanded", String(open));
  }

  #turn(event) {
    const link = event.target.closest("a.sort, .pagination a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const { searchParams } = new URL(link.href);
    const sort = searchParams.get("sort") ?? "";
    if (sort !== this.#view.sort) {
      this.#view.sortBy(sort);
      return;
    }
    this.#page = searchParams.get("page");
    this.dispatchEvent(new Event("turn"));
  }
}
