// The card of the open project, in the drawer in place of the list.
import { asked } from "./address.js";

export class Card {
  #from = null;
  #again = null;

  /** `close` is called when the person is done with it: the button or Escape. */
  constructor(root, urlTemplate, notices, close) {
    this.notices = notices;
    this.box = root.querySelector("[data-card]");
    this.list = root.querySelector("[data-list]");
    this.body = root.querySelector("[data-card-body]");
    this.template = urlTemplate;
    root.querySelector("[data-card-close]").addEventListener("click", close);
    // Drawing begins where one looks now.
    this.body.addEventListener("click", ({ target }) => {
      const link = target.closest("a[data-keep-view]");
      if (link) link.hash = location.hash;
    });
    // The list's failures are told by the page; the card's are its own, and so is trying again.
    this.body.addEventListener("partial:failed", (event) => {
      event.stopPropagation();
      if (!this.box.hidden) this.notices.fail("card", event.detail.error, this.#again);
    });
    this.body.addEventListener("htmx:afterSwap", () => this.notices.clear("card"));
    root.addEventListener("keydown", ({ key }) => {
      if (key === "Escape" && !this.box.hidden) close();
    });
  }

  async open(project, asset) {
    this.#again = () => this.open(project, asset);
    const url = this.template.replace("{number}", encodeURIComponent(project));
    if (this.box.hidden) this.#from = document.activeElement;
    this.#swap(true);
    this.body.replaceChildren();
    await window.htmx.ajax("GET", asked(url, new URLSearchParams(), asset ? { asset } : {}), {
      source: this.body, target: this.body, swap: "innerHTML show:none",
    }).catch(() => {});
    this.box.focus();
  }

  /** Whoever was in the card goes back to where he came from. */
  close() {
    const wasInside = this.box.contains(document.activeElement);
    this.#swap(false);
    this.notices.clear("card");
    if (wasInside) this.#from?.focus();
  }

  #swap(open) {
    this.box.hidden = !open;
    this.list.hidden = open;
  }
}
