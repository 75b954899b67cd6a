// Figures typed while a line or an area is drawn are the length of its next segment: the mouse gives
// the direction, Enter or a click the point.
import { element } from "../element.js";
import { readDistance } from "../geometry/reading.js";
import { SmallWindow } from "./small-window.js";

const FIGURE = /^[\d.]$/;

export class LengthWindow extends SmallWindow {
  constructor(container, editor) {
    super(container, "下一段的长度", {
      build: () => this.#build(), submit: () => this.#submit(), closed: () => editor.tool.fix?.(null),
    });
    this.editor = editor;
  }

  start() {
    document.addEventListener("keydown", (event) => this.#key(event));
    for (const name of ["progress", "tool"]) this.editor.addEventListener(name, () => this.editor.tool.isFixed || this.close());
  }

  #key(event) {
    const { tool } = this.editor;
    const isMeant = FIGURE.test(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!isMeant || !tool.fix || !tool.isBusy() || event.target.matches("input, textarea, select")) return;
    event.preventDefault();
    this.close();
    this.open();
    this.input.value = event.key;
    this.#fix();
  }

  #build() {
    this.input = element("input", { name: "length", inputmode: "decimal", autocomplete: "off", on: { input: () => this.#fix() } });
    return [
      element("label", {}, [element("span", { text: "长度（m）" }), this.input]),
      element("p", { class: "muted", text: "方向由鼠标定，按 Enter 或单击落点，Esc 取消。" }),
    ];
  }

  #fix() {
    this.editor.tool.fix(readDistance(this.input.value).metres ?? null);
  }

  #submit() {
    const { error } = readDistance(this.input.value);
    if (error) this.say(error);
    else if (!this.editor.tool.pushFixed()) this.say("先把鼠标移到要去的方向");
  }
}
