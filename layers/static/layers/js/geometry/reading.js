// Coordinates, bearings and distances as people type them: full-width digits, either order,
// degrees with minutes and seconds. What is wrong is told in a sentence.
import { fromSystem } from "./systems.js";

const CHINA = { longitude: [73, 136], latitude: [3, 54] };
const NOT_TWO = "请写两个数：经度和纬度，或 X（北）和 Y（东）";
const OUTSIDE = "这两个数不在中国范围内，请核对坐标系";

function plain(text) {
  return text.normalize("NFKC").replace(/[′’]/g, "'").replace(/[″”“]|''/g, '"').replace(/[。]/g, ".");
}

// ---- angles

const DMS = /(\d{1,3})\s*[°度]\s*(?:(\d{1,2}(?:\.\d+)?)\s*['分]\s*)?(?:(\d{1,2}(?:\.\d+)?)\s*["秒]\s*)?/;

function degreesOf([, degrees, minutes = "0", seconds = "0"]) {
  return Number(minutes) < 60 && Number(seconds) < 60 ? Number(degrees) + Number(minutes) / 60 + Number(seconds) / 3600 : NaN;
}

/** 101.430660 read as 101°43′06.60″; null where that cannot be. */
function unpacked(value) {
  const digits = value.toFixed(9);
  const [whole, rest] = digits.split(".");
  const [minutes, seconds] = [Number(rest.slice(0, 2)), Number(`${rest.slice(2, 4)}.${rest.slice(4)}`)];
  return minutes < 60 && seconds < 60 ? Number(whole) + minutes / 60 + seconds / 3600 : null;
}

// ---- positions

function numbersIn(text) {
  const words = plain(text).replace(/[经纬]度|坐标|[XYxy北东经纬NESW:=()]/g, " ");
  const angles = [...words.matchAll(new RegExp(DMS, "g"))].map(degreesOf);
  if (angles.length) return angles;
  return words.split(/[\s,;、]+/).filter(Boolean).map((word) => (/^[+-]?\d+(\.\d*)?$/.test(word) ? Number(word) : NaN));
}

const isWithin = (value, [low, high]) => value >= low && value <= high;

/** { position } or { error } of a text in one of the SYSTEMS; packed: DDD.MMSSss is meant. */
export function readPosition(text, code, { packed = false } = {}) {
  const numbers = numbersIn(text);
  if (numbers.length !== 2 || numbers.some(Number.isNaN)) return { error: NOT_TWO };
  return code === "EPSG:4490" ? geographic(numbers, packed) : projected(numbers, code);
}

// Which is which is told by the ranges, that of China's longitudes and latitudes do not meet.
function geographic(numbers, packed) {
  const [a, b] = packed ? numbers.map(unpacked) : numbers;
  for (const [longitude, latitude] of [[a, b], [b, a]]) {
    if (isWithin(longitude, CHINA.longitude) && isWithin(latitude, CHINA.latitude)) return { position: [longitude, latitude] };
  }
  return { error: OUTSIDE };
}

// X is north and has seven digits; the easting has six, or eight with the zone's number.
function projected(numbers, code) {
  const [low, high] = code === "EPSG:4522" ? [343e5, 347e5] : [3e5, 7e5];
  const isEasting = (value) => isWithin(value, [low, high]);
  const isNorthing = (value) => isWithin(value, [3e5, 6e6]);
  const [a, b] = numbers;
  const ways = [[b, a], [a, b]].filter(([east, north]) => isEasting(east) && isNorthing(north));
  if (!ways.length) return { error: hintFor(numbers, code) };
  // In a table of X, Y north comes first; both numbers may be eastings only near the equator.
  const [pair] = ways;
  return { position: fromSystem(code, pair) };
}

function hintFor(numbers, code) {
  if (numbers.some((value) => isWithin(value, [343e5, 347e5])) && code === "EPSG:4543") return "东坐标带有带号 34，请把坐标系改为带号 34 的一种";
  if (numbers.some((value) => isWithin(value, [3e5, 7e5])) && code === "EPSG:4522") return "东坐标没有带号，请把坐标系改为中央经线 102° 的一种";
  if (numbers.every((value) => Math.abs(value) <= 180)) return "这是经纬度，请把坐标系改为 CGCS2000 经纬度";
  return "这两个数不在所选坐标系的范围内，请核对坐标系";
}

/** { positions, errors: [{ line, sentence }] } of one position a line, each after a point number or not. */
export function readList(text, code, options) {
  const [positions, errors] = [[], []];
  text.split(/\r?\n/).forEach((row, i) => {
    if (!row.trim()) return;
    const { position, error } = readRow(row, code, options);
    if (position) positions.push(position);
    else errors.push({ line: i + 1, sentence: error });
  });
  return { positions, errors };
}

// A point number in front, and a height behind, are not wanted.
function readRow(row, code, options) {
  const whole = readPosition(row, code, options);
  if (whole.position) return whole;
  const cells = row.trim().split(/[\s,，;；、\t]+/);
  const tries = [cells.slice(1), cells.slice(1, 3), cells.slice(0, 2)].filter(({ length }) => length >= 2);
  return tries.map((part) => readPosition(part.join(" "), code, options)).find(({ position }) => position) ?? whole;
}

// ---- bearings and distances

const QUADRANT = /^([NS])\s*(.+?)\s*([EW])$/i;

/** { degrees } clockwise from north, or { error }: 45.5, 45°30′, N45E. */
export function readBearing(text) {
  const words = plain(text).trim();
  const [, from, middle, towards] = QUADRANT.exec(words) ?? [];
  const angle = angleOf(middle ?? words);
  if (!Number.isFinite(angle) || angle < 0 || angle >= 360) return { error: "方位角应在 0 到 360 之间，如 45.5 或 45°30′" };
  return { degrees: from ? quadrant(from.toUpperCase(), angle, towards.toUpperCase()) : angle };
}

function angleOf(words) {
  const found = new RegExp(`^${DMS.source}$`).exec(words);
  return found ? degreesOf(found) : Number(words || NaN);
}

function quadrant(from, angle, towards) {
  if (from === "N") return towards === "E" ? angle : (360 - angle) % 360;
  return towards === "E" ? 180 - angle : 180 + angle;
}

const UNITS = { "": 1, m: 1, 米: 1, km: 1000, 公里: 1000, 千米: 1000, cm: 0.01, 厘米: 0.01 };

/** { metres } or { error }: 12.5, 12.5 m, 0.3 km. */
export function readDistance(text) {
  const [, digits, unit = ""] = /^(\d+(?:\.\d*)?|\.\d+)\s*([a-z]*|\p{Script=Han}*)$/iu.exec(plain(text).trim().replaceAll(",", "")) ?? [];
  const metres = Number(digits ?? NaN) * (UNITS[unit.toLowerCase()] ?? NaN);
  return metres > 0 && metres < 1e6 ? { metres } : { error: "距离应是大于 0 的数，如 12.5 或 0.3 km" };
}
