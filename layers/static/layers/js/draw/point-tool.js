// Putting points on the map: each click a new asset, or the place of one that has none yet.
import { toPosition } from "./positions.js";

export class PointTool {
  #goal = {};

  constructor(editor, snapper) {
    Object.assign(this, { editor, snapper, name: "point", map: editor.map });
    this.move = (event) => this.snapper.at(event.latlng, { event: event.originalEvent });
    this.click = (event) => this.#put(event);
  }

  /** `kind` of new assets, or `place`: the client_id of an asset without a shape. */
  start(goal = {}) {
    this.#goal = { kind: this.editor.kindFor("point"), ...goal };
    this.map.on("mousemove", this.move).on("click", this.click);
    this.map.getContainer().classList.add("is-aiming");
    const { place, kind } = this.#goal;
    const what = this.editor.kinds[place ? this.editor.asset(place).kind : kind].label;
    this.editor.say(place ? `单击${what}所在的位置` : `单击${what}所在的位置，可连续添加；按住 Ctrl 不吸附`);
  }

  stop() {
    this.map.off("mousemove", this.move).off("click", this.click);
    this.map.getContainer().classList.remove("is-aiming");
    this.snapper.hide();
  }

  get kind() {
    return this.#goal.kind;
  }

  /** A place that was typed rather than pointed at. */
  push(position) {
    const { kind, place } = this.#goal;
    const geometry = { type: "Point", coordinates: position };
    if (!place) {
      this.editor.add(`画点：${this.editor.kinds[kind].label}`, [{ kind, values: this.editor.valuesFor(kind), geometry }]);
      return;
    }
    this.editor.reshape("放上地图", place, geometry);
    this.editor.use("select");
    this.editor.select([place]);
  }

  #put({ latlng, originalEvent }) {
    const { latlng: landed } = this.snapper.at(latlng, { event: originalEvent });
    this.push(toPosition(landed));
  }
}
