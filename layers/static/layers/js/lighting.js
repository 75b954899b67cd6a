// Lights up a project on the map as soon as its shapes are there, and tells where they do not come.
import { Shapes } from "./shapes.js";

export class Lighting {
  #shapes;
  #notices;

  constructor(shapesUrl, notices) {
    this.#shapes = new Shapes(shapesUrl);
    this.#notices = notices;
  }

  /**
   * Gives the shapes, or nothing where they do not come; `stillWanted()`: whether, when they come,
   * they are still those to be lit; `again()`: what a further try does.
   */
  async show(highlight, project, asset, stillWanted, again = () => this.show(highlight, project, asset, stillWanted)) {
    try {
      const collection = await this.#shapes.of(project);
      if (stillWanted()) highlight.show(collection, asset);
      this.#notices.clear("shapes");
      return collection;
    } catch (error) {
      if (stillWanted()) this.#notices.fail("shapes", error, again);
      return null;
    }
  }
}
