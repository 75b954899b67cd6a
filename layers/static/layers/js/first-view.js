// Where a map looks that is asked a question: at the region or the districts asked for, when its
// address does not say where; at a region just set, when it is not well seen. Boxes are
// [west, south, east, north]. Pure.
import { REGIONS, ringOf } from "./regions.js";

/** Smaller than this share of the view a region is a speck. */
const LEAST_SHARE = 0.25;

/** A box, or null for the whole city. */
export function boundsAsked(params, districts) {
  const regions = REGIONS.filter((name) => params.has(name)).map((name) => regionBox(name, params.get(name)));
  if (regions.length) return regions[0];
  const codes = params.getAll("district");
  const asked = districts.filter(({ code }) => codes.includes(code));
  // A place without an outline may lie anywhere in the city.
  if (!asked.length || asked.some(({ bounds }) => !bounds)) return null;
  return boxOf(asked.flatMap(({ bounds: [west, south, east, north] }) => [[west, south], [east, north]]));
}

/** Where a map begins whose address does not say where; null where not even the city's outline is known. */
export function firstBox(params, { districts, bounds }) {
  return boundsAsked(params, districts) ?? bounds;
}

export function regionBox(name, value) {
  return boxOf(ringOf(name, value));
}

/** How much of a view a box takes, by the longer side: 1 as much as there is. */
export function shareOf(box, view) {
  return Math.max((box[2] - box[0]) / (view[2] - view[0]), (box[3] - box[1]) / (view[3] - view[1]));
}

/** Whether a view shows a region already: no speck, nothing of it outside, or it is larger than the view. */
export function isWellSeen(box, view) {
  const [west, south, east, north] = view;
  if (box[2] < west || box[0] > east || box[3] < south || box[1] > north) return false;
  const share = shareOf(box, view);
  const isInside = box[0] >= west && box[1] >= south && box[2] <= east && box[3] <= north;
  return share > 1 || (isInside && share >= LEAST_SHARE);
}

function boxOf(positions) {
  const [longitudes, latitudes] = [0, 1].map((i) => positions.map((position) => position[i]));
  return [Math.min(...longitudes), Math.min(...latitudes), Math.max(...longitudes), Math.max(...latitudes)];
}
