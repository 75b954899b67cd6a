// The coordinate systems a planner may type: degrees, and the 3° Gauss-Krüger zones that the city
// lies in, with and without the zone number in the easting. All are CGCS2000, so nothing is
// shifted between datums. Pairs are [east, north]; X and Y are only in what is typed, where X is
// north. Boxes are [west, south, east, north].
import proj4 from "proj4";

export const STORAGE = "EPSG:4490";

const DEGREES = "+proj=longlat +ellps=GRS80 +towgs84=0,0,0,0,0,0,0 +no_defs";
// The land that the zones are numbered for: where a city is whose outline is not known.
const COUNTRY = [73.5, 18, 135.1, 53.6];
const ZONE_DEGREES = 3;
const ZONES = Array.from({ length: 21 }, (_, n) => ({
  meridian: 75 + n * ZONE_DEGREES, number: 25 + n, plain: `EPSG:${4534 + n}`, prefixed: `EPSG:${4513 + n}`,
}));
const EASTINGS = new Map(ZONES.flatMap(({ meridian, number, plain, prefixed }) => [
  [plain, { meridian, falseEasting: 500_000 }], [prefixed, { meridian, falseEasting: number * 1e6 + 500_000 }],
]));

// ---- conversion

const converters = new Map();

function converter(code) {
  const { meridian, falseEasting } = EASTINGS.get(code) ?? {};
  if (!meridian) throw new RangeError(`no coordinate system ${code}`);
  if (!converters.has(code)) {
    converters.set(code, proj4(DEGREES, `+proj=tmerc +lat_0=0 +lon_0=${meridian} +k=1 +x_0=${falseEasting} +y_0=0 +ellps=GRS80 +towgs84=0,0,0,0,0,0,0 +units=m +no_defs`));
  }
  return converters.get(code);
}

/** [easting, northing], or degrees, as [longitude, latitude]. */
export function fromSystem(code, pair) {
  return code === STORAGE ? pair : converter(code).inverse([...pair]);
}

/** [longitude, latitude] as [easting, northing], or as degrees. */
export function toSystem(code, position) {
  return code === STORAGE ? position : converter(code).forward([...position]);
}

// ---- the systems of a city

/**
 * The systems to choose from, degrees first, then the zone that most of the city lies in: each
 * { code, label, east, north, expected, example }. `east` and `north` are what the numbers of a
 * place in the city or around it can be, { from, to }; `expected` says in words what those of the
 * city are; `example` is a place in it. Without a box the city may be anywhere in the country.
 */
export function systemsOf(box) {
  const city = box ?? COUNTRY;
  return [degrees(city), ...zonesOf(city).flatMap((zone) => [plain(zone, city), prefixed(zone, city)])];
}

export function isIn({ from, to }, number) {
  return number >= from && number < to;
}

const zoneAt = (longitude) => Math.min(Math.max(Math.floor((longitude - ZONES[0].meridian) / ZONE_DEGREES + 0.5), 0), ZONES.length - 1);

function zonesOf([west, , east]) {
  const far = ({ meridian }) => Math.abs(meridian - (west + east) / 2);
  return ZONES.slice(zoneAt(west), zoneAt(east) + 1).sort((one, other) => far(one) - far(other));
}

// Whole degrees beyond the city: a pipe may come from its neighbour, and not all of its districts
// may be outlined.
function around([west, south, east, north]) {
  return [Math.floor(west) - 1, Math.floor(south) - 1, Math.ceil(east) + 1, Math.ceil(north) + 1];
}

function degrees(city) {
  const [west, south, east, north] = around(city);
  return {
    code: STORAGE, label: "CGCS2000 经纬度", east: { from: west, to: east }, north: { from: south, to: north },
    expected: `经度应为 ${run(wholes(city[0], city[2]))} 度多，纬度应为 ${run(wholes(city[1], city[3]))} 度多`,
    example: degreesExample(middle(city)),
  };
}

function plain(zone, city) {
  return metres(zone.plain, `CGCS2000 3° 带，中央经线 ${zone.meridian}°`, zone, city);
}

function prefixed(zone, city) {
  return metres(zone.prefixed, `CGCS2000 3° 带，第 ${zone.number} 带（东坐标带号）`, zone, city);
}

function metres(code, label, zone, city) {
  const home = ranges(code, zone, city);
  const example = toSystem(code, exampleIn(zone, city)).map((each) => each.toFixed(2));
  return {
    code, label, ...ranges(code, zone, around(city)),
    expected: `X（北）应为 ${figures(home.north)}，Y（东）应为 ${figures(home.east)}`,
    example: `X（北）${example[1]}，Y（东）${example[0]}`,
  };
}

/** What of a box is written in a zone: no farther than the next one reaches. */
function ranges(code, { meridian }, [west, south, east, north]) {
  const reach = 1.5 * ZONE_DEGREES;
  const ends = [Math.max(west, meridian - reach), Math.min(east, meridian + reach)];
  // On a parallel the northing is least at the meridian, and the easting greatest at the ends.
  const longitudes = [...ends, Math.min(Math.max(meridian, ends[0]), ends[1])];
  const pairs = longitudes.flatMap((longitude) => [south, north].map((latitude) => toSystem(code, [longitude, latitude])));
  const [eastings, northings] = [0, 1].map((i) => pairs.map((pair) => pair[i]));
  const range = (numbers) => ({ from: Math.min(...numbers), to: Math.max(...numbers) });
  return { east: range(eastings), north: range(northings) };
}

// ---- words

function middle([west, south, east, north]) {
  return [(west + east) / 2, (south + north) / 2];
}

function exampleIn({ meridian }, city) {
  const [longitude, latitude] = middle(city);
  return [Math.min(Math.max(longitude, meridian - ZONE_DEGREES / 2), meridian + ZONE_DEGREES / 2), latitude];
}

function degreesExample(position) {
  return `${position.map((each) => each.toFixed(4)).join("，")} 或 ${position.map(sexagesimal).join(" ")}`;
}

function sexagesimal(value) {
  const tenths = Math.round(value * 36_000);
  const minutes = Math.floor(tenths / 600) % 60;
  return `${Math.floor(tenths / 36_000)}°${String(minutes).padStart(2, "0")}′${((tenths % 600) / 10).toFixed(1).padStart(4, "0")}″`;
}

const wholes = (from, to) => [Math.floor(from), Math.floor(to)];
const run = ([first, last]) => (first === last ? `${first}` : `${first} 到 ${last}`);

// 7 位数（28 到 30 打头）: what a column of figures is known by at a glance.
function figures({ from, to }) {
  const [first, last] = wholes(from, to).map(String);
  if (first.length !== last.length) return `${first.length} 到 ${last.length} 位数`;
  return `${first.length} 位数（${run([first.slice(0, 2), last.slice(0, 2)])} 打头）`;
}
