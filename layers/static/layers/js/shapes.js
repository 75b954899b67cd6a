// The exact shapes of a project, as the server keeps them; the last few are remembered.
import { getJson } from "./request.js";

const KEPT = 24;

export class Shapes {
  #template;
  #kept = new Map();

  constructor(urlTemplate) {
    this.#template = urlTemplate;
  }

  async of(project) {
    if (!this.#kept.has(project)) {
      const url = this.#template.replace("{number}", encodeURIComponent(project));
      this.#keep(project, getJson(url));
    }
    return this.#kept.get(project);
  }

  // A failed request is forgotten, so that the next look asks again.
  #keep(project, shapes) {
    this.#kept.set(project, shapes);
    shapes.catch(() => this.#kept.delete(project));
    if (this.#kept.size > KEPT) this.#kept.delete(this.#kept.keys().next().value);
  }
}
