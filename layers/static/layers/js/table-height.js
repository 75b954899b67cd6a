// The edge between the map and its table: drawn up and down by hand or by arrow keys, remembered.
import { keep, kept } from "./kept.js";
import { heightWithin } from "./table-room.js";

const KEY = "renewal-atlas.map.table-height";
const STEP_PX = 32;

export class TableHeight {
  /** `resized()` is called when the table has another height than before. */
  constructor(panel, resized) {
    Object.assign(this, { panel, resized });
    this.edge = panel.querySelector("[data-table-edge]");
    this.edge.addEventListener("pointerdown", (event) => this.#drag(event));
    this.edge.addEventListener("keydown", (event) => this.#press(event));
    window.addEventListener("resize", () => this.fit());
  }

  /** Takes the height that was chosen, as far as there is room for it. */
  fit() {
    const chosen = kept(KEY);
    if (chosen !== null && !this.panel.hidden) this.#set(chosen);
    this.#tell();
  }

  #drag(event) {
    if (event.button) return;
    event.preventDefault();
    const { pointerId, clientY: from } = event;
    const before = this.panel.offsetHeight;
    const move = ({ clientY }) => this.#set(before + from - clientY);
    this.edge.setPointerCapture(pointerId);
    this.edge.focus();
    this.edge.addEventListener("pointermove", move);
    this.edge.addEventListener("lostpointercapture", () => {
      this.edge.removeEventListener("pointermove", move);
      this.#settle();
    }, { once: true });
  }

  #press(event) {
    const ways = { ArrowUp: 1, ArrowDown: -1, Home: Infinity, End: -Infinity };
    if (!(event.key in ways)) return;
    event.preventDefault();
    this.#set(this.panel.offsetHeight + ways[event.key] * STEP_PX);
    this.#settle();
  }

  #set(wanted) {
    this.panel.style.height = `${heightWithin(wanted, this.panel.parentElement.clientHeight)}px`;
  }

  #settle() {
    keep(KEY, this.panel.offsetHeight);
    this.#tell();
    this.resized();
  }

  #tell() {
    const { offsetHeight, parentElement } = this.panel;
    const [least, most] = [-Infinity, Infinity].map((wanted) => heightWithin(wanted, parentElement.clientHeight));
    const told = { "aria-valuemin": least, "aria-valuemax": most, "aria-valuenow": offsetHeight };
    for (const [name, value] of Object.entries(told)) this.edge.setAttribute(name, value);
  }
}
