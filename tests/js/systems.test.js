import assert from "node:assert/strict";
import test from "node:test";
import { fromSystem, toSystem, writePair } from "../../layers/static/layers/js/geometry/systems.js";

// pyproj, always_xy, at both edges of the city and at its middle.
const KNOWN = [
  [[101.7185, 26.5823], [471957.1892601473, 2941379.8583051777]],
  [[101.08, 26.05], [407928.2812549581, 2882698.632991321]],
  [[102.25, 27.3], [524747.5814799061, 3020896.8234061203]],
];

test("Gauss-Krüger coordinates are pyproj's to the millimetre, with and without the zone", () => {
  for (const [position, [easting, northing]] of KNOWN) {
    for (const [code, prefix] of [["EPSG:4543", 0], ["EPSG:4522", 34e6]]) {
      const [x, y] = toSystem(code, position);
      assert.ok(Math.hypot(x - easting - prefix, y - northing) < 1e-3);
      const back = fromSystem(code, [x, y]);
      assert.ok(back.every((each, i) => Math.abs(each - position[i]) < 1e-9));
    }
  }
});

test("geographic coordinates are passed on untouched", () => {
  const position = [101.7185, 26.5823];
  assert.equal(toSystem("EPSG:4490", position), position);
  assert.equal(fromSystem("EPSG:4490", position), position);
});

test("north is X, as in every Chinese table", () => {
  assert.equal(writePair("EPSG:4543", KNOWN[0][0]), "X（北） 2941379.858　Y（东） 471957.189");
  assert.equal(writePair("EPSG:4490", KNOWN[0][0]), "101.7185000，26.5823000");
});
