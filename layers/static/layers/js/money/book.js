// The sheet with its past: what is shown, what can be undone, and who is told of changes.
export class Book {
  #past = [];
  #future = [];
  #watchers = [];

  constructor(sheet) {
    this.sheet = sheet;
  }

  onChange(watcher) {
    this.#watchers.push(watcher);
  }

  write(sheet) {
    if (sheet === this.sheet) return;
    this.#past.push(this.sheet);
    this.#future = [];
    this.#show(sheet);
  }

  /** A new beginning that undo does not go behind: steps of before are about other lines. */
  restart(sheet) {
    this.#past = [];
    this.#future = [];
    this.#show(sheet);
  }

  get canUndo() {
    return this.#past.length > 0;
  }

  get canRedo() {
    return this.#future.length > 0;
  }

  undo() {
    if (this.canUndo) this.#step(this.#past, this.#future);
  }

  redo() {
    if (this.canRedo) this.#step(this.#future, this.#past);
  }

  #step(from, to) {
    to.push(this.sheet);
    this.#show(from.pop());
  }

  #show(sheet) {
    this.sheet = sheet;
    for (const watcher of this.#watchers) watcher(sheet);
  }
}
