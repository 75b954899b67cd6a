// The strip under the map: what to do next, how long it is, and buttons for fingers that have no
// Enter and no Esc.
export class Strip {
  constructor(editor, snapper) {
    Object.assign(this, { editor, snapper, root: editor.root.querySelector("[data-strip]") });
    this.hint = this.root.querySelector("[data-hint]");
    this.measure = this.root.querySelector("[data-measure]");
    this.progress = this.root.querySelector("[data-progress]");
    this.snapState = this.root.querySelector("[data-snap-state]");
    this.buttons = this.root.querySelector("[data-drawing-buttons]");
  }

  start() {
    this.editor.addEventListener("hint", () => this.#hint());
    this.editor.addEventListener("measure", () => (this.measure.textContent = this.editor.measured));
    for (const name of ["progress", "tool"]) this.editor.addEventListener(name, () => this.#offer());
    this.snapper.neighbourhood.addEventListener("loaded", () => this.#tell());
    this.root.querySelector("[data-act=finish]").addEventListener("click", () => this.editor.tool.finish?.());
    this.root.querySelector("[data-act=back]").addEventListener("click", () => this.editor.undo());
    this.root.querySelector("[data-act=cancel]").addEventListener("click", () => this.editor.escape());
    this.#hint();
    this.#offer();
    this.#tell();
  }

  // Where it is cut off the mouse shows all of it.
  #hint() {
    this.hint.textContent = this.editor.hint;
    this.hint.title = this.editor.hint;
  }

  // The length follows the mouse, which no ear could: aloud it is told point by point.
  #offer() {
    const isBusy = Boolean(this.editor.tool.isBusy?.());
    this.buttons.hidden = !isBusy;
    this.progress.textContent = isBusy ? this.editor.measured || "已画第 1 点" : "";
  }

  #tell() {
    const { state, count } = this.snapper.neighbourhood;
    this.snapState.textContent = {
      far: "放大后可吸附周边已登记的设施",
      loading: "正在读取周边设施……",
      loaded: `可吸附周边 ${count} 项已登记设施`,
      crowded: "周边设施过多，请再放大",
      failed: "周边设施没有读到",
    }[state];
    this.editor.root.dataset.neighbourhood = state;
  }
}
