// Choosing assets on the map: a click takes one, with Shift one more; a box takes all it holds.
import L from "leaflet";
import { contains, crossesBox } from "../geometry/containment.js";

export class SelectTool {
  constructor(editor, snapper) {
    Object.assign(this, { editor, snapper, name: "select", map: editor.map });
    this.click = (event) => this.#click(event);
    this.move = (event) => this.#hover(event);
    this.box = ({ boxZoomBounds }) => this.#takeBox(boxZoomBounds);
  }

  start() {
    this.map.on("click", this.click).on("mousemove", this.move).on("boxzoomend", this.box);
    this.map.boxZoom.enable();
    this.editor.say("单击选中，Shift 加选，按住 Shift 拖出方框多选；拖动折点修改，右键更多");
  }

  stop() {
    this.map.off("click", this.click).off("mousemove", this.move).off("boxzoomend", this.box);
    this.map.boxZoom.disable();
    this.map.getContainer().classList.remove("is-pointing");
  }

  /** The asset that lies under a place, lines and points first. */
  at(latlng, event) {
    const hit = this.snapper.hit(latlng, event);
    if (hit) return hit.feature.properties.id;
    const position = [latlng.lng, latlng.lat];
    const around = this.editor.assets().find(({ geometry }) => geometry?.type.endsWith("Polygon") && contains(geometry, position));
    return around?.client_id ?? null;
  }

  #click({ latlng, originalEvent }) {
    const id = this.at(latlng, originalEvent);
    if (id && originalEvent.shiftKey) this.editor.toggle(id);
    else if (!originalEvent.shiftKey) this.editor.select(id ? [id] : []);
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
