// The list beside the map: the same question, page by page, in step with the shapes.
import { asked } from "./address.js";
import { Rows } from "./rows.js";

export class Results extends Rows {
  #question;
  #url;

  constructor(box, question, url) {
    super(box);
    this.#question = question;
    this.#url = url;
  }

  load() {
    return this.fetch(asked(this.#url, this.#question.params));
  }
}
