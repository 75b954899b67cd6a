import assert from "node:assert/strict";
import { test } from "node:test";
import { Reader, readBearing, readDistance } from "../../layers/static/layers/js/geometry/reading.js";
import { toSystem } from "../../layers/static/layers/js/geometry/systems.js";
import { manyTimes, pick } from "./random.js";

const PANZHIHUA = new Reader([101.136, 26.086, 102.247, 27.348]);
const readPosition = (...typed) => PANZHIHUA.position(...typed);
const readList = (...typed) => PANZHIHUA.list(...typed);
const POINT = [101.7185, 26.5823];

function isNear(position, expected, tolerance = 1e-9) {
  position.forEach((each, i) => assert.ok(Math.abs(each - expected[i]) < tolerance, `${position} is not ${expected}`));
}

function reads(text, expected = POINT, tolerance = 2e-7) {
  const { position, error } = readPosition(text, "EPSG:4490");
  assert.equal(error, undefined, `${text}: ${error}`);
  isNear(position, expected, tolerance);
}

test("decimal degrees are read exactly, in either order and with any comma", () => {
  for (const text of [
    "101.7185,26.5823", "26.5823 101.7185", "101.7185，26.5823", "１０１．７１８５　２６．５８２３", "101.7185\t26.5823",
    "101.7185、26.5823", "东经101.7185 北纬26.5823", "E101.7185 N26.5823", "(101.7185, 26.5823)", "101.7185°E，26.5823°N",
    "lon=101.7185; lat=26.5823", "经度：101.7185 纬度：26.5823",
  ]) {
    assert.deepEqual(readPosition(text, "EPSG:4490"), { position: POINT }, text);
  }
});

test("degrees, minutes and seconds are read in every writing", () => {
  const dms = [101 + 43 / 60 + 6.6 / 3600, 26 + 34 / 60 + 56.28 / 3600];
  for (const text of [
    "101°43′06.6″E 26°34′56.28″N", "101°43'06.6\" 26°34'56.28\"", "26°34′56.28″，101°43′06.6″",
    "101度43分06.6秒，26度34分56.28秒", "101° 43′ 06.6″ 26° 34′ 56.28″", "101°43′06.6″26°34′56.28″",
    "东经101°43’06.6” 北纬26°34’56.28”", "1014306.6 263456.28",
  ]) reads(text, dms, 1e-12);
  reads("101°43′ 26°34′", [101 + 43 / 60, 26 + 34 / 60], 1e-12);
});

test("packed degrees with a point are read as such only when that is said", () => {
  const { position } = readPosition("101.430660 26.345628", "EPSG:4490", { packed: true });
  isNear(position, [101 + 43 / 60 + 6.6 / 3600, 26 + 34 / 60 + 56.28 / 3600]);
  assert.deepEqual(readPosition("101.430660 26.345628", "EPSG:4490").position, [101.43066, 26.345628]);
  assert.match(readPosition("101.630660 26.345628", "EPSG:4490", { packed: true }).error, /小于 60/);
  assert.equal(readList("1 101.430660 26.345628", "EPSG:4490", { packed: true }).positions.length, 1);
});

test("Gauss-Krüger metres are read in either order, with the zone number or without", () => {
  for (const text of [
    "2941379.858 471957.189", "471957.189,2941379.858", "X=2941379.858 Y=471957.189", "2941379.858 34471957.189",
    "X（北） 2941379.858 Y（东） 471957.189",
  ]) reads(text, POINT, 2e-8);
});

test("what is no place is refused in words", () => {
  const refused = (text, words) => assert.match(readPosition(text, "EPSG:4490").error, words, text);
  refused("", /请输入/);
  refused("101.7185", /需要两个数/);
  refused("101.7 26.5 30", /需要两个数/);
  refused("东区 26.5", /“东区”不是坐标/);
  refused("101.7185 101.7190", /同一个方向/);
  refused("116.39 39.9", /116.39 不在本市一带/);
  refused("101°61′ 26°34′", /小于 60/);
  refused("1016306.6 263456.28", /小于 60/);
  refused("101.7 2941379.858", /不是同一坐标系/);
  refused("NaN Infinity", /不是坐标/);
  assert.match(readPosition("1 2", "EPSG:4543").error, /6 位数/);
});

test("a list is read line by line, point numbers and heights left aside", () => {
  const { positions, errors } = readList(
    "1\t101.7185\t26.5823\n\nJ2，26.5823，101.7185\r\n26 101.7185 26.5823\n101.7185 26.5823 1203.4\n"
    + "K0+100, 101.7185, 26.5823, 1203.4\n坏的一行\n5 471957.189 2941379.858",
  );
  assert.equal(positions.length, 6);
  positions.forEach((position) => isNear(position, POINT, 2e-8));
  assert.deepEqual(errors.map(({ line }) => line), [7]);
  assert.match(errors[0].sentence, /坏的一行/);
});

test("a numbered line with a wrong place says what is wrong with the place", () => {
  const { errors } = readList("3 101.7185 39.9");
  assert.match(errors[0].sentence, /39.9 不在本市一带/);
});

test("metres without decimals are not taken for point numbers", () => {
  const { positions, errors } = readList("2941379 471957 1203\n7 2941379 471957 1203");
  assert.deepEqual(errors, []);
  assert.deepEqual(positions[0], positions[1]);
});

// ---- other cities

const BOXES = {
  Kaohsiung: [120.274, 22.561, 120.432, 22.807],
  Beijing: [115.417, 39.442, 117.508, 41.06],
  Harbin: [125.7, 44.067, 130.17, 46.667],
  Kashgar: [75.8, 39.35, 76.25, 39.6],
};
const CITIES = Object.entries(BOXES).map(([name, box]) => ({ name, box, reader: new Reader(box) }));

function somewhere(random, [west, south, east, north]) {
  return [west + random() * (east - west), south + random() * (north - south)];
}

/** A position as degrees, minutes and seconds to a hundred-thousandth of a second, joined by `joined`. */
function inSeconds(value, joined) {
  const all = Math.round(value * 3.6e8);
  const [degrees, minutes, seconds] = [Math.floor(all / 3.6e8), Math.floor(all / 6e6) % 60, (all % 6e6) / 1e5];
  return joined(degrees, String(minutes).padStart(2, "0"), seconds.toFixed(5).padStart(8, "0"));
}

const WRITINGS = [
  (each) => each.toFixed(9),
  (each) => inSeconds(each, (degrees, minutes, seconds) => `${degrees}°${minutes}′${seconds}″`),
  (each) => inSeconds(each, (degrees, minutes, seconds) => `${degrees}${minutes}${seconds}`),
];

test("in every city each way of writing comes back to the same place, in either order", () => {
  manyTimes(200, (random) => {
    const { name, box, reader } = pick(random, CITIES);
    const place = somewhere(random, box);
    for (const { code } of reader.systems) {
      const pair = toSystem(code, place);
      // Some 1e-8° of what is written in whole tenths of millimetres.
      const writings = code === "EPSG:4490" ? WRITINGS : [(each) => each.toFixed(4)];
      for (const words of writings.map((write) => pair.map(write))) {
        for (const text of [words.join(" "), [...words].reverse().join("，")]) {
          const { position, error } = reader.position(text, code);
          assert.equal(error, undefined, `${name} ${code} ${text}: ${error}`);
          isNear(position, place, 1e-8);
        }
      }
    }
  });
});

test("a pair needs no choice of a system, but for two meridians", () => {
  manyTimes(200, (random) => {
    const { name, box, reader } = pick(random, CITIES);
    const place = somewhere(random, box);
    for (const { code } of reader.systems) {
      const text = toSystem(code, place).map((each) => each.toFixed(5)).join(" ");
      const { position, error } = reader.position(text);
      if (position) isNear(position, place, 1e-5);
      else assert.match(`${name} ${code} ${error}`, /^(Beijing|Harbin) EPSG:45[345]\d Y（东）没有带号/);
    }
  });
});

test("a coordinate of Kaohsiung is read in Kaohsiung, and one of Panzhihua is not", () => {
  const [{ reader }] = CITIES;
  assert.deepEqual(reader.position("120.3014 22.6163"), { position: [120.3014, 22.6163] });
  assert.equal(
    reader.position("101.7185 22.6163").error, "101.7185 不在本市一带：经度应为 120 度多，纬度应为 22 度多。",
  );
  assert.equal(
    reader.position("1 2", "EPSG:4549").error,
    "1 不在本市一带：X（北）应为 7 位数（24 到 25 打头），Y（东）应为 6 位数（52 到 54 打头）。",
  );
  assert.match(reader.position("1 2", "EPSG:4528").error, /8 位数（40 打头）/);
});

test("north of 30° packed degrees and an easting are told apart by the other number", () => {
  const [, { reader }] = CITIES;
  isNear(reader.position("393600 1162400").position, [116.4, 39.6], 1e-12);
  isNear(reader.position("1162400，393600").position, [116.4, 39.6], 1e-12);
  isNear(reader.position("4417000 393600", "EPSG:4548").position, [115.75619, 39.88049], 1e-5);
  assert.match(reader.position("396300 1162400").error, /小于 60/);
  assert.match(reader.position("393600 393700").error, /不是同一坐标系/);
});

test("metres that two meridians allow are read in the chosen one, else the zone is asked for", () => {
  const [, { reader }] = CITIES;
  const written = (code, place) => toSystem(code, place).map((each) => each.toFixed(4)).join(" ");
  const text = written("EPSG:4548", [117.3, 40.1]);
  isNear(reader.position(text, "EPSG:4548").position, [117.3, 40.1], 1e-8);
  isNear(reader.position(text, "EPSG:4547").position, [114.3, 40.1], 1e-8);
  isNear(reader.position(written("EPSG:4527", [117.3, 40.1])).position, [117.3, 40.1], 1e-8);
  assert.match(reader.position(text, "EPSG:4490").error, /写上带号，或在“坐标系”里选定/);
  assert.doesNotMatch(reader.position(text).error, /“坐标系”/);
  const [{ sentence }] = reader.list(`${text} 43.5`).errors;
  assert.match(sentence, /没有带号/);
});

test("where no outline is known a place may be anywhere in the country", () => {
  const reader = new Reader(null);
  for (const { box } of CITIES) {
    const place = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
    isNear(reader.position(place.join(" ")).position, place);
    for (const { code } of new Reader(box).systems) {
      const text = toSystem(code, place).map((each) => each.toFixed(4)).join(" ");
      isNear(reader.position(text, code).position, place, 1e-8);
    }
  }
  isNear(reader.position("2941379.858 34471957.189").position, POINT, 2e-8);
  assert.match(reader.position("2941379.858 471957.189").error, /没有带号/);
  assert.match(reader.position("2.35 48.86").error, /不在全国范围内：经度应为 73 到 135 度多/);
});

test("a bearing is read as degrees from north", () => {
  for (const [text, azimuth] of [
    ["45.5", 45.5], ["45°30′", 45.5], ["４５度３０分", 45.5], ["N45E", 45], ["n 45.5 e", 45.5], ["S30°W", 210], ["S30E", 150],
    ["N10W", 350], ["北偏东45°", 45], ["南偏西30", 210], ["0", 0], ["360", 0],
  ]) assert.deepEqual(readBearing(text), { degrees: azimuth }, text);
  for (const text of ["", "east", "N95E", "361", "-5", "45°70′"]) assert.ok(readBearing(text).error, text);
});

test("a distance is read as metres", () => {
  for (const [text, metres] of [
    ["12.5", 12.5], ["12.5m", 12.5], ["12.5 米", 12.5], ["0.3km", 300], ["１２．５ｍ", 12.5], ["2公里", 2000], ["50cm", 0.5],
  ]) assert.deepEqual(readDistance(text), { metres }, text);
  for (const text of ["", "m", "0", "-3", "12..5", "5 mi", "1e9", "200km"]) assert.ok(readDistance(text).error, text);
});
