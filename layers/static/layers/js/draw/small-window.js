// A small window over the map: a heading, a form, a cross. Esc closes it, and the cursor goes back to
// where it was.
import { element } from "../element.js";

export class SmallWindow {
  /** `build(window)` gives the content when it opens, whose `first` has the cursor; `submit()` is what Enter does. */
  constructor(container, title, { build, submit = () => {}, closed = () => {}, first = "input, textarea, select" }) {
    Object.assign(this, { container, title, build, submit, closed, first });
    this.made = null;
  }

  get isOpen() {
    return Boolean(this.made);
  }

  open() {
    this.opener = document.activeElement;
    const cross = element("button", { type: "button", class: "draw-cross", "aria-label": "关闭", text: "×", on: { click: () => this.close() } });
    this.said = element("p", { class: "draw-said" });
    this.made = element("form", { class: "draw-window", "aria-label": this.title, novalidate: true }, [
      element("header", {}, [element("h2", { text: this.title }), cross]), ...this.build(this), this.said,
    ]);
    this.made.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit(this);
    });
    this.container.append(this.made);
    this.made.querySelector(this.first)?.focus();
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

  /** What is wrong, and so refused. */
  say(text) {
    this.#tell(text, { isError: true });
  }

  /** How it goes, or went. */
  report(text) {
    this.#tell(text, { isError: false });
  }

  #tell(text, { isError }) {
    this.said.classList.toggle("field-error", isError);
    this.said.setAttribute("role", isError ? "alert" : "status");
    this.said.textContent = text;
  }
}
