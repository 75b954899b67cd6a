// Where one looks, in which colouring, with which project open: kept in the hash.
// Moving replaces the entry of the history; opening a project adds one, so that Back closes it.
import { formatView, parseView } from "./address.js";
import { keepBehind, keptBehind } from "./kept-behind.js";

export class View extends EventTarget {
  #map;
  colouring = "kind";
  project = "";
  sort = "";

  constructor(map) {
    super();
    Object.assign(this, keptBehind());
    this.#map = map;
    window.addEventListener("popstate", () => this.#follow());
  }

  /** Goes where the address says; false when it says nothing, then what is kept lies behind. */
  start() {
    const named = parseView(location.hash);
    if (named) this.#take(named, { reset: true });
    this.#map.on("moveend", () => this.#write("replaceState"));
    return named !== null;
  }

  colourBy(colouring) {
    this.colouring = colouring;
    this.#write("replaceState");
    this.dispatchEvent(new Event("colouring"));
  }

  showBase(base) {
    this.base = base;
    keepBehind(this);
    this.#write("replaceState");
    this.dispatchEvent(new Event("base"));
  }

  /** `over`: the numbers of the overlays shown, between commas. */
  showOver(over) {
    this.over = over;
    keepBehind(this);
    this.#write("replaceState");
    this.dispatchEvent(new Event("over"));
  }

  /** In which order the projects are listed; empty for the usual one. */
  sortBy(sort) {
    this.sort = sort;
    this.#write("replaceState");
    this.dispatchEvent(new Event("sort"));
  }

  open(project) {
    if (project === this.project) return;
    this.project = project;
    this.#write("pushState");
    this.dispatchEvent(new Event("project"));
  }

  #follow() {
    const named = parseView(location.hash);
    if (named) this.#take(named);
    else this.#write("replaceState");
  }

  // Moving writes the address: colouring and project are taken first, or the former ones were.
  // Leaflet pans by whole pixels; `reset` goes to the very place, at the price of every tile.
  #take({ zoom, lat, lng, colouring, project, base, over, sort }, { reset = false } = {}) {
    const [recoloured, reopened] = [colouring !== this.colouring, project !== this.project];
    const [rebased, overlaid, resorted] = [base !== this.base, over !== this.over, sort !== this.sort];
    Object.assign(this, { colouring, project, base, over, sort });
    this.#map.setView([lat, lng], zoom, { animate: false, reset });
    if (recoloured) this.dispatchEvent(new Event("colouring"));
    if (overlaid) this.dispatchEvent(new Event("over"));
    if (rebased) this.dispatchEvent(new Event("base"));
    if (resorted) this.dispatchEvent(new Event("sort"));
    if (reopened) this.dispatchEvent(new Event("project"));
  }

  #write(how) {
    const { lat, lng } = this.#map.getCenter();
    const { colouring, project, base, over, sort } = this;
    const hash = formatView({ zoom: this.#map.getZoom(), lat, lng, colouring, project, base, over, sort });
    history[how](null, "", `${location.pathname}${location.search}${hash}`);
  }
}
