// The exact shapes of what is registered around the view, of every project that the person may
// see: tiles are too coarse to snap to. Fetched for somewhat more than the screen, and kept until
// the map leaves that.
//   fires "loaded"
import { makeGuides } from "../geometry/snap.js";
import { getJson, isAbort } from "../request.js";

const FROM_ZOOM = 15;
// So much of the view's width is fetched beyond each side.
const BEYOND = 0.5;

export class Neighbourhood extends EventTarget {
  #box = null;
  #asking = null;

  constructor({ map, notices, project, root }) {
    super();
    Object.assign(this, { map, notices, project, url: root.dataset.neighbourhoodUrl });
    this.guides = makeGuides([]);
    this.count = 0;
    /** "loaded", "loading", "far" (zoom in), "crowded" (too much to fetch) or "failed". */
    this.state = "far";
  }

  start() {
    this.map.on("moveend", () => this.#follow());
    this.#follow();
  }

  /** Fetch again what may have changed meanwhile. */
  refresh() {
    this.#box = null;
    this.#follow();
  }

  #follow() {
    if (this.map.getZoom() < FROM_ZOOM) return this.#become("far", null, []);
    const view = this.map.getBounds();
    if (this.#box?.contains(view)) return undefined;
    return this.#load(view.pad(BEYOND), view);
  }

  /** Where a box holds too much, `instead` is tried. */
  async #load(box, instead = null) {
    this.#asking?.abort();
    const asking = (this.#asking = new AbortController());
    this.#become("loading", this.#box, null);
    const query = new URLSearchParams({ bbox: box.toBBoxString(), without: this.project.number });
    try {
      const { features, complete } = await getJson(`${this.url}?${query}`, asking);
      this.notices.clear("neighbourhood");
      if (!complete && instead) return await this.#load(instead);
      return this.#become(complete ? "loaded" : "crowded", box, features);
    } catch (error) {
      if (isAbort(error)) return undefined;
      this.#become("failed", null, null);
      return this.notices.fail("neighbourhood", error, () => this.refresh());
    }
  }

  #become(state, box, features) {
    this.state = state;
    this.#box = box;
    if (features) {
      this.features = features;
      this.guides = makeGuides(features);
      this.count = features.length;
    }
    this.dispatchEvent(new Event("loaded"));
  }
}
