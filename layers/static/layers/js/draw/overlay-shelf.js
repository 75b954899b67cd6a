// The files that are laid under a drawing stay on this computer until they are taken away: a reload
// or a crash asks nobody to choose them again.
import { openShelf } from "../geometry/shelf.js";
import { DATABASE } from "../laid-files.js";

const STORE = "overlays";
const DAY_MS = 24 * 3600 * 1000;
/** A project that is not opened for so long gives its files up. */
const KEPT_MS = 30 * DAY_MS;

const SHELF = {
  name: DATABASE,
  version: 1,
  store: STORE,
  upgrade: (request) => request.result.createObjectStore(STORE),
  toError: (error) => error,
};

export class OverlayShelf {
  #shelf = null;

  constructor(projectNumber, userName, { now = Date.now, factory } = {}) {
    Object.assign(this, { projectNumber, userName, now, factory });
  }

  /** What was kept, in the order in which it was laid: [{ id, name, files, asked, isShown, laidAt, usedAt }]. */
  async find() {
    const found = await this.#tried(async (shelf) => {
      await shelf.sweep(({ usedAt }) => usedAt < this.now() - KEPT_MS);
      return shelf.find(this.projectNumber, this.userName);
    });
    const overlays = (found ?? []).map(({ tab, ...entry }) => ({ id: tab, ...entry }));
    // They are in use; told once a day, as the files are written with it.
    await Promise.all(overlays.filter(({ usedAt }) => usedAt < this.now() - DAY_MS).map((each) => this.keep(each)));
    return overlays.sort((a, b) => a.laidAt - b.laidAt);
  }

  /** False where it could not be kept. */
  async keep({ id, name, files, asked, isShown, laidAt }) {
    const entry = { name, files, asked, isShown, laidAt, usedAt: this.now() };
    return (await this.#tried((shelf) => shelf.keep(this.#place(id), entry))) !== null;
  }

  drop({ id }) {
    return this.#tried((shelf) => shelf.drop(this.#place(id)));
  }

  #place(id) {
    return { projectNumber: this.projectNumber, userName: this.userName, tab: id };
  }

  // Null where this browser keeps nothing.
  async #tried(work) {
    try {
      this.#shelf ??= await openShelf(SHELF, this.factory);
      return await work(this.#shelf);
    } catch (error) {
      console.warn(error);
      return null;
    }
  }
}
