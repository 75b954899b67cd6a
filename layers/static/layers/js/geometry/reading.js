// What people type or paste as a place, a bearing or a distance. Order and system of a pair are
// deduced from the numbers themselves, by what those of a place in the city can be.
import { STORAGE, fromSystem, isIn, systemsOf } from "./systems.js";

const SENTENCES = {
  empty: "请输入一对坐标。",
  count: "需要两个数：经度和纬度，或 X（北）和 Y（东）。",
  words: (word) => `“${word}”不是坐标。`,
  sixty: "分和秒都应小于 60。",
  far: (text, where, expected) => `${text} 不在${where}：${expected}。`,
  same: "两个数是同一个方向的坐标，需要一个东坐标（经度）和一个北坐标（纬度）。",
  mixed: "两个数不是同一坐标系的坐标。",
  open: (chosen) => `Y（东）没有带号，看不出是哪条中央经线的坐标：请在前面写上带号${chosen ? "，或在“坐标系”里选定" : ""}。`,
  bearing: "方位角读不懂，可以写 45.5、45°30′ 或 N45E。",
  turn: "方位角应在 0° 到 360° 之间。",
  distance: "距离读不懂，可以写 12.5、12.5m 或 0.3km。",
  positive: "距离应大于 0，且不超过 100 km。",
};

const FARTHEST_METRES = 100_000;

// ---- characters

const MARKS = { 度: "°", 分: "'", 秒: '"' };

// Double primes first: NFKC would make two single ones of them.
function plain(text) {
  return String(text)
    .replace(/[″”“＂〃]|′′|''|’’/g, '"')
    .normalize("NFKC")
    .replace(/[′’‘´`]/g, "'")
    .replace(/[º˚]/g, "°")
    // Only after a figure: 经度 is a word.
    .replace(/(\d\s*)([度分秒])/g, (_, figure, unit) => figure + MARKS[unit])
    .replace(/[−–—]/g, "-")
    .trim();
}

// ---- numbers

const NUMBER = "\\d+(?:\\.\\d*)?|\\.\\d+";
const DMS = `(?:${NUMBER})°(?:(?:${NUMBER})')?(?:(?:${NUMBER})")?`;
const IS_NUMBER = new RegExp(`^[-+]?(?:${NUMBER})$`);
const IS_DMS = new RegExp(`^(${NUMBER})°(?:(${NUMBER})')?(?:(${NUMBER})")?$`);

// 101°60′ is a slip of the pen, not 102°.
function sexagesimal(degrees, minutes, seconds) {
  return minutes < 60 && seconds < 60 ? degrees + minutes / 60 + seconds / 3600 : NaN;
}

function unpacked(number) {
  const [degrees, minutes] = [Math.floor(number / 1e4), Math.floor(number / 100) % 100];
  // The seconds from the text of the number, or 06.6 becomes 06.5999….
  const seconds = Number((number - degrees * 1e4 - minutes * 100).toFixed(9));
  return sexagesimal(degrees, minutes, seconds);
}

function dmsValue(word) {
  const [, degrees, minutes = 0, seconds = 0] = IS_DMS.exec(word);
  return sexagesimal(Number(degrees), Number(minutes), Number(seconds));
}

/** A word as a number, degrees being degrees whatever their writing; null for no number. */
function numberOf(word) {
  if (IS_DMS.test(word)) return { text: word, isDms: true, value: dmsValue(word) };
  return IS_NUMBER.test(word) ? { text: word, isDms: false, value: Number(word) } : null;
}

// ---- pairs

const NAMES = /北纬|东经|经度|纬度|北坐标|东坐标|横坐标|纵坐标|lon(?:gitude)?|lat(?:itude)?|[xynebl](?![a-z])|[北东]/gi;

// Names of axes say no more than the numbers do. A name that is part of a word is a point number.
function withoutNames(word) {
  const rest = word.replace(NAMES, "").replace(/[()[\]=:]/g, "");
  return rest === "" || numberOf(rest) ? rest : word;
}

function wordsOf(text) {
  const apart = plain(text)
    .replace(/\s*([°'"])\s*/g, "$1")
    .replace(new RegExp(`${DMS}[NE]?`, "gi"), " $& ");
  return apart.split(/[\s,;、|/]+/).map(withoutNames).filter(Boolean);
}

// Degrees are also written as one number with their minutes and seconds: 1014306.6 and 263456.28.
function meaningsOf(system) {
  return ["east", "north"].flatMap((axis) => {
    const { code, [axis]: { from, to } } = system;
    const meaning = { axis, code, from, to, read: Number };
    return code === STORAGE ? [meaning, { ...meaning, from: from * 1e4, to: to * 1e4, read: unpacked }] : [meaning];
  });
}

// 101.430660 is decimal degrees unless the planner says that 101°43′06.60″ is meant: both are here.
function packedDegrees({ text, value, isDms }) {
  const scaled = unpacked(Number((value * 1e4).toFixed(7)));
  return isDms || !(value < 180) ? { text, value, isDms } : { text, value: scaled, isDms };
}

/** Reads places of one city by its box, [west, south, east, north]; null: anywhere in the country. */
export class Reader {
  #meanings;
  #where;

  constructor(box) {
    /** What there is to choose from, as `systemsOf` tells it. */
    this.systems = systemsOf(box);
    this.#meanings = this.systems.flatMap(meaningsOf);
    this.#where = box ? "本市一带" : "全国范围内";
  }

  /**
   * A place as typed: { position } or { error: a sentence }. Degrees or metres in either order;
   * `code` is the system the planner has chosen: it decides where the numbers alone do not, and
   * shapes what an error asks for; `packed` says that degrees are written DDD.MMSSss.
   */
  position(text, code = null, { packed = false } = {}) {
    return this.#words(wordsOf(text), code, packed);
  }

  /** Places one a line: { positions, errors: [{ line, sentence }] }; lines count from 1. */
  list(text, code = null, { packed = false } = {}) {
    const [positions, errors] = [[], []];
    String(text).split(/\r\n|\r|\n/).forEach((row, i) => {
      const words = wordsOf(row);
      if (words.length === 0) return;
      const { position, error } = this.#line(words, code, packed);
      if (position) positions.push(position);
      else errors.push({ line: i + 1, sentence: error });
    });
    return { positions, errors };
  }

  // A list's line may begin with a point number and end with a height: 3 101.7185 26.5823 1203.4.
  #line(words, code, packed) {
    if (words.length <= 2) return this.#words(words, code, packed);
    const afterNumber = this.#words(words.slice(1, 3), code, packed);
    const isNumbered = /^\d+$/.test(words[0]) || !numberOf(words[0]);
    if (isNumbered && (isPlace(afterNumber) || words.length > 3)) return afterNumber;
    const first = this.#words(words.slice(0, 2), code, packed);
    return isPlace(first) || !isNumbered ? first : afterNumber;
  }

  #words(words, code, packed) {
    if (words.length === 0) return { error: SENTENCES.empty };
    const numbers = words.map(numberOf);
    const stranger = words.find((_, i) => !numbers[i]);
    if (stranger) return { error: SENTENCES.words(stranger) };
    if (numbers.length !== 2) return { error: SENTENCES.count };
    return this.#pair(packed ? numbers.map(packedDegrees) : numbers, code);
  }

  #pair(numbers, code) {
    if (numbers.some(({ value }) => Number.isNaN(value))) return { error: SENTENCES.sixty };
    const [meanings, others] = numbers.map((number) => this.#meaningsOf(number));
    if (!meanings.length || !others.length) return { error: this.#far(numbers[meanings.length ? 1 : 0], code) };
    const pairs = meanings.flatMap((one) => others.map((other) => [one, other]));
    const across = pairs.filter(([one, other]) => one.axis !== other.axis);
    if (!across.length) return { error: SENTENCES.same };
    const possible = across.filter(([one, other]) => one.code === other.code);
    if (!possible.length) return { error: SENTENCES.mixed };
    const meant = onlyOne(possible) ?? onlyOne(possible.filter(([one]) => one.code === code));
    return meant ? placeOf(meant, numbers) : { error: SENTENCES.open(code), isOpen: true };
  }

  #meaningsOf({ value, isDms }) {
    return this.#meanings.filter((meaning) => (
      isIn(meaning, value) && (!isDms || (meaning.code === STORAGE && meaning.read === Number))
    ));
  }

  #far({ text }, code) {
    const system = this.systems.find((each) => each.code === code) ?? this.systems[0];
    return SENTENCES.far(text, this.#where, system.expected);
  }
}

const onlyOne = (found) => (found.length === 1 ? found[0] : null);

// Also numbers that need a word more to be read are no point number and no height.
const isPlace = ({ position, isOpen }) => Boolean(position || isOpen);

function placeOf(meanings, numbers) {
  const values = meanings.map(({ read }, i) => read(numbers[i].value));
  if (values.some(Number.isNaN)) return { error: SENTENCES.sixty };
  const [{ axis, code }] = meanings;
  return { position: fromSystem(code, axis === "east" ? values : values.reverse()) };
}

// ---- bearing and distance

const QUADRANTS = {
  NE: (angle) => angle, SE: (angle) => 180 - angle, SW: (angle) => 180 + angle, NW: (angle) => 360 - angle,
};

const LETTERS = { 北: "N", 南: "S", 东: "E", 西: "W" };

function latinQuarter(text) {
  return text.toUpperCase()
    .replace(/([北南])偏([东西])(.*)/, "$1$3$2")
    .replace(/[北南东西]/g, (word) => LETTERS[word]);
}

function readQuarter(from, angleText, towards) {
  const angle = numberOf(angleText)?.value;
  if (!(angle >= 0 && angle <= 90)) return { error: SENTENCES.bearing };
  return { degrees: QUADRANTS[from + towards](angle) % 360 };
}

/** { degrees } clockwise from north, 0 up to 360, or { error: a sentence }. */
export function readBearing(text) {
  const word = plain(text).replace(/\s+/g, "");
  const quarter = /^([NS])(.+)([EW])$/.exec(latinQuarter(word));
  if (quarter) return readQuarter(...quarter.slice(1));
  const number = numberOf(word);
  if (!number) return { error: SENTENCES.bearing };
  if (Number.isNaN(number.value)) return { error: SENTENCES.sixty };
  return number.value >= 0 && number.value <= 360 ? { degrees: number.value % 360 } : { error: SENTENCES.turn };
}

const METRES_PER = new Map([
  ["", 1], ["m", 1], ["米", 1], ["cm", 0.01], ["厘米", 0.01], ["km", 1000], ["公里", 1000], ["千米", 1000],
]);

/** { metres }, or { error: a sentence }. */
export function readDistance(text) {
  const [, figure, unit] = /^([-+]?[\d.]+)\s*(\D*)$/.exec(plain(text).toLowerCase()) ?? [];
  const number = figure && numberOf(figure);
  if (!number || !METRES_PER.has(unit)) return { error: SENTENCES.distance };
  const metres = number.value * METRES_PER.get(unit);
  return metres > 0 && metres <= FARTHEST_METRES ? { metres } : { error: SENTENCES.positive };
}
