// The vertices of the one asset that is selected: moved, added between two others, taken away.
// Leaflet.Editable shows them; each lands where the snapper says, during the drag and exactly.
import L from "leaflet";
import "leaflet-editable";
import { joinedAt, movedTogether } from "../geometry/joints.js";
import { same } from "../geometry/same.js";
import { insertVertex, nearestInGeometry, partsOf, replacePart } from "../geometry/lines.js";
import { isLinear } from "../geometry/parts.js";
import { worded } from "../hand.js";
import { branchedOn } from "./goals.js";
import { toGeometry, toLatLng, toLatLngs, toPosition } from "./positions.js";
import { thinnedEditors } from "./thinned-handles.js";

/** A vertex that follows the snapper instead of the pixels under the mouse. */
function snappingVertex(landOf) {
  return L.Editable.VertexMarker.extend({
    onDrag(event) {
      const { editor } = this;
      const pointed = this._map.layerPointToLatLng(L.DomUtil.getPosition(this._icon));
      const landed = landOf(pointed, event.originalEvent);
      this.latlng.lat = landed.lat;
      this.latlng.lng = landed.lng;
      this._latlng = this.latlng;
      L.DomUtil.setPosition(this._icon, this._map.latLngToLayerPoint(landed));
      editor.feature._bounds?.extend(landed);
      editor.refresh();
      this.middleMarker?.updateLatLng();
      this.getNext()?.middleMarker?.updateLatLng();
    },
  });
}

export class Handles {
  #shown = null;
  #layer = null;
  #isDragging = false;
  // Of the drag that goes on: where it began, what else is joined there, whether it leaves that.
  #joint = { from: null, others: [], isLeft: false };

  constructor(editor, snapper, menu) {
    Object.assign(this, { editor, snapper, menu, map: editor.map, tools: editor.map.editTools });
    this.editors = thinnedEditors(() => this.#isDragging);
    this.tools.options.vertexMarkerClass = snappingVertex((latlng, event) => this.#land(latlng, event));
  }

  start() {
    for (const name of ["selection", "tool", "change"]) this.editor.addEventListener(name, () => this.#follow());
    this.tools.on({
      // A click on a vertex would delete it: that is too easy to do by mistake.
      "editable:vertex:rawclick": (event) => event.cancel(),
      "editable:vertex:altclick": ({ vertex }) => this.removeVertex(vertex),
      "editable:vertex:dragstart": ({ vertex }) => this.#grasp(vertex),
      "editable:vertex:dragend": (event) => this.#dragged(event),
      "editable:vertex:contextmenu": (event) => this.#openMenu(event),
    });
    this.#follow();
  }

  removeVertex(vertex) {
    const { editor } = vertex;
    if (!editor.vertexCanBeDeleted(vertex)) {
      this.editor.say(editor.CLOSED ? "面至少要有三个点" : "线至少要有两个点；要去掉整条线，请按 Delete");
      return;
    }
    vertex.delete();
    this.#keep("删除折点");
  }

  addVertex(latlng) {
    const { client_id, geometry } = this.#shown;
    const { part, index, position } = nearestInGeometry(geometry, toPosition(latlng));
    const fresh = insertVertex(partsOf(geometry)[part], index + 1, position);
    this.editor.reshape("加折点", client_id, replacePart(geometry, part, fresh));
  }

  // What is joined to the vertex goes along, or a pipe would come off the next without a word.
  #grasp({ latlng }) {
    // The vertices of what is still being drawn are its tool's.
    if (!this.#shown) return;
    this.#isDragging = true;
    const { client_id, geometry } = this.#shown;
    const from = toPosition(latlng);
    const joined = isLinear(geometry) ? joinedAt(this.editor.assets(), from) : [];
    const others = joined.filter((id) => id !== client_id);
    this.#joint = { from, others, isLeft: false };
    if (others.length) this.editor.say(worded(`连着 ${others.length} 项，一起移动；按住 Alt 只移动这一项`, `连着 ${others.length} 项，一起移动`));
  }

  #land(latlng, event) {
    const { client_id, geometry } = this.#shown ?? {};
    this.#joint.isLeft = Boolean(event?.altKey);
    // What goes along would only hold the vertex back.
    const alongside = this.#joint.isLeft ? [] : this.#joint.others;
    const { latlng: landed } = this.snapper.at(latlng, {
      event, exclude: new Set([client_id, ...alongside]), forPoint: geometry?.type === "Point",
    });
    return landed;
  }

  #dragged({ vertex }) {
    this.#isDragging = false;
    this.snapper.hide();
    const { from, others, isLeft } = this.#joint;
    this.#joint = { from: null, others: [], isLeft: false };
    if (isLeft || !isLinear(this.#shown?.geometry)) return this.#keep("移动折点");
    this.#keepTogether(from, toPosition(vertex.latlng), others);
    return others.length && this.editor.say(`连在一起的 ${others.length} 项也移动了；要分开移动，按住 Alt 拖动`);
  }

  /** The step from what is in the document to what the handles show. */
  #keep(label) {
    if (!this.#shown) return;
    const fresh = toGeometry(this.#shown.geometry.type, this.#layer.getLatLngs());
    this.#reshape(label, fresh, new Map());
  }

  #keepTogether(from, to, others) {
    const dragged = toGeometry(this.#shown.geometry.type, this.#layer.getLatLngs());
    // A line that comes back to its own start stays closed.
    const fresh = movedTogether(dragged, from, to);
    const there = others.filter((id) => this.editor.asset(id)?.geometry);
    const moved = there.map((id) => [id, { geometry: movedTogether(this.editor.asset(id).geometry, from, to) }]);
    this.#reshape(others.length ? "移动连接点" : "移动折点", fresh, new Map(moved));
    if (same(fresh, dragged)) return;
    this.#clear();
    this.#follow();
  }

  /** `along`: what is new of others in the same step, by client_id. */
  #reshape(label, geometry, along) {
    const { client_id, geometry: former } = this.#shown;
    this.#shown = { ...this.#shown, geometry };
    const exclude = new Set([client_id, ...along.keys()]);
    const beside = new Map([...branchedOn(this.editor, this.snapper.own, geometry, exclude, former), ...along]);
    this.editor.patch(label, [client_id, ...beside.keys()], ({ client_id: id }) => beside.get(id) ?? { geometry });
  }

  #follow() {
    if (this.#isDragging) return;
    const [only, ...others] = this.editor.selected();
    // While several are gathered a handle would catch the tap that is meant for the line beside it.
    const isAlone = this.editor.tool.name === "select" && !this.editor.options.gather && !others.length;
    const wanted = isAlone && only?.geometry ? only : null;
    if (wanted && this.#shown?.client_id === wanted.client_id && same(this.#shown.geometry, wanted.geometry)) return;
    this.#clear();
    if (wanted) this.#show(wanted);
  }

  #clear() {
    const layer = this.#layer;
    this.#layer = this.#shown = null;
    layer?.disableEdit?.();
    layer?.remove();
  }

  #show(asset) {
    const { type } = asset.geometry;
    this.#shown = asset;
    if (type === "Point") return this.#showPoint(asset);
    if (type === "MultiPoint") return undefined;
    const [make, editorClass] = type.endsWith("Polygon") ? [L.polygon, this.editors.area] : [L.polyline, this.editors.line];
    this.#layer = make(toLatLngs(asset.geometry), {
      className: "draw-edited", fill: false, bubblingMouseEvents: true, editorClass, editOptions: { editTools: this.tools },
    });
    this.#layer.on("contextmenu", (event) => this.#openMenu(event));
    this.#layer.addTo(this.map).enableEdit(this.map);
    return undefined;
  }

  #showPoint({ client_id, geometry }) {
    const icon = L.divIcon({ className: "draw-point", iconSize: [22, 22] });
    const marker = L.marker(toLatLng(geometry.coordinates), { icon, draggable: true, keyboard: false });
    let landed = marker.getLatLng();
    marker.on("dragstart", () => (this.#isDragging = true));
    marker.on("drag", ({ latlng, originalEvent }) => {
      landed = this.#land(latlng, originalEvent);
      L.DomUtil.setPosition(marker._icon, this.map.latLngToLayerPoint(landed));
    });
    marker.on("dragend", () => {
      this.#isDragging = false;
      this.snapper.hide();
      this.editor.reshape("移动点", client_id, { type: "Point", coordinates: toPosition(landed) });
    });
    marker.on("contextmenu", (event) => this.#openMenu(event));
    this.#layer = marker.addTo(this.map);
  }

  // Vertices of an unfinished line are Leaflet's, and no asset's.
  #openMenu(event) {
    if (!this.#shown) return;
    const original = event.originalEvent;
    L.DomEvent.stop(original);
    const { vertex } = event;
    this.menu.open(original, {
      asset: this.editor.asset(this.#shown.client_id),
      vertex: vertex && { marker: vertex, position: toPosition(vertex.latlng) },
      latlng: event.latlng ?? this.map.mouseEventToLatLng(original),
    });
  }
}
