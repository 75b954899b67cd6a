// What was typed and not saved yet, kept in this browser: a session that ends, a window that is
// closed and a machine that stops cost nothing.
import { linesRead, linesWritten } from "./wire.js";

export class Draft {
  /** `key` names the person and the project; `store()` is the browser's own, where it has one. */
  constructor(key, store) {
    this.key = `renewal-atlas.money.${key}`;
    this.store = store;
  }

  /** `opened` are the lines that the table started from, `lines` those that it holds. */
  keep(opened, lines) {
    this.#attempt(() => this.store().setItem(this.key, JSON.stringify({ at: Date.now(), opened: linesWritten(opened), lines: linesWritten(lines) })));
  }

  /** `{ at, opened, lines }`, or null where there is none that can be read. */
  found() {
    return this.#attempt(() => {
      const { at, opened, lines } = JSON.parse(this.store().getItem(this.key));
      return { at: new Date(at), opened: linesRead(opened), lines: linesRead(lines) };
    });
  }

  drop() {
    this.#attempt(() => this.store().removeItem(this.key));
  }

  // A browser that keeps nothing, or whose store is full, edits without a draft.
  #attempt(act) {
    try {
      return act() ?? null;
    } catch {
      return null;
    }
  }
}
