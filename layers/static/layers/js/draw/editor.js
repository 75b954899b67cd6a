// The centre of the drawing page: the document that is edited, what is selected, which tool is in
// hand. Everything else listens to it and asks it; nothing else changes the document.
//   fires "change" (the document), "selection", "tool", "hint", "measure" and "progress" (of an
//   unfinished drawing)
import {
  apply, assetOf, assetsOf, changesOf, createDocument, redo, redoLabel, undo, undoLabel,
} from "../geometry/document.js";
import { lastOf } from "../geometry/last.js";
import { same } from "../geometry/same.js";
import { worded } from "../hand.js";
import { Carrying } from "./carrying.js";
import { newId } from "./identity.js";
import { Numbers, namelessOf } from "./numbering.js";
import { titleOf } from "./readable.js";

// Fewer points of its own are a stray click, no drawing to be found again.
const LEAST_FORGONE = 2;
// No tool: nothing can be pointed at.
const ASIDE = "aside";
const unfinished = () => worded(
  "这条还没画完：按 Enter 完成，或按 Esc 放弃，再换工具", "这条还没画完：先点“完成”或“取消”，再换工具",
);

export class Editor extends EventTarget {
  #document;
  // Made of the document when they are asked for.
  #known = null;
  #nameless = null;
  #changes = null;
  #selection = new Set();
  #tool = "select";
  #tools = new Map();
  #hint = "";
  #aside = null;
  #forgone = null;
  // What was forgone and done again: given up once more as it was, it is not wanted.
  #takenUp = null;
  #typing = { token: null, step: null };

  constructor({ root, map, notices, styling, drawing }) {
    super();
    Object.assign(this, { root, map, notices, styling });
    this.project = drawing.project;
    this.numbers = new Numbers(this);
    this.carrying = new Carrying(this);
    /**
     * How to draw: angle lock in degrees (0: none), along what is there, one segment a click; how
     * to select: each click one more.
     */
    this.options = { lockDegrees: 0, trace: false, chain: false, gather: false };
    this.kinds = drawing.kinds;
    this.limits = drawing.limits;
    this.chosenKinds = {};
    this.measured = "";
    // Where the mouse was last on the map.
    this.pointer = null;
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
    this.#known = this.#nameless = this.#changes = null;
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

  /** What it is called: assets without number and name are told apart by their turn. */
  title({ client_id, values }) {
    this.#nameless ??= namelessOf(this.assets());
    return titleOf(values, this.#nameless.get(client_id));
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
    this.replace(patched(this.#document, label, ids, patch));
  }

  /** The same for what is being typed: one step as long as the `token` is the same. */
  type(token, label, ids, patch) {
    const { step } = this.#typing;
    const isGoingOn = step && token === this.#typing.token && lastOf(this.#document.done) === step;
    const from = isGoingOn ? { ...undo(this.#document), undone: [] } : this.#document;
    const next = patched(from, label, ids, patch);
    this.#typing = { token, step: next === from ? null : lastOf(next.done) };
    this.replace(next);
  }

  reshape(label, id, geometry) {
    this.patch(label, [id], () => ({ geometry }));
  }

  /**
   * Add assets, each { kind, values, geometry }, and select them; `beside` are [id, what is new] of
   * others that the same step changes.
   */
  add(label, made, beside = []) {
    const others = beside.map(([id, fresh]) => changeOf(this.asset(id), fresh));
    const fresh = made.map(anew);
    this.#act(label, [...others, ...fresh]);
    this.select(fresh.map(({ client_id }) => client_id));
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
    const gone = [...ids].map((id) => this.asset(id)).filter(Boolean);
    const titles = gone.map((asset) => this.title(asset));
    this.exchange(label, { removed: gone.map(({ client_id }) => client_id) });
    this.say(`已删除 ${gone.length === 1 ? titles[0] : `${gone.length} 项`}`);
  }

  #act(label, changes) {
    this.replace(apply(this.#document, { label, changes }));
  }

  /** What is being drawn is taken back first, point by point, and only then the steps before it. */
  undo() {
    if (this.tool.isBusy?.()) {
      if (!this.tool.takeBack()) this.tool.cancel();
      return;
    }
    this.#step("已撤销", undoLabel(this.#document), undo(this.#document));
  }

  redo() {
    if (this.tool.isBusy?.()) return;
    const forgone = this.#latestForgone();
    if (forgone) this.#takeUpForgone(forgone);
    else this.#step("已重做", redoLabel(this.#document), redo(this.#document));
  }

  #step(word, label, document) {
    if (document === this.#document) return;
    this.replace(document);
    this.say(`${word}：${label}`);
  }

  steps() {
    return {
      undo: this.tool.isBusy?.() ? "最后一点" : undoLabel(this.#document),
      redo: this.tool.isBusy?.() ? "" : this.#latestForgone()?.words ?? redoLabel(this.#document),
    };
  }

  /** An unfinished drawing is given up, until it is done again: words about that. */
  forgo(pending) {
    const words = pending.tool === "line" ? "没画完的线" : "没画完的面";
    if (!this.#isMissed(pending)) return `${words}已取消`;
    this.#forgone = { pending, words, after: lastOf(this.#document.done) };
    return `${words}已取消，${worded("按 Ctrl+Y 找回", "点“重做”找回")}`;
  }

  // Worth finding again: but what was taken up once must not stand for ever before the next step.
  #isMissed({ positions, given }) {
    if (positions.length - given < LEAST_FORGONE) return false;
    return !redoLabel(this.#document) || !same(positions, this.#takenUp);
  }

  // Whatever was done or undone since is nearer.
  #latestForgone() {
    return this.#forgone?.after === lastOf(this.#document.done) ? this.#forgone : null;
  }

  #takeUpForgone({ pending, words }) {
    if (!this.use(pending.tool, pending)) return;
    this.#forgone = null;
    this.#takenUp = pending.positions;
    this.say(`已重做：${words}`);
    this.progress();
  }

  /** Add what was drawn as one step, with what is carried over and the next numbers; `beside` as in add(). */
  draw(label, kind, geometries, beside = []) {
    const numbers = this.numbers.row(kind, geometries.length);
    const carried = this.carrying.next(kind);
    this.add(label, geometries.map((geometry, i) => ({ kind, values: { ...carried, number: numbers[i] }, geometry })), beside);
    const ids = [...this.#selection];
    this.numbers.give(kind, numbers, ids);
    this.carrying.drew(kind, ids);
    // Whoever heard of the assets before did not know these two.
    this.progress();
  }

  // ---- selection ----

  get selection() {
    return this.#selection;
  }

  selected() {
    return [...this.#selection].map((id) => this.asset(id)).filter(Boolean);
  }

  /** `stays`: who selects goes on selecting where he is, and is not taken to the attributes. */
  select(ids, { add = false, stays = false } = {}) {
    const wanted = new Set(add ? [...this.#selection, ...ids] : ids);
    if (wanted.size === this.#selection.size && [...wanted].every((id) => this.#selection.has(id))) return;
    this.#selection = wanted;
    this.#fire("selection", { stays });
  }

  selectAll(ids = this.assets().map(({ client_id }) => client_id)) {
    if (this.use("select")) this.select(ids, { stays: true });
  }

  toggle(id) {
    const rest = [...this.#selection].filter((other) => other !== id);
    this.select(rest.length === this.#selection.size ? [...rest, id] : rest, { stays: true });
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

  /** Take a tool in hand; false, and words, where the one in hand holds something unfinished. */
  use(name, options = {}) {
    if (this.#tool === ASIDE) return false;
    if (this.tool.isUnfinished?.()) {
      this.say(unfinished());
      return false;
    }
    this.#hold(this.#tools.has(name) ? name : "select", options);
    return true;
  }

  #hold(name, options = {}) {
    this.tool.stop?.();
    this.#tool = name;
    this.say("");
    this.measure("");
    this.tool.start?.(options);
    this.#fire("tool");
  }

  /** The unfinished drawing, so that a draft can go on with it. */
  pending() {
    return this.#aside ?? this.tool.pending?.() ?? null;
  }

  /** No tool is in hand until takeUp(); what is unfinished is taken up again then. */
  layAside() {
    this.#aside = this.pending();
    this.#hold(ASIDE);
    this.select([]);
  }

  takeUp() {
    const pending = this.#aside;
    this.#aside = null;
    this.#hold(pending?.tool ?? "select", pending ?? {});
  }

  /** What is being worked on: nothing but the planner may change it. */
  inHand() {
    const { onto, place } = this.pending() ?? {};
    return new Set([...this.#selection, onto, place].filter(Boolean));
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

  /** An unfinished drawing has grown or shrunk, or has become an asset. */
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
    if (this.#tool !== shape) return;
    this.tool.become(kind);
    this.#fire("tool");
  }

  #fire(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

function patched(document, label, ids, patch) {
  const there = [...ids].map((id) => assetOf(document, id)).filter((asset) => asset && !asset.isDeleted);
  const changes = there.map((asset) => [asset, patch(asset)]).filter(([, fresh]) => fresh);
  return apply(document, { label, changes: changes.map(([asset, fresh]) => changeOf(asset, fresh)) });
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
