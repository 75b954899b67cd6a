// What the map is doing, as attributes of the page's root: data-state is "loading" while anything
// is under way, "counting" while that is the counts of the filter alone, "error" when something
// failed, else "idle"; data-features-drawn counts the assets there, data-grouped stands where they
// are gathered in circles.
const COUNTS = "facets";

export class Activity {
  #root;
  #busy = new Map();
  #failed;
  #frame = 0;
  #assets;

  constructor(root, assets, failed) {
    this.#root = root;
    this.#assets = assets;
    this.#failed = failed;
  }

  set(matter, busy) {
    this.#busy.set(matter, busy);
    if (this.#state() === "loading") this.#root.dataset.state = "loading";
    this.refresh();
  }

  /** What failed and what was mended by itself, nothing having been under way, is told as well. */
  refresh() {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#publish());
  }

  #state() {
    const busy = [...this.#busy.keys()].filter((matter) => this.#busy.get(matter));
    if (busy.length) return busy.every((matter) => matter === COUNTS) ? "counting" : "loading";
    return this.#failed() ? "error" : "idle";
  }

  #publish() {
    const state = this.#state();
    if (state !== "loading") {
      this.#root.dataset.featuresDrawn = this.#assets.drawn();
      this.#root.toggleAttribute("data-grouped", this.#assets.grouped());
    }
    this.#root.dataset.state = state;
  }
}
