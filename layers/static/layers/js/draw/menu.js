// The menu under the right mouse button: of a vertex, of a shape. Esc and a click elsewhere close it.
import { element } from "../element.js";

export class Menu {
  #made = null;

  /** `itemsFor(target)` gives [{ label, key, run, reason }]; a reason says why it cannot be done. */
  constructor(container, itemsFor) {
    Object.assign(this, { container, itemsFor });
    document.addEventListener("pointerdown", ({ target }) => !this.#made?.contains(target) && this.close(), true);
  }

  get isOpen() {
    return Boolean(this.#made);
  }

  open({ clientX, clientY }, target) {
    this.close();
    const items = this.itemsFor(target).map((item) => this.#item(item));
    this.#made = element("div", { class: "draw-menu", role: "menu", on: { keydown: (event) => this.#key(event) } }, items);
    this.container.append(this.#made);
    const frame = this.container.getBoundingClientRect();
    const { offsetWidth, offsetHeight } = this.#made;
    this.#made.style.left = `${Math.max(4, Math.min(clientX - frame.left, frame.width - offsetWidth - 4))}px`;
    this.#made.style.top = `${Math.max(4, Math.min(clientY - frame.top, frame.height - offsetHeight - 4))}px`;
    items[0]?.focus();
  }

  close() {
    const wasOpen = this.isOpen;
    this.#made?.remove();
    this.#made = null;
    return wasOpen;
  }

  #item({ label, key = "", run, reason = "" }) {
    const words = [element("span", { text: label }), element("kbd", { text: key })];
    const choose = () => {
      this.close();
      run();
    };
    return element("button", {
      type: "button", role: "menuitem", title: reason, disabled: Boolean(reason), on: { click: choose },
    }, words);
  }

  #key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const items = [...this.#made.querySelectorAll("button:not([disabled])")];
    const place = items.indexOf(document.activeElement);
    items[(place + step + items.length) % items.length]?.focus();
  }
}
