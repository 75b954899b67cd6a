// Where a map opens when its address asks a question but does not say where to look: at the
// region or the districts asked for. Pure.
import { REGIONS, ringOf } from "./regions.js";

/** [west, south, east, north], or null for the whole city. */
export function boundsAsked(params, districts) {
  const regions = REGIONS.filter((name) => params.has(name)).map((name) => boxOf(ringOf(name, params.get(name))));
  if (regions.length) return regions[0];
  const codes = params.getAll("district");
  const asked = districts.filter(({ code }) => codes.includes(code));
  // A place without an outline may lie anywhere in the city.
  if (!asked.length || asked.some(({ bounds }) => !bounds)) return null;
  return boxOf(asked.flatMap(({ bounds: [west, south, east, north] }) => [[west, south], [east, north]]));
}

function boxOf(positions) {
  const [longitudes, latitudes] = [0, 1].map((i) => positions.map((position) => position[i]));
  return [Math.min(...longitudes), Math.min(...latitudes), Math.max(...longitudes), Math.max(...latitudes)];
}
