// Which drafts are being worked on by a tab that is open. The browser gives a lock back when its
// tab is gone, however it went; where it has no locks (pages without https), every draft is free.
const nameOf = (tab) => `atlas-draft-${tab}`;

export class Claims {
  #held = new Set();

  /** True where the draft is this page's own from now on, until the page is gone. */
  async claim(tab) {
    if (this.#held.has(tab) || !navigator.locks) return true;
    const isFree = await new Promise((resolve) => {
      navigator.locks.request(nameOf(tab), { ifAvailable: true }, (lock) => {
        resolve(Boolean(lock));
        return lock ? new Promise(() => {}) : null;
      });
    });
    if (isFree) this.#held.add(tab);
    return isFree;
  }
}
