// Against pyproj 3.7: Transformer.from_crs(4490, 4543 | 4522 | …, always_xy=True).
import assert from "node:assert/strict";
import { test } from "node:test";
import { fromSystem, systemsOf, toSystem } from "../../layers/static/layers/js/geometry/systems.js";

const KNOWN = [
  [[101.7185, 26.5823], [471957.1892601473, 2941379.8583051777]],
  [[101.08, 26.05], [407928.2812549581, 2882698.632991321]],
  [[102.25, 27.3], [524747.5814799061, 3020896.8234061203]],
  [[102.0, 26.6], [500000.0, 2943310.140739021]],
];

// One place of each city in the zones of its systems: the eastings without and with the number.
const ELSEWHERE = [
  [[120.3014, 22.6163], 4549, 4528, [530987.0414373337, 2502077.4692185693]],
  [[116.4, 39.9], 4548, 4527, [448688.8557344164, 4418598.001258592]],
  [[116.4, 39.9], 4547, 4526, [705254.6596698301, 4421184.039334904]],
  [[126.6, 45.8], 4551, 4530, [546645.1300300177, 5074031.150011739]],
  [[76.0, 39.5], 4534, 4513, [586014.2625593804, 4374491.5907418365]],
  [[134.5, 48.2], 4554, 4533, [462831.82150633103, 5340786.949189895]],
];

function near(actual, expected, tolerance) {
  actual.forEach((each, i) => assert.ok(Math.abs(each - expected[i]) < tolerance, `${actual} is not ${expected}`));
}

test("metres become pyproj's degrees, to a billionth", () => {
  for (const [position, [east, north]] of KNOWN) {
    near(fromSystem("EPSG:4543", [east, north]), position, 1e-9);
    near(fromSystem("EPSG:4522", [east + 34e6, north]), position, 1e-9);
  }
});

test("the zones of other cities are pyproj's, with and without their number", () => {
  for (const [position, plain, prefixed, [east, north]] of ELSEWHERE) {
    const number = prefixed - 4513 + 25;
    for (const [code, pair] of [[plain, [east, north]], [prefixed, [east + number * 1e6, north]]]) {
      near(fromSystem(`EPSG:${code}`, pair), position, 1e-9);
      near(toSystem(`EPSG:${code}`, position), pair, 1e-4);
    }
  }
});

const codes = (box) => systemsOf(box).map(({ code }) => Number(code.slice(5)));

test("a city has the systems of the zones that it lies in, that of most of it first", () => {
  assert.deepEqual(codes([101.136, 26.086, 102.247, 27.348]), [4490, 4543, 4522]);
  assert.deepEqual(codes([120.274, 22.561, 120.432, 22.807]), [4490, 4549, 4528]);
  assert.deepEqual(codes([115.417, 39.442, 117.508, 41.06]), [4490, 4548, 4527, 4547, 4526]);
  assert.deepEqual(codes([75.8, 39.35, 76.25, 39.6]), [4490, 4534, 4513]);
  assert.equal(codes(null).length, 1 + 2 * 21);
});

test("a system is called and shown by the city's own numbers", () => {
  const [degrees, plain, prefixed] = systemsOf([120.274, 22.561, 120.432, 22.807]);
  assert.equal(degrees.example, "120.3530，22.6840 或 120°21′10.8″ 22°41′02.4″");
  assert.equal(plain.label, "CGCS2000 3° 带，中央经线 120°");
  assert.match(plain.example, /^X（北）2509\d{3}\.\d\d，Y（东）536\d{3}\.\d\d$/);
  assert.equal(prefixed.label, "CGCS2000 3° 带，第 40 带（东坐标带号）");
  assert.match(prefixed.example, /Y（东）40536/);
});

test("degrees stay the identical doubles", () => {
  assert.deepEqual(fromSystem("EPSG:4490", KNOWN[0][0]), KNOWN[0][0]);
});

test("a system nobody declared is refused", () => {
  assert.throws(() => fromSystem("EPSG:3857", KNOWN[0][0]), RangeError);
});
