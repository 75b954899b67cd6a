// What the server would not take of the last save, by asset and field, until it is changed or undone.
//   fires "change"
import { same } from "../geometry/same.js";

export class Refusals extends EventTarget {
  #entries = [];

  constructor(editor) {
    super();
    this.editor = editor;
  }

  start() {
    this.editor.addEventListener("change", () => this.#review());
  }

  /** `entries`: [{ client_id, field, message }]. */
  show(entries) {
    this.#entries = entries.map((entry) => ({ refused: this.#saying(entry), ...entry }));
    this.dispatchEvent(new Event("change"));
  }

  get entries() {
    return this.#entries;
  }

  /** Of a field the one sentence ("" for none); with field null all that belong to no field. */
  of(id, field) {
    const found = this.#entries.filter((each) => each.client_id === id);
    if (field) return found.find((each) => each.field === field)?.message ?? "";
    return found.filter((each) => !each.field || each.field === "geometry").map(({ message }) => message);
  }

  /** Of several assets at once: what is said of all, or of how many of them each sentence is. */
  ofAll(ids, field) {
    const counts = new Map();
    for (const message of ids.flatMap((id) => this.of(id, field) || [])) counts.set(message, (counts.get(message) ?? 0) + 1);
    return [...counts].map(([message, count]) => (count === ids.length ? message : `其中 ${count} 项：${message}`));
  }

  // What would not be sent again, or says something else now, is refused no more.
  #review() {
    if (!this.#entries.length) return;
    const unsaved = new Set(this.editor.unsaved().map(({ client_id }) => client_id));
    const left = this.#entries.filter((each) => unsaved.has(each.client_id) && same(each.refused, this.#saying(each)));
    if (left.length !== this.#entries.length) this.show(left);
  }

  /** What of the asset is meant; a refusal of the whole asset holds as long as that is to be sent. */
  #saying({ client_id, field }) {
    const asset = this.editor.asset(client_id);
    if (field === "geometry") return asset?.geometry ?? null;
    return asset?.values[field] ?? "";
  }
}
