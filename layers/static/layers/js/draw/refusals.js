// What the server would not take of the last save, by asset and field, until it is changed.
//   fires "change"
export class Refusals extends EventTarget {
  #entries = [];

  /** `entries`: [{ client_id, field, message }]. */
  show(entries) {
    this.#entries = entries;
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

  forget(ids, field) {
    const left = this.#entries.filter((each) => !(ids.includes(each.client_id) && each.field === field));
    if (left.length !== this.#entries.length) this.show(left);
  }
}
