// What one likes to see behind the map, base map and reference layers: kept in this browser, so that
// it is chosen once for all maps of the site. A choice like the view's, for maps without an address.
import { keep, kept } from "./kept.js";

const KEY = "behind-the-map";

/** { base, over }; nothing where nothing was chosen, or the browser keeps nothing. */
export function keptBehind() {
  const { base = "", over = "" } = kept(KEY) ?? {};
  return { base: String(base), over: String(over) };
}

export function keepBehind({ base, over }) {
  keep(KEY, { base, over });
}

export class KeptBehind extends EventTarget {
  constructor() {
    super();
    Object.assign(this, keptBehind());
  }

  showBase(base) {
    this.#choose({ base });
    this.dispatchEvent(new Event("base"));
  }

  showOver(over) {
    this.#choose({ over });
    this.dispatchEvent(new Event("over"));
  }

  #choose(chosen) {
    Object.assign(this, chosen);
    keepBehind(this);
  }
}
