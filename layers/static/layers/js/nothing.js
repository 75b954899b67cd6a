// What is said where a question finds nothing: why, if the question itself cannot find anything.
export class Nothing {
  constructor(box) {
    this.box = box;
    this.words = box.querySelector("p");
    this.hint = this.words.textContent;
    this.wordsHint = box.querySelector("[data-words-hint]");
  }

  /** `contradiction`: why nothing whatever can be found, or ""; `params`: what was asked. */
  show(isEmpty, { contradiction }, params) {
    this.box.hidden = !isEmpty;
    this.words.textContent = contradiction || this.hint;
    this.wordsHint.hidden = !/^\S+$/.test((params.get("q") ?? "").trim());
  }
}
