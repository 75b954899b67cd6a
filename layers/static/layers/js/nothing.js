// What is said where a question finds nothing: why, if the question itself cannot find anything.
export class Nothing {
  constructor(box) {
    this.box = box;
    this.words = box.querySelector("p");
    this.hint = this.words.textContent;
  }

  /** `contradiction`: why nothing whatever can be found, or "". */
  show(isEmpty, { contradiction }) {
    this.box.hidden = !isEmpty;
    this.words.textContent = contradiction || this.hint;
  }
}
