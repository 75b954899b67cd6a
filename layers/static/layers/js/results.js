// The list beside the map: the same question, page by page, in step with the shapes.
import { asked } from "./address.js";

export class Results extends EventTarget {
  #question;
  #url;

  /** Fires "point" and "pick" { project, bounds }; "leave" when nothing is pointed at. */
  constructor(box, question, url) {
    super();
    this.box = box;
    this.#question = question;
    this.#url = url;
    this.#follow(["mouseover", "focusin"], "point");
    for (const type of ["mouseleave", "focusout"]) box.addEventListener(type, () => this.#tell("leave", null));
    box.addEventListener("click", (event) => this.#pick(event));
  }

  /** Ends when the list shows the answer, was told to have failed (partials.js) or is asked anew. */
  load() {
    return window.htmx.ajax("GET", asked(this.#url, this.#question.params), {
      source: this.box, target: this.box, swap: "innerHTML show:none",
    }).catch(() => {});
  }

  /** Marks the row of a project, when the list shows it. */
  mark(project) {
    for (const row of this.box.querySelectorAll("[data-project]")) {
      row.classList.toggle("is-linked", row.dataset.project === project);
    }
  }

  titleOf(project) {
    return this.#row(project)?.querySelector(".result-title")?.textContent.trim() ?? "";
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

  // Ctrl-click still opens the project's page in a tab of its own.
  #pick(event) {
    const row = event.target.closest("[data-project]");
    if (!row || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.#tell("pick", row);
  }

  #tell(name, row) {
    const detail = row && { project: row.dataset.project, bounds: boundsOf(row) };
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

function boundsOf({ dataset: { bounds } }) {
  return bounds ? bounds.split(",").map(Number) : null;
}
