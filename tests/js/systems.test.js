// Against pyproj 3.7: Transformer.from_crs(4490, 4543 | 4522, always_xy=True).
import assert from "node:assert/strict";
import { test } from "node:test";
import { SYSTEMS, fromSystem, toSystem, writePair } from "../../layers/static/layers/js/geometry/systems.js";
import { manyTimes, pick, randomPosition } from "./random.js";

const KNOWN = [
  [[101.7185, 26.5823], [471957.1892601473, 2941379.8583051777]],
  [[101.08, 26.05], [407928.2812549581, 2882698.632991321]],
  [[102.25, 27.3], [524747.5814799061, 3020896.8234061203]],
  [[102.0, 26.6], [500000.0, 2943310.140739021]],
];

function near(actual, expected, tolerance) {
  actual.forEach((each, i) => assert.ok(Math.abs(each - expected[i]) < tolerance, `${actual} is not ${expected}`));
}

test("metres are pyproj's to a millimetre, degrees to a billionth", () => {
  for (const [position, [east, north]] of KNOWN) {
    near(toSystem("EPSG:4543", position), [east, north], 1e-3);
    near(toSystem("EPSG:4522", position), [east + 34e6, north], 1e-3);
    near(fromSystem("EPSG:4543", [east, north]), position, 1e-9);
    near(fromSystem("EPSG:4522", [east + 34e6, north]), position, 1e-9);
  }
});

test("degrees stay the identical doubles", () => {
  assert.deepEqual(toSystem("EPSG:4490", KNOWN[0][0]), KNOWN[0][0]);
  assert.deepEqual(fromSystem("EPSG:4490", KNOWN[0][0]), KNOWN[0][0]);
});

test("there and back is the same place", () => {
  manyTimes(200, (random) => {
    const [position, { code }] = [randomPosition(random, [101.7, 26.6], 1), pick(random, SYSTEMS)];
    near(fromSystem(code, toSystem(code, position)), position, 1e-9);
  });
});

test("a pair is written with its order in words", () => {
  assert.equal(writePair("EPSG:4490", KNOWN[0][0]), "101.7185000，26.5823000");
  assert.equal(writePair("EPSG:4543", KNOWN[0][0]), "X（北） 2941379.858 Y（东） 471957.189");
  assert.equal(writePair("EPSG:4522", KNOWN[0][0]), "X（北） 2941379.858 Y（东） 34471957.189");
});

test("a system nobody declared is refused", () => {
  assert.throws(() => toSystem("EPSG:3857", KNOWN[0][0]), RangeError);
});
