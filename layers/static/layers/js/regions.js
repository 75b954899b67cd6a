// Regions of the question as the address writes them: a box, a polygon, the surroundings of a
// place. Positions are [longitude, latitude] in degrees.
import { direct } from "./geometry/geodesy.js";
import { selfCrossing, closeRing } from "./geometry/rings.js";

export const REGIONS = ["bbox", "within", "near"];
/** What the server accepts: registry/regions.py. */
export const MOST_VERTICES = 300;
export const [NEAREST_M, FARTHEST_M] = [1, 100000];
const DIGITS = 6;
const CIRCLE_CORNERS = 120;

const degrees = (value) => String(Number(value.toFixed(DIGITS)));
const written = (position) => position.map(degrees).join(",");
const numbers = (text) => text.split(",").map(Number);

export const boxText = (box) => box.map(degrees).join(",");
export const polygonText = (ring) => ring.map(written).join(" ");
export const nearText = (centre, metres) => `${written(centre)},${Math.round(metres)}`;

export function metresWords(metres) {
  if (metres < 10000) return `${Math.round(metres)} 米`;
  return `${Number((metres / 1000).toFixed(1))} 公里`;
}

/** The regions in the server's words, which come with its answer. */
export class RegionWords {
  #told = new Map();

  /** `regions`: words by parameter, of the regions that `params` ask within. True where any is new. */
  take(regions, params) {
    const before = this.#told.size;
    for (const [name, words] of Object.entries(regions)) this.#told.set(`${name}=${params.get(name)}`, words);
    return this.#told.size > before;
  }

  /** Until the answer has come, a region is only called one. */
  of(name, value) {
    return this.#told.get(`${name}=${value}`) ?? "所选范围";
  }
}

/** The ring of a region as it is drawn on the map. */
export function ringOf(name, value) {
  if (name === "within") return value.trim().split(/\s+/).map(numbers);
  if (name === "near") {
    const [longitude, latitude, metres] = numbers(value);
    return circle([longitude, latitude], metres);
  }
  const [west, south, east, north] = numbers(value);
  return [[west, south], [east, south], [east, north], [west, north]];
}

export function circle(centre, metres) {
  return Array.from({ length: CIRCLE_CORNERS }, (_, i) => direct(centre, (i * 360) / CIRCLE_CORNERS, metres));
}

/** Why a polygon cannot be asked with, or null. */
export function refusalOf(ring) {
  if (ring.length < 3) return "至少点三个顶点。";
  if (ring.length > MOST_VERTICES) return `最多 ${MOST_VERTICES} 个顶点。`;
  return selfCrossing(closeRing(ring)) === null ? null : "边线互相交叉了，请按“退一步”去掉几个点再画。";
}
