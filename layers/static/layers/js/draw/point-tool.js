// Putting points on the map: each click a new asset, or the place of one that has none yet.
import { AimingTool } from "./aiming-tool.js";
import { worded } from "../hand.js";
import { drawNew } from "./goals.js";
import { putOnMap } from "./placing.js";
import { toPosition } from "./positions.js";

export class PointTool extends AimingTool {
  #goal = {};

  constructor(editor, snapper) {
    super(editor, snapper, "point", { forPoint: true });
  }

  /** `kind` of new assets, or `place`: the client_id of an asset without a shape. */
  start(goal = {}) {
    this.#goal = { kind: this.editor.kindFor("point"), ...goal };
    const { place, kind } = this.#goal;
    const what = this.editor.kinds[place ? this.editor.asset(place).kind : kind].label;
    const more = worded("，可连续添加；按住 Ctrl 不吸附", "，可连续添加");
    this.aim(`${worded("单击", "点按")}${what}所在的位置${place ? "" : more}`);
  }

  /** How many places it takes. */
  get most() {
    return this.#goal.place ? 1 : Infinity;
  }

  become(kind) {
    this.start({ ...this.#goal, kind });
  }

  get kind() {
    return this.#goal.kind;
  }

  /** A place that was typed rather than pointed at. */
  push(position) {
    this.pushAll([position]);
  }

  /** A whole list of them. */
  pushAll(positions) {
    const { kind, place } = this.#goal;
    const points = positions.map((coordinates) => ({ type: "Point", coordinates }));
    if (!place) return this.#draw(kind, points);
    this.editor.use("select");
    return putOnMap(this.editor, place, points[0]);
  }

  #draw(kind, points) {
    const { label } = this.editor.kinds[kind];
    this.editor.say(drawNew(this.editor, `画点：${label}`, kind, points, this.snapper.own));
  }

  pointed(event) {
    // The second click of a double click, which ends a line, would be a second asset in one place.
    if (event.originalEvent?.detail > 1) return;
    this.push(toPosition(this.landed(event).latlng));
  }
}
