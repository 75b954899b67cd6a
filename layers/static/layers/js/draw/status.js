// The line that says whether everything is safe: unsaved, kept on this computer, saved.
import { readableChanges, readableTime } from "./readable.js";

export class Status {
  constructor(editor, saving, keeper) {
    Object.assign(this, { editor, saving, keeper, line: editor.root.querySelector("[data-status]") });
  }

  start() {
    for (const source of [this.editor, this.saving, this.keeper]) source.addEventListener("change", () => this.draw());
    window.addEventListener("beforeunload", (event) => this.editor.unsaved().length && event.preventDefault());
    this.draw();
  }

  draw() {
    const changes = this.editor.unsaved();
    this.line.textContent = this.#words(changes);
    this.line.dataset.state = changes.length ? "unsaved" : "saved";
    this.editor.root.dataset.unsaved = changes.length;
  }

  #words(changes) {
    if (this.saving.isBusy) return "正在保存……";
    const { savedAt } = this.saving;
    if (!changes.length) return savedAt ? `已全部保存（${readableTime(savedAt)}）` : "没有改动";
    const kept = this.keeper.problem || (this.keeper.keptAt ? `草稿已存在本机 ${readableTime(this.keeper.keptAt)}` : "");
    return [`未保存：${readableChanges(changes)}`, kept].filter(Boolean).join("　");
  }
}
