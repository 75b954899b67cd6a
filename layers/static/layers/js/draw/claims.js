// Which drafts are being worked on by a tab that is open. The browser gives a lock back when its
// tab is gone, however it went. Where it has no locks (pages without https) or refuses them, the
// other tabs are asked.
const nameOf = (tab) => `atlas-draft-${tab}`;
// A tab that is alive answers at once.
const PATIENCE_MS = 400;

export class Claims {
  #held = new Set();
  #channel = null;

  /** True where the draft is this page's own from now on, until the page is gone. */
  async claim(tab) {
    if (this.#held.has(tab)) return true;
    const isFree = await this.#locked(tab).catch(() => this.#unanswered(tab));
    if (isFree) this.#held.add(tab);
    return isFree;
  }

  #locked(tab) {
    return new Promise((resolve, reject) => {
      if (!navigator.locks) throw new Error("no locks");
      navigator.locks.request(nameOf(tab), { ifAvailable: true }, (lock) => {
        resolve(Boolean(lock));
        return lock ? new Promise(() => {}) : null;
      }).catch(reject);
    });
  }

  /** True where no other tab says that it works on the draft. */
  #unanswered(tab) {
    this.#listen();
    return new Promise((resolve) => {
      const answer = ({ data }) => data.held === tab && resolve(false);
      this.#channel.addEventListener("message", answer);
      this.#channel.postMessage({ asked: tab });
      setTimeout(() => resolve(true), PATIENCE_MS);
    });
  }

  #listen() {
    if (this.#channel) return;
    this.#channel = new BroadcastChannel("atlas-drafts");
    this.#channel.addEventListener("message", ({ data }) => {
      if (this.#held.has(data.asked)) this.#channel.postMessage({ held: data.asked });
    });
  }
}
