// Going to a place so that nothing lies over it: the map's room is what the open panels leave.
import { latLngBounds } from "./base-map.js";

const MARGIN = 24;
/** What is left of the map to show the place in, where panels hide nearly all of it. */
const LEAST_PX = 80;
const NEAREST_ZOOM = 17;

/** `fit(bounds)` shows [west, south, east, north]. */
export function fitter(map, panels) {
  return (bounds) => {
    const { right, bottom } = panels.hidden();
    const { x, y } = map.getSize();
    const beside = (hidden, size) => MARGIN + Math.max(0, Math.min(hidden, size - 2 * MARGIN - LEAST_PX));
    map.fitBounds(latLngBounds(bounds), {
      paddingTopLeft: [MARGIN, MARGIN], paddingBottomRight: [beside(right, x), beside(bottom, y)], maxZoom: NEAREST_ZOOM,
    });
  };
}
