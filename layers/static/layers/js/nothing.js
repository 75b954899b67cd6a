// What is said where a question finds nothing: why, if the question itself cannot find anything.
const CONTRADICTORY = "总投资的下限大于上限，请改一个。";

function isContradictory(params) {
  const [least, most] = ["investment_min", "investment_max"].map((name) => params.get(name));
  return Boolean(least && most) && Number(least) > Number(most);
}

export class Nothing {
  constructor(box) {
    this.box = box;
    this.words = box.querySelector("p");
    this.hint = this.words.textContent;
  }

  show(isEmpty, params) {
    this.box.hidden = !isEmpty;
    this.words.textContent = isContradictory(params) ? CONTRADICTORY : this.hint;
  }
}
