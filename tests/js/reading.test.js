import assert from "node:assert/strict";
import test from "node:test";
import { readBearing, readDistance, readList, readPosition } from "../../layers/static/layers/js/geometry/reading.js";

const PLACE = [101.7185, 26.5823];

function isAt(result, [longitude, latitude], degrees = 1e-8) {
  assert.equal(result.error, undefined);
  const [x, y] = result.position;
  assert.ok(Math.abs(x - longitude) < degrees && Math.abs(y - latitude) < degrees, `${x}, ${y}`);
}

test("longitude and latitude in either order, with whatever stands between them", () => {
  for (const text of ["101.7185,26.5823", "26.5823 101.7185", "１０１．７１８５，２６．５８２３", "101.7185、26.5823", "经度：101.7185 纬度：26.5823", "E101.7185 N26.5823", "101.7185\t26.5823"]) {
    isAt(readPosition(text, "EPSG:4490"), PLACE);
  }
});

test("degrees with minutes and seconds, also packed", () => {
  isAt(readPosition("101°43′06.6″ 26°34′56.28″", "EPSG:4490"), PLACE);
  isAt(readPosition("26°34'56.28\"N, 101°43'06.6\"E", "EPSG:4490"), PLACE);
  isAt(readPosition("101度43分06.6秒，26度34分56.28秒", "EPSG:4490"), PLACE);
  isAt(readPosition("101.430660 26.345628", "EPSG:4490", { packed: true }), PLACE);
});

test("Gauss-Krüger in either order, the zone told apart", () => {
  for (const text of ["2941379.858 471957.189", "471957.189, 2941379.858", "X=2941379.858 Y=471957.189"]) {
    isAt(readPosition(text, "EPSG:4543"), PLACE);
  }
  isAt(readPosition("2941379.858, 34471957.189", "EPSG:4522"), PLACE);
});

test("what cannot be read or belongs to another system is told with what to do", () => {
  const said = (text, code) => readPosition(text, code).error;
  assert.match(said("101.7185", "EPSG:4490"), /两个数/);
  assert.match(said("101.7185, abc", "EPSG:4490"), /两个数/);
  assert.match(said("1 2", "EPSG:4490"), /不在中国/);
  assert.match(said("101°75′ 26°30′", "EPSG:4490"), /两个数/);
  assert.match(said("2941379 34471957", "EPSG:4543"), /带号 34/);
  assert.match(said("2941379 471957", "EPSG:4522"), /没有带号/);
  assert.match(said("101.7 26.5", "EPSG:4543"), /经纬度/);
});

test("a list with point numbers and heights, and the line that is wrong", () => {
  const { positions, errors } = readList("1\t2941379.858\t471957.189\nJ2,2941380,471958,1200.5\n\n不对\n2941381 471959", "EPSG:4543");
  assert.equal(positions.length, 3);
  assert.deepEqual(errors.map(({ line }) => line), [4]);
});

test("bearings as angles and by quadrant", () => {
  assert.deepEqual(readBearing("45.5"), { degrees: 45.5 });
  assert.deepEqual(readBearing("45°30′"), { degrees: 45.5 });
  assert.deepEqual(readBearing("N45E"), { degrees: 45 });
  assert.deepEqual(readBearing("S30W"), { degrees: 210 });
  for (const wrong of ["", "-1", "360", "x"]) assert.match(readBearing(wrong).error, /方位角/);
});

test("distances in metres and kilometres", () => {
  assert.deepEqual(readDistance("12.5"), { metres: 12.5 });
  assert.deepEqual(readDistance("１２．５ 米"), { metres: 12.5 });
  assert.deepEqual(readDistance("0.3km"), { metres: 300 });
  for (const wrong of ["", "0", "-3", "abc", "3 丈"]) assert.match(readDistance(wrong).error, /距离/);
});
