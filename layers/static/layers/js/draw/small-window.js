// A small window over the map: a heading, a form, a cross. Esc closes it, and the cursor goes back to
// where it was.
import { element } from "../element.js";

export class SmallWindow {
  /** `build(window)` gives the content when it opens; `submit()` what Enter does. */
  constructor(container, title, { build, submit = () => {}, closed = () => {} }) {
    Object.assign(this, { container, title, build, submit, closed });
    this.made = null;
  }

  get isOpen() {
    return Boolean(this.made);
  }

  open() {
    this.opener = document.activeElement;
    const cross = element("button", { type: "button", class: "draw-cross", "aria-label": "关闭", text: "×", on: { click: () => this.close() } });
    this.said = element("p", { class: "field-error", role: "alert" });
    this.made = element("form", { class: "draw-window", "aria-label": this.title, novalidate: true }, [
      element("header", {}, [element("h2", { text: this.title }), cross]), ...this.build(this), this.said,
    ]);
    this.made.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit(this);
    });
    this.container.append(this.made);
    this.made.querySelector("input, textarea, select")?.focus();
  }

  close() {
    if (!this.made) return false;
    const wasInside = this.made.contains(document.activeElement);
    this.made.remove();
    this.made = null;
    this.closed();
    if (wasInside) this.#giveBack();
    return true;
  }

  // Opened by a key there may be no opener: then the map that the window lay over.
  #giveBack() {
    const isThere = this.opener?.isConnected && this.opener !== document.body;
    (isThere ? this.opener : this.container.querySelector(".leaflet-container")).focus({ preventScroll: true });
  }

  say(text) {
    this.said.textContent = text;
  }
}
