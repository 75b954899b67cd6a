// The centre of the drawing page: the document that is edited, what is selected, which tool is in
// hand. Everything else listens to it and asks it; nothing else changes the document.
//   fires "change" (the document), "selection", "tool", "hint", "measure" and "progress" (of an
//   unfinished drawing)
import {
  apply, assetsOf, changesOf, createDocument, redo, redoLabel, undo, undoLabel,
} from "../geometry/document.js";
import { newId } from "./identity.js";

export class Editor extends EventTarget {
  #document;
  // Made of the document when they are asked for.
  #known = null;
  #changes = null;
  #selection = new Set();
  #tool = "select";
  #tools = new Map();
  #hint = "";
  #templates = new Map();

  constructor({ root, map, notices, styling, drawing }) {
    super();
    Object.assign(this, { root, map, notices, styling });
    this.project = drawing.project;
    /** How to draw: angle lock in degrees (0: none), along what is there, one segment a click. */
    this.options = { lockDegrees: 0, trace: false, chain: false };
    this.kinds = drawing.kinds;
    this.limits = drawing.limits;
    this.chosenKinds = {};
    this.measured = "";
    this.#document = createDocument(drawing.assets);
  }

  // ---- the document ----

  get document() {
    return this.#document;
  }

  /** Put in place of the document what a step, saving or a draft made of it. */
  replace(document) {
    if (document === this.#document) return;
    this.#document = document;
    this.#known = this.#changes = null;
    this.#forgetTheGone();
    this.#fire("change");
  }

  /** The assets that are there, each { client_id, kind, values, geometry, id, version, base }. */
  assets() {
    return [...this.#byId().values()];
  }

  asset(id) {
    return this.#byId().get(id) ?? null;
  }

  /** What the server does not have yet. */
  unsaved() {
    this.#changes ??= changesOf(this.#document);
    return this.#changes;
  }

  #byId() {
    this.#known ??= new Map(assetsOf(this.#document).map((asset) => [asset.client_id, asset]));
    return this.#known;
  }

  /** Change some assets as one step: `patch(asset)` gives what is new of each, or null. */
  patch(label, ids, patch) {
    const chosen = [...ids].map((id) => this.asset(id)).filter(Boolean);
    const changes = chosen.map((asset) => [asset, patch(asset)]).filter(([, fresh]) => fresh);
    this.#act(label, changes.map(([asset, fresh]) => changeOf(asset, fresh)));
  }

  reshape(label, id, geometry) {
    this.patch(label, [id], () => ({ geometry }));
  }

  /** Add assets, each { kind, values, geometry }, and select them. */
  add(label, made) {
    this.exchange(label, { added: made });
  }

  /** One step that changes, removes and adds assets; what is left of them is selected. */
  exchange(label, { changed = [], removed = [], added = [] }) {
    const other = changed.map(([id, fresh]) => changeOf(this.asset(id), fresh));
    const gone = removed.map((client_id) => ({ client_id, after: null }));
    const fresh = added.map(anew);
    this.#act(label, [...other, ...gone, ...fresh]);
    this.select([...other, ...fresh].map(({ client_id }) => client_id));
  }

  remove(label, ids) {
    this.exchange(label, { removed: [...ids].filter((id) => this.asset(id)) });
  }

  #act(label, changes) {
    this.replace(apply(this.#document, { label, changes }));
  }

  /** A tool that is drawing takes back its last point first. */
  undo() {
    if (this.tool.takeBack?.()) return;
    this.replace(undo(this.#document));
  }

  redo() {
    if (this.tool.isBusy?.()) return;
    this.replace(redo(this.#document));
  }

  steps() {
    return {
      undo: this.tool.isBusy?.() ? "最后一点" : undoLabel(this.#document),
      redo: this.tool.isBusy?.() ? "" : redoLabel(this.#document),
    };
  }

  // ---- what is carried over to the next asset ----

  /** The attributes that the next asset of a kind begins with. */
  template(kind) {
    if (!this.#templates.has(kind)) this.#templates.set(kind, this.#learn(kind));
    return this.#templates.get(kind);
  }

  carry(kind, values) {
    this.#templates.set(kind, carried(values, this.kinds[kind].fields));
  }

  /** What a new asset of a kind begins with: the template, and the next number in the row. */
  valuesFor(kind) {
    const values = { ...this.template(kind) };
    const numbers = this.assets().map((asset) => asset.values.number).filter(Boolean);
    const last = this.assets().filter((asset) => asset.kind === kind && asset.values.number).pop();
    const number = nextNumber(last?.values.number, new Set(numbers));
    return number ? { ...values, number } : values;
  }

  #learn(kind) {
    const last = this.assets().filter((asset) => asset.kind === kind).pop();
    const shared = last ? carried(last.values, this.kinds[kind].fields) : {};
    // Wherever the others come from: what is drawn now is drawn by hand.
    return { ...shared, accuracy: "sketch" };
  }

  // ---- selection ----

  get selection() {
    return this.#selection;
  }

  selected() {
    return [...this.#selection].map((id) => this.asset(id)).filter(Boolean);
  }

  select(ids, { add = false } = {}) {
    const wanted = new Set(add ? [...this.#selection, ...ids] : ids);
    if (wanted.size === this.#selection.size && [...wanted].every((id) => this.#selection.has(id))) return;
    this.#selection = wanted;
    this.#fire("selection");
  }

  toggle(id) {
    const rest = [...this.#selection].filter((other) => other !== id);
    this.select(rest.length === this.#selection.size ? [...rest, id] : rest);
  }

  #forgetTheGone() {
    const left = [...this.#selection].filter((id) => this.asset(id));
    if (left.length !== this.#selection.size) this.select(left);
  }

  // ---- tools ----

  register(tool) {
    this.#tools.set(tool.name, tool);
  }

  get tool() {
    return this.#tools.get(this.#tool) ?? { name: this.#tool };
  }

  use(name, options = {}) {
    this.tool.stop?.();
    this.#tool = this.#tools.has(name) ? name : "select";
    this.say("");
    this.measure("");
    this.tool.start?.(options);
    this.#fire("tool");
  }

  /** Close the innermost thing that is open: a drawing, a tool, the selection. */
  escape() {
    if (this.tool.cancel?.()) return;
    if (this.#tool !== "select") this.use("select");
    else this.select([]);
  }

  say(hint) {
    this.#hint = hint;
    this.#fire("hint");
  }

  get hint() {
    return this.#hint;
  }

  /** An unfinished drawing has grown or shrunk. */
  progress() {
    this.#fire("progress");
  }

  measure(text) {
    this.measured = text;
    this.#fire("measure");
  }

  setOption(name, value) {
    this.options = { ...this.options, [name]: value };
    this.#fire("tool");
  }

  /** Which kind the next shape is: the one chosen last, or what the project has most of. */
  kindFor(shape) {
    const fitting = Object.keys(this.kinds).filter((kind) => this.kinds[kind].shapes.includes(shape));
    const chosen = this.chosenKinds[shape];
    if (fitting.includes(chosen)) return chosen;
    const counts = new Map(fitting.map((kind) => [kind, 0]));
    for (const { kind } of this.assets()) if (counts.has(kind)) counts.set(kind, counts.get(kind) + 1);
    return fitting.reduce((best, kind) => (counts.get(kind) > counts.get(best) ? kind : best), fitting[0]);
  }

  chooseKind(shape, kind) {
    this.chosenKinds[shape] = kind;
    if (this.#tool === shape) this.use(shape, { kind });
  }

  #fire(name) {
    this.dispatchEvent(new Event(name));
  }
}

// Who moves a place has not confirmed the new one.
function changeOf(asset, fresh) {
  const doubt = "geometry" in fresh ? { outside_confirmed: false } : {};
  return { client_id: asset.client_id, after: { ...asset, ...doubt, ...fresh } };
}

function anew(made) {
  const client_id = newId();
  return { client_id, after: { outside_confirmed: false, ...made, client_id } };
}

/** What the next asset takes over of these values: all but what is said of one alone. */
export function carried(values, fields) {
  const own = new Set(fields.filter(({ scope }) => scope).map(({ name }) => name));
  return Object.fromEntries(Object.entries(values).filter(([name]) => !own.has(name)));
}

/** The next number of a row of numbers: G-009 → G-010; "" where there is nothing to count. */
function nextNumber(number, taken) {
  const found = /^(.*?)(\d+)(\D*)$/.exec(number ?? "");
  if (!found) return "";
  const [, head, digits, tail] = found;
  for (let n = BigInt(digits) + 1n; ; n += 1n) {
    const next = `${head}${String(n).padStart(digits.length, "0")}${tail}`;
    if (!taken.has(next)) return next;
  }
}
