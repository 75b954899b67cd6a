// Against pyproj 3.7: Transformer.from_crs(4490, 4543 | 4522, always_xy=True).
import assert from "node:assert/strict";
import { test } from "node:test";
import { fromSystem } from "../../layers/static/layers/js/geometry/systems.js";

const KNOWN = [
  [[101.7185, 26.5823], [471957.1892601473, 2941379.8583051777]],
  [[101.08, 26.05], [407928.2812549581, 2882698.632991321]],
  [[102.25, 27.3], [524747.5814799061, 3020896.8234061203]],
  [[102.0, 26.6], [500000.0, 2943310.140739021]],
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

test("degrees stay the identical doubles", () => {
  assert.deepEqual(fromSystem("EPSG:4490", KNOWN[0][0]), KNOWN[0][0]);
});

test("a system nobody declared is refused", () => {
  assert.throws(() => fromSystem("EPSG:3857", KNOWN[0][0]), RangeError);
});
