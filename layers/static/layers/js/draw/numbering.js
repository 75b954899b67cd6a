// Numbers that are counted on from the last one: G-009 → G-010. They are the page's, not the
// planner's, until he writes one himself: where another has taken one meanwhile they move on.
import { lastOf } from "../geometry/last.js";

/** The next number of a row of numbers that nobody has; "" where there is nothing to count. */
export function nextNumber(number, taken) {
  const found = /^(.*?)(\d+)(\D*)$/.exec(number ?? "");
  if (!found) return "";
  const [, head, digits, tail] = found;
  for (let n = BigInt(digits) + 1n; ; n += 1n) {
    const next = `${head}${String(n).padStart(digits.length, "0")}${tail}`;
    if (!taken.has(next)) return next;
  }
}

/** `ids` of assets whose numbers are taken: a map of client_id → the number it moves on to. */
export function movedOn(assets, ids) {
  const taken = new Set(assets.map(({ values }) => values.number).filter(Boolean));
  const moved = new Map();
  for (const { client_id, values } of assets.filter((asset) => ids.has(asset.client_id))) {
    const next = nextNumber(values.number, taken);
    taken.add(next);
    moved.set(client_id, next);
  }
  return moved;
}

/** Which of those that have neither number nor name each is: client_id → 1, 2 … */
export function namelessOf(assets) {
  const nameless = assets.filter(({ values }) => !values.number && !values.name);
  return new Map(nameless.map(({ client_id }, i) => [client_id, i + 1]));
}

/** The numbers of a drawing: what the next asset gets, and which ones the page has given. */
export class Numbers {
  // The number that the next asset of a kind gets, where the planner has said so.
  #first = new Map();
  // Numbers that were counted on here, by the asset that has them.
  #given = new Map();

  constructor(editor) {
    this.editor = editor;
  }

  /** The one that was chosen for this kind, else the next in the row. */
  next(kind) {
    return this.row(kind, 1)[0];
  }

  /** So many, each counted on from the one before. */
  row(kind, count) {
    const taken = this.#taken();
    const numbers = [this.#begun(kind, taken)];
    while (numbers.length < count) {
      taken.add(lastOf(numbers));
      numbers.push(nextNumber(lastOf(numbers), taken));
    }
    return numbers;
  }

  #begun(kind, taken) {
    const first = this.#first.get(kind);
    if (first && !taken.has(first)) return first;
    const last = this.editor.assets().filter((asset) => asset.kind === kind && asset.values.number).pop();
    return nextNumber(last?.values.number, taken);
  }

  /** The next asset of a kind gets this number, or the first free one after it: words about that. */
  begin(kind, number) {
    const taken = this.#taken();
    if (!taken.has(number)) {
      this.#first.set(kind, number);
      return "";
    }
    const first = nextNumber(number, taken);
    if (!first) return `编号 ${number} 已有，也没有数字可以往下数，请另写一个`;
    this.#first.set(kind, first);
    return `编号 ${number} 已有，从 ${first} 起`;
  }

  /** The assets have got them. What the planner has chosen stays his, also to begin anew after undoing. */
  give(kind, numbers, ids) {
    const isChosen = Boolean(numbers[0]) && numbers[0] === this.#first.get(kind);
    if (!isChosen) this.#first.delete(kind);
    const given = ids.map((id, i) => [id, numbers[i]]).slice(isChosen ? 1 : 0);
    this.givenBefore(given.filter(([, number]) => number));
  }

  /** For the draft: those that were counted on here, and back from it. */
  given() {
    return [...this.#given];
  }

  givenBefore(numbers = []) {
    for (const [id, number] of numbers) this.#given.set(id, number);
  }

  /** True where a new asset has its number from counting on, not from the planner. */
  isGiven(id) {
    const asset = this.editor.asset(id);
    return Boolean(asset && !asset.base && this.#given.get(id) === asset.values.number);
  }

  /** Assets whose counted numbers are taken get the next ones: words about it, "" for none. */
  moveOn(ids) {
    const { editor } = this;
    const moved = movedOn(editor.assets(), new Set(ids.filter((id) => this.isGiven(id))));
    const words = [...moved].map(([id, next]) => `${editor.asset(id).values.number}→${next}`);
    this.givenBefore(moved);
    editor.patch("编号顺延", moved.keys(), ({ client_id, values }) => ({ values: { ...values, number: moved.get(client_id) } }));
    return words.join("，");
  }

  #taken() {
    return new Set(this.editor.assets().map(({ values }) => values.number).filter(Boolean));
  }
}
