// What was typed into forms and not saved yet, kept in this tab: a login that ends while someone
// types costs nothing. Whose it is stands in the key: nobody else who signs in here gets it.
const SHELF = "renewal-atlas.form.";

export class DraftShelf {
  /** `person` is none at the door; `store()` is the tab's own, where it has one. */
  constructor(person, store) {
    Object.assign(this, { own: `${SHELF}${person} `, store });
  }

  keep(address, values, { isSent = false } = {}) {
    this.#attempt(() => this.store().setItem(this.own + address, JSON.stringify({ values, isSent })));
  }

  /** `{ values, isSent }`, or null where there is none that can be read. */
  found(address) {
    return this.#read(this.own + address);
  }

  drop(address) {
    this.#attempt(() => this.store().removeItem(this.own + address));
  }

  clear() {
    for (const key of this.#keys()) this.#attempt(() => this.store().removeItem(key));
  }

  get isEmpty() {
    return this.#keys().length === 0;
  }

  /** Nobody reads what another person has typed. */
  dropOthers() {
    for (const key of this.#keys()) if (!key.startsWith(this.own)) this.#attempt(() => this.store().removeItem(key));
  }

  /** The page that came after sending has said which are saved: the others are wanted again. */
  settle(saved) {
    for (const key of this.#keys()) {
      const draft = this.#read(key);
      if (!draft?.isSent) continue;
      const isSaved = saved.some((address) => key === this.own + address);
      this.#attempt(() => (isSaved ? this.store().removeItem(key) : this.store().setItem(key, JSON.stringify({ ...draft, isSent: false }))));
    }
  }

  #keys() {
    return this.#attempt(() => Object.keys(this.store()).filter((key) => key.startsWith(SHELF))) ?? [];
  }

  #read(key) {
    return this.#attempt(() => {
      const { values, isSent } = JSON.parse(this.store().getItem(key));
      return Array.isArray(values) ? { values, isSent } : null;
    });
  }

  // A tab that keeps nothing, or whose store is full, edits without drafts.
  #attempt(act) {
    try {
      return act() ?? null;
    } catch {
      return null;
    }
  }
}
