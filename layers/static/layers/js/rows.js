// Rows of projects beside the map, cards or a table: each [data-project] is in step with its shapes.
import { asked } from "./address.js";

export class Rows extends EventTarget {
  #question;
  #view;
  #url;

  /** Fires "point" and "pick" { project, bounds }; "leave" when nothing is pointed at. */
  constructor(box, { question, view }, url) {
    super();
    this.box = box;
    this.#question = question;
    this.#view = view;
    this.#url = url;
    this.#follow(["mouseover", "focusin"], "point");
    for (const type of ["mouseleave", "focusout"]) box.addEventListener(type, () => this.#tell("leave", null));
    box.addEventListener("click", (event) => this.#pick(event));
  }

  /** Ends when the rows show the answer, were told to have failed (partials.js) or are asked anew. */
  load(further = {}) {
    const { sort } = this.#view;
    const address = asked(this.#url, this.#question.params, { ...(sort && { sort }), ...further });
    return window.htmx.ajax("GET", address, {
      source: this.box, target: this.box, swap: "innerHTML show:none",
    }).catch(() => {});
  }

  /** Marks the row of a project, when it is shown. */
  mark(project) {
    for (const row of this.box.querySelectorAll("[data-project]")) {
      row.classList.toggle("is-linked", row.dataset.project === project);
    }
  }

  titleOf(project) {
    return this.#row(project)?.querySelector(TITLE)?.textContent.trim() ?? "";
  }

  #row(project) {
    return this.box.querySelector(`[data-project="${CSS.escape(project)}"]`);
  }

  #follow(types, name) {
    for (const type of types) {
      this.box.addEventListener(type, ({ target }) => {
        const row = target.closest("[data-project]");
        if (row) this.#tell(name, row);
      });
    }
  }

  // Ctrl-click still opens the project's page in a tab of its own, and other links lead where they say.
  #pick(event) {
    const row = event.target.closest("[data-project]");
    const link = event.target.closest("a");
    if (!row || link?.matches(`:not(${TITLE})`) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.#tell("pick", row);
  }

  #tell(name, row) {
    const detail = row && { project: row.dataset.project, bounds: boundsOf(row) };
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

const TITLE = ".result-title, .row-link";

function boundsOf({ dataset: { bounds } }) {
  return bounds ? bounds.split(",").map(Number) : null;
}
