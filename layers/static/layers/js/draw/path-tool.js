// Drawing a line or an area point by point. Leaflet.Editable carries the shape under the mouse;
// each point lands where the snapper says, exactly. What is finished becomes an asset at once, and
// the tool is ready for the next.
import L from "leaflet";
import { areaM2, direct, inverse, lineMetres } from "../geometry/geodesy.js";
import { lastOf } from "../geometry/last.js";
import { lockDirection } from "../geometry/lock.js";
import { same } from "../geometry/same.js";
import { traceAlong } from "../geometry/trace.js";
import { chainOf, complete, drawNew, geometryOf, isForNew, wordsFor } from "./goals.js";
import { readableArea, readableMetres } from "./readable.js";
import { toLatLng, toPosition } from "./positions.js";

const LEAST = { line: 2, polygon: 3 };
// Shift held down locks to right angles, where no other step is chosen.
const RIGHT_ANGLE = 90;

export class PathTool {
  #layer = null;
  #snaps = [];
  #goal = null;
  // Positions that were not drawn here: the end that is continued, the joint of a chain.
  #given = 0;
  #isFinished = false;
  // How long the next segment is to be, where that was typed.
  #fixedMetres = null;
  // Whether the last click became a point somewhere else, by a snap, a length or the angle.
  #wasMoved = false;
  // Where the mouse is, before anything caught it.
  #pointer = null;
  // The azimuth of the point that was typed last, until the mouse moves: it may lie behind by then.
  #heading = null;

  constructor(editor, snapper, shape) {
    Object.assign(this, { editor, snapper, shape, name: shape, tools: editor.map.editTools });
    this.handlers = {
      "editable:drawing:move": (event) => this.#move(event),
      "editable:drawing:click": (event) => this.#click(event),
      "editable:drawing:clicked": () => this.#clicked(),
      "editable:drawing:commit": () => (this.#isFinished = true),
      "editable:drawing:end": ({ layer }) => layer === this.#layer && this.#end(),
    };
  }

  /** `goal`: what becomes of the shape, see goals.js; `positions` are drawn already. */
  start({ positions = [], given, ...goal } = {}) {
    const target = this.editor.asset(goal.onto ?? goal.place);
    this.#goal = { kind: target?.kind ?? this.editor.kindFor(this.shape), ...goal };
    this.#given = given ?? (goal.onto ? 1 : 0);
    for (const [name, handler] of Object.entries(this.handlers)) this.tools.on(name, handler);
    this.#begin(positions);
    this.#say();
  }

  stop() {
    for (const [name, handler] of Object.entries(this.handlers)) this.tools.off(name, handler);
    this.#drop();
    this.snapper.hide();
  }

  get kind() {
    return this.#goal?.kind;
  }

  isBusy() {
    return this.positions().length > 0;
  }

  /** True where something would be lost by another tool. */
  isUnfinished() {
    return this.positions().length > this.#given;
  }

  become(kind) {
    this.#goal = { ...this.#goal, kind };
    this.#say();
  }

  /** The unfinished drawing, so that a draft can go on with it. */
  pending() {
    const positions = this.positions();
    return positions.length ? { tool: this.name, positions, given: this.#given, ...this.#goal } : null;
  }

  positions() {
    return (this.#drawn() ?? []).map(toPosition);
  }

  /** Take back the last point; false where there is none. */
  takeBack() {
    const positions = this.positions();
    if (positions.length <= (this.#goal.onto ? 1 : 0)) return false;
    this.#given = Math.min(this.#given, positions.length - 1);
    this.#again(positions.slice(0, -1), this.#snaps.slice(0, -1));
    return true;
  }

  cancel() {
    if (!this.isBusy()) return false;
    const words = this.isUnfinished() ? this.editor.forgo(this.pending()) : "";
    this.#given = 0;
    this.#again([]);
    if (!isForNew(this.#goal)) this.editor.use("select");
    if (words) this.editor.say(words);
    return true;
  }

  finish() {
    if (this.positions().length >= LEAST[this.shape]) this.tools.commitDrawing();
  }

  /** Add a point that was typed rather than pointed at. */
  push(position, snap = null) {
    const last = lastOf(this.positions());
    this.#heading = last ? inverse(last, position).azimuth : null;
    this.#snaps.push(snap);
    this.#layer.editor.push(toLatLng(position));
    this.#clicked();
  }

  /** The next segment is so long, wherever the mouse points; null: as it points. */
  fix(metres) {
    this.#fixedMetres = metres;
    if (this.#pointer) this.#measure(this.#aim(this.#pointer).position);
  }

  get isFixed() {
    return this.#fixedMetres !== null;
  }

  /** Add the point at the length that is fixed; false where the mouse gives no direction. */
  pushFixed() {
    if (!this.#pointer) return false;
    this.push(this.#aim(this.#pointer).position);
    return true;
  }

  /** A whole list that was typed: it becomes the shape at once, in a chain all of its segments. */
  pushAll(positions) {
    const drawn = this.positions();
    if (drawn.length + positions.length < LEAST[this.shape]) {
      for (const position of positions) this.push(position);
      return;
    }
    this.#drop();
    if (this.#isChain()) this.#makeAll(chainOf(drawn, positions));
    else this.#make([...drawn, ...positions], null);
  }

  #drawn() {
    return this.#layer?.editor?._drawnLatLngs;
  }

  #begin(positions, snaps = positions.map(() => null)) {
    const start = this.shape === "line" ? "startPolyline" : "startPolygon";
    this.#isFinished = false;
    this.#fixedMetres = null;
    this.#snaps = [];
    this.#layer = this.tools[start](undefined, {
      className: this.shape === "line" ? "draw-path" : "draw-path draw-area", fill: this.shape !== "line", editOptions: { editTools: this.tools, skipMiddleMarkers: true },
    });
    positions.forEach((position, i) => {
      this.#snaps.push(snaps[i] ?? null);
      this.#layer.editor.push(toLatLng(position));
    });
    this.#measure(null);
    this.editor.progress();
  }

  #again(positions, snaps) {
    this.#drop();
    this.#begin(positions, snaps);
    this.#say();
  }

  // Without the handler of its end: nothing is made of a drawing that is dropped.
  #drop() {
    const layer = this.#layer;
    this.#layer = null;
    this.tools.stopDrawing();
    layer?.remove();
  }

  #aim({ latlng, originalEvent: event }) {
    if (this.isFixed) return this.#aimFixed(toPosition(latlng), event);
    const { latlng: landed, snap } = this.snapper.at(latlng, { event });
    if (snap) return { position: snap.position, snap, latlng: landed };
    const position = this.#locked(toPosition(latlng), event);
    return { position, snap: null, latlng: toLatLng(position) };
  }

  #aimFixed(pointed, event) {
    const last = lastOf(this.positions());
    const azimuth = this.#heading ?? inverse(last, this.#locked(pointed, event)).azimuth;
    const position = direct(last, azimuth, this.#fixedMetres);
    this.snapper.hide();
    return { position, snap: null, latlng: toLatLng(position) };
  }

  #locked(position, event) {
    const step = this.editor.options.lockDegrees || (event?.shiftKey ? RIGHT_ANGLE : 0);
    const drawn = this.positions();
    const from = drawn[drawn.length - 1];
    return step && from ? lockDirection(drawn[drawn.length - 2] ?? null, from, position, step) : position;
  }

  // A browser also tells of a mouse that rests, where the page moved under it.
  #turn({ latlng }) {
    if (!this.#pointer?.latlng.equals(latlng)) this.#heading = null;
  }

  #move(event) {
    if (!event.latlng) return;
    this.#turn(event);
    this.#pointer = { latlng: event.latlng.clone(), originalEvent: event.originalEvent };
    const { position, latlng } = this.#aim(event);
    land(event, latlng);
    this.#measure(position);
  }

  #click(event) {
    this.#turn(event);
    const pointed = toPosition(event.latlng);
    const { position, snap, latlng } = this.#aim(event);
    const drawn = this.positions();
    const last = drawn[drawn.length - 1];
    // The second click of a double click, also where the first was moved from under the mouse.
    const isAgain = this.#wasMoved && event.originalEvent?.detail > 1;
    if (last && (isAgain || (last[0] === position[0] && last[1] === position[1]))) {
      event.cancel();
      this.finish();
      return;
    }
    this.#follow(snap);
    this.#snaps.push(snap);
    land(event, latlng);
    this.#wasMoved = !same(position, pointed);
    // Where it is, it points nowhere any more.
    this.#pointer = this.#heading = null;
  }

  // Along what is there, from the last point to this one.
  #follow(snap) {
    const from = this.#snaps[this.#snaps.length - 1];
    if (!this.editor.options.trace || !from || !snap) return;
    const path = traceAlong(this.snapper.lines, from, snap);
    for (const position of (path ?? []).slice(1, -1)) {
      this.#snaps.push(null);
      this.#layer.editor.push(toLatLng(position));
    }
  }

  #clicked() {
    this.#fixedMetres = null;
    this.#measure(null);
    this.editor.progress();
    if (this.#isChain() && this.positions().length >= 2) this.finish();
  }

  #end() {
    const positions = this.positions();
    const isWhole = this.#isFinished && positions.length >= LEAST[this.shape];
    const lastSnap = this.#snaps[this.#snaps.length - 1];
    this.#drop();
    this.snapper.hide();
    if (isWhole) this.#make(positions, lastSnap);
    else this.#begin([]);
  }

  #make(positions, lastSnap) {
    const goesOn = complete(this.editor, this.shape, this.#goal, positions, this.snapper.own);
    if (!goesOn) return;
    const isChain = this.#isChain();
    this.#given = isChain ? 1 : 0;
    this.#begin(isChain ? [positions[positions.length - 1]] : [], isChain ? [lastSnap] : []);
    this.#say();
  }

  // The list is whole: what is drawn next has no joint with it unless it is drawn from there.
  #makeAll(lines) {
    const { kind } = this.#goal;
    const geometries = lines.map((line) => geometryOf(this.shape, line));
    const words = drawNew(this.editor, `画${this.editor.kinds[kind].label}`, kind, geometries, this.snapper.own);
    this.#given = 0;
    this.#begin([]);
    this.editor.say(words);
  }

  #isChain() {
    return this.editor.options.chain && this.shape === "line" && isForNew(this.#goal);
  }

  #say() {
    this.editor.say(wordsFor(this.editor, this.shape, this.#goal));
  }

  #measure(position) {
    const drawn = this.positions();
    const last = drawn[drawn.length - 1];
    const path = position ? [...drawn, position] : drawn;
    const parts = [];
    if (position && last) {
      const { metres, azimuth } = inverse(last, position);
      parts.push(`本段 ${readableMetres(metres)}`, `方位角 ${azimuth.toFixed(1)}°`);
    }
    if (path.length > 1) parts.push(`共 ${path.length - 1} 段 ${readableMetres(lineMetres(path))}`);
    if (this.shape === "polygon" && path.length > 2) {
      parts.push(`面积 ${readableArea(areaM2(geometryOf(this.shape, path)))}`);
    }
    this.editor.measure(parts.join("　"));
  }
}

// Leaflet hands each listener a copy of the event: only the place itself is shared with Editable.
function land(event, { lat, lng }) {
  event.latlng.lat = lat;
  event.latlng.lng = lng;
}
