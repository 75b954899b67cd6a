// The buttons: tools, options and what can be done with the selection, each with its key in the
// tooltip; one that cannot be used now says why.
import { element } from "../element.js";
import { icon } from "./icons.js";

const GROUPS = [["tools", "画"], ["edit", "改"], ["options", "辅助"], ["aids", "参照"]];

export class Toolbar {
  #buttons = new Map();

  constructor(root, commands, { editor, saving }) {
    Object.assign(this, { root, commands, editor, saving });
  }

  start() {
    const container = this.root.querySelector("[data-tools]");
    container.append(...GROUPS.map(([group, label]) => this.#group(group, label)));
    for (const command of this.commands.filter(({ group }) => group === "bar")) {
      this.#adopt(command, this.root.querySelector(`[data-act="${command.name}"]`));
    }
    for (const name of ["change", "selection", "tool", "progress"]) {
      this.editor.addEventListener(name, () => this.refresh());
    }
    this.saving.addEventListener("change", () => this.refresh());
    this.refresh();
  }

  refresh() {
    for (const [command, button] of this.#buttons) {
      const reason = command.reason?.() ?? "";
      button.setAttribute("aria-disabled", String(Boolean(reason)));
      button.title = reason || `${command.words}（${command.key}）`;
      if (command.pressed) button.setAttribute("aria-pressed", String(command.pressed()));
    }
    this.#nameSteps();
  }

  #nameSteps() {
    const steps = this.editor.steps();
    for (const [{ name, words, key }, button] of this.#buttons) {
      if (steps[name]) button.title = `${words}：${steps[name]}（${key}）`;
    }
  }

  #group(group, label) {
    const buttons = this.commands.filter((each) => each.group === group).map((command) => {
      const button = element("button", { type: "button", class: "tool" }, [icon(command.icon), element("span", { text: command.label })]);
      this.#adopt(command, button);
      return button;
    });
    return element("div", { class: "tool-group", role: "group", "aria-label": label }, buttons);
  }

  #adopt(command, button) {
    this.#buttons.set(command, button);
    button.dataset.command = command.name;
    button.addEventListener("click", () => {
      const reason = command.reason?.();
      if (reason) this.editor.say(reason);
      else command.run();
    });
  }
}
