// Handles of a path for what is in view and, where that is much, only so many that a hand can take
// hold of one: a line of two thousand vertices had four thousand marks, and the page stood still.
// The others appear on zooming in.
import L from "leaflet";
import "leaflet-editable";
import { handled } from "../geometry/handled.js";

/** `isHeld()`: a handle is being dragged, so that none may be taken away. */
function thinned(Editor, isHeld) {
  return Editor.extend({
    onMoveEnd() {
      if (!isHeld()) this.reset();
    },

    addVertexMarkers(latlngs) {
      const bounds = this.map.getBounds();
      const points = latlngs.map((latlng) => (bounds.contains(latlng) ? this.map.latLngToContainerPoint(latlng) : null));
      for (const index of handled(points)) this.addVertexMarker(latlngs[index], latlngs);
    },
  });
}

/** The class of editor for each kind of path. */
export function thinnedEditors(isHeld) {
  return {
    line: thinned(L.Editable.PolylineEditor, isHeld), area: thinned(L.Editable.PolygonEditor, isHeld),
  };
}
