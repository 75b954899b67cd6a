// Figures that follow a slider while it is dragged: one question at a time, and next the value
// wanted last, so that a slow answer is neither overtaken nor called off by every pixel.
export class Peek {
  #look;
  #frame = 0;
  #asking = null;
  #wanted = null;

  /** `look(value, asking)` ends when the value is shown; `asking` aborts it. */
  constructor(look) {
    this.#look = look;
  }

  at(value) {
    this.#wanted = { value };
    // A key moves and asks for good in one go: then there is nothing to peek at.
    if (!this.#asking) this.#frame ||= requestAnimationFrame(() => this.#follow());
  }

  stop() {
    cancelAnimationFrame(this.#frame);
    this.#asking?.abort();
    this.#frame = 0;
    this.#asking = this.#wanted = null;
  }

  async #follow() {
    this.#frame = 0;
    while (this.#wanted) {
      const { value } = this.#wanted;
      const asking = (this.#asking = new AbortController());
      this.#wanted = null;
      await this.#look(value, asking);
      if (asking.signal.aborted) return;
    }
    this.#asking = null;
  }
}
