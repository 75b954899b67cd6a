// What is said where a question finds nothing: why, if the question itself cannot find anything;
// where nothing was asked there is nothing to be found yet.
export class Nothing {
  constructor(box) {
    this.box = box;
    this.first = box.querySelector("[data-first]");
    this.narrowed = box.querySelector("[data-narrowed]");
    this.words = this.narrowed.querySelector("p");
    this.hint = this.words.textContent;
    this.wordsHint = box.querySelector("[data-words-hint]");
  }

  /** `contradiction`: why nothing whatever can be found, or ""; `params`: what was asked. */
  show(isEmpty, { contradiction }, params) {
    this.box.hidden = !isEmpty;
    this.first.hidden = params.size > 0;
    this.narrowed.hidden = !this.first.hidden;
    this.words.textContent = contradiction || this.hint;
    this.wordsHint.hidden = !/^\S+$/.test((params.get("q") ?? "").trim());
  }
}
