// The mouse over the assets: what lies under it, told once when it changes, and clicks.
const SETTLE_MS = 120;

export class Pointing extends EventTarget {
  #map;
  #assets;
  #frame = 0;
  #settling = 0;
  #under = null;
  #paused = false;

  /** Fires "hover" (at once), "settle" (after a moment on it), "leave" and "click". */
  constructor(map, assets) {
    super();
    this.#map = map;
    this.#assets = assets;
    map.on("mousemove", (event) => this.#later(event.latlng));
    map.on("mouseout movestart", () => this.#leave());
    map.on("click", ({ latlng }) => this.#paused || this.#tell("click", { latlng, ...assets.at(latlng) }));
  }

  /** While something is drawn over the assets, the mouse is not theirs. */
  pause(paused) {
    this.#paused = paused;
    if (paused) this.#leave();
  }

  #later(latlng) {
    cancelAnimationFrame(this.#frame);
    if (this.#paused) return;
    this.#frame = requestAnimationFrame(() => this.#look(latlng));
  }

  #look(latlng) {
    const found = this.#assets.at(latlng);
    if (!found) {
      this.#leave();
      return;
    }
    const detail = { latlng, ...found };
    this.#map.getContainer().classList.add("is-pointing");
    if (!isSame(found, this.#under)) this.#settle(detail);
    this.#under = found;
    this.#tell("hover", detail);
  }

  #settle(detail) {
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => this.#tell("settle", detail), SETTLE_MS);
  }

  #leave() {
    cancelAnimationFrame(this.#frame);
    if (!this.#under) return;
    clearTimeout(this.#settling);
    this.#under = null;
    this.#map.getContainer().classList.remove("is-pointing");
    this.#tell("leave", {});
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

function isSame(found, before) {
  return before !== null && found.asset?.id === before.asset?.id && !found.group && !before.group;
}
