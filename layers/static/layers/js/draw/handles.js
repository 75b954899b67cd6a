// The vertices of the one asset that is selected: moved, added between two others, taken away.
// Leaflet.Editable shows them; each lands where the snapper says, during the drag and exactly.
import L from "leaflet";
import "leaflet-editable";
import { same } from "../geometry/same.js";
import { insertVertex, nearestInGeometry, partsOf, replacePart } from "../geometry/lines.js";
import { toGeometry, toLatLng, toLatLngs, toPosition } from "./positions.js";

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

  constructor(editor, snapper, menu) {
    Object.assign(this, { editor, snapper, menu, map: editor.map, tools: editor.map.editTools });
    this.tools.options.vertexMarkerClass = snappingVertex((latlng, event) => this.#land(latlng, event));
  }

  start() {
    for (const name of ["selection", "tool", "change"]) this.editor.addEventListener(name, () => this.#follow());
    this.tools.on({
      // A click on a vertex would delete it: that is too easy to do by mistake.
      "editable:vertex:rawclick": (event) => event.cancel(),
      "editable:vertex:altclick": ({ vertex }) => this.removeVertex(vertex),
      "editable:vertex:dragstart": () => (this.#isDragging = true),
      "editable:vertex:dragend": () => this.#dragged(),
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

  #land(latlng, event) {
    const { client_id, geometry } = this.#shown ?? {};
    const { latlng: landed } = this.snapper.at(latlng, {
      event, exclude: new Set([client_id]), forPoint: geometry?.type === "Point",
    });
    return landed;
  }

  #dragged() {
    this.#isDragging = false;
    this.snapper.hide();
    this.#keep("移动折点");
  }

  /** The step from what is in the document to what the handles show. */
  #keep(label) {
    if (!this.#shown) return;
    const { client_id, geometry } = this.#shown;
    const fresh = toGeometry(geometry.type, this.#layer.getLatLngs());
    this.#shown = { ...this.#shown, geometry: fresh };
    this.editor.reshape(label, client_id, fresh);
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
    const make = type.endsWith("Polygon") ? L.polygon : L.polyline;
    this.#layer = make(toLatLngs(asset.geometry), {
      className: "draw-edited", fill: false, bubblingMouseEvents: true, editOptions: { editTools: this.tools },
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

  #openMenu(event) {
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
