import assert from "node:assert/strict";
import { test } from "node:test";
import {
  readBearing, readDistance, readList, readPosition,
} from "../../layers/static/layers/js/geometry/reading.js";

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
