// Choosing assets on the map: a click takes one, with Shift or while several are gathered one more;
// a box takes all it holds.
import L from "leaflet";
import { contains, crossesBox } from "../geometry/containment.js";
import { worded } from "../hand.js";

const help = () => worded(
  "单击选中，Shift 加选，按住 Shift 拖出方框多选；拖动折点修改，右键更多",
  "点按选中，要选几项先点“多选”；拖动折点修改，长按折点或线更多",
);
const gathering = (count) => `多选，已选 ${count} 项：${worded("单击加选，再单击去掉；再点“多选”结束", "点按加选，再点一次去掉；点“多选”结束")}`;

export class SelectTool {
  constructor(editor, snapper) {
    Object.assign(this, { editor, snapper, name: "select", map: editor.map });
    this.click = (event) => this.#click(event);
    this.move = (event) => this.#hover(event);
    this.counted = () => this.#count();
    this.box = ({ boxZoomBounds }) => this.#takeBox(boxZoomBounds);
  }

  start() {
    this.map.on("click", this.click).on("mousemove", this.move).on("boxzoomend", this.box);
    this.map.boxZoom.enable();
    this.editor.addEventListener("selection", this.counted);
    this.editor.say(this.editor.options.gather ? gathering(this.editor.selection.size) : help());
  }

  stop() {
    this.map.off("click", this.click).off("mousemove", this.move).off("boxzoomend", this.box);
    this.map.boxZoom.disable();
    this.editor.removeEventListener("selection", this.counted);
    this.map.getContainer().classList.remove("is-pointing");
  }

  /** Esc with nothing selected ends the gathering. */
  cancel() {
    if (!this.editor.options.gather || this.editor.selection.size) return false;
    this.editor.setOption("gather", false);
    this.editor.say(help());
    return true;
  }

  // How many there are is seen on the map alone, and on a phone not even that. The count goes with
  // them, unless what was done with them has been said meanwhile.
  #count() {
    const { hint, options, selection: { size } } = this.editor;
    if (options.gather) this.editor.say(gathering(size));
    else if (size > 1) this.editor.say(this.told = `已选 ${size} 项：${help()}`);
    else if (hint === this.told) this.editor.say(help());
  }

  /** The asset that lies under a place, lines and points first. */
  at(latlng, event) {
    const [hit] = this.snapper.hits(latlng, event);
    if (hit) return hit.asset.client_id;
    const position = [latlng.lng, latlng.lat];
    const around = this.editor.assets().find(({ geometry }) => geometry?.type.endsWith("Polygon") && contains(geometry, position));
    return around?.client_id ?? null;
  }

  #click({ latlng, originalEvent }) {
    const id = this.at(latlng, originalEvent);
    const isOneMore = originalEvent.shiftKey || this.editor.options.gather;
    if (!isOneMore) this.editor.select(id ? [id] : []);
    else if (id) this.editor.toggle(id);
  }

  #hover({ latlng, originalEvent }) {
    this.map.getContainer().classList.toggle("is-pointing", Boolean(this.at(latlng, originalEvent)));
  }

  #takeBox(bounds) {
    const box = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
    const inside = this.editor.assets().filter(({ geometry }) => geometry && crossesBox(geometry, box));
    this.editor.select(inside.map(({ client_id }) => client_id), { add: true });
  }
}

/** Shift and drag draws a box, as Leaflet does to zoom; here it only tells which. */
export const BoxSelect = L.Map.BoxZoom.extend({
  _onMouseUp(event) {
    if (event.which !== 1 && event.button !== 1) return;
    this._finish();
    if (!this._moved) return;
    this._clearDeferredResetState();
    this._resetStateTimeout = setTimeout(L.Util.bind(this._resetState, this), 0);
    const bounds = new L.LatLngBounds(
      this._map.containerPointToLatLng(this._startPoint), this._map.containerPointToLatLng(this._point),
    );
    this._map.fire("boxzoomend", { boxZoomBounds: bounds });
  },
});
