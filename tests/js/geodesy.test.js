// Lengths, bearings and areas against pyproj 3.7: Geod(ellps="GRS80").inv, fwd, line_length and
// polygon_area_perimeter.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  areaM2, direct, inverse, lineMetres, metresOf, ringArea, segmentMetres,
} from "../../layers/static/layers/js/geometry/geodesy.js";
import { manyTimes, randomPosition } from "./random.js";

const LINE = [[101.7185, 26.5823], [101.7201, 26.5851], [101.7333, 26.5902], [101.7333, 26.6402]];
const OUTER = [[101.7, 26.5], [101.71, 26.5], [101.712, 26.51], [101.7, 26.511], [101.7, 26.5]];
const HOLE = [[101.703, 26.503], [101.703, 26.506], [101.706, 26.506], [101.706, 26.503], [101.703, 26.503]];
const CITY = [[101.08, 26.05], [102.25, 26.05], [102.25, 27.3], [101.08, 27.3], [101.08, 26.05]];

function near(actual, expected, relative = 1e-9) {
  assert.ok(Math.abs(actual - expected) <= relative * Math.abs(expected), `${actual} is not ${expected}`);
}

test("distances and azimuths are pyproj's", () => {
  const across = inverse([101.08, 26.05], [102.25, 27.3]);
  near(across.metres, 180952.0760571687);
  near(across.azimuth, 39.79868288425987);
  const back = inverse([101.72, 26.58], [101.70, 26.57]);
  near(back.metres, 2279.840873271954);
  near(back.azimuth, 360 - 119.07255996186557);
  assert.equal(inverse([101.7, 26.5], [101.7, 26.5]).metres, 0);
});

test("a line's length is pyproj's, by segment and as a whole", () => {
  const expected = [348.7812025077625, 1431.1831659043826, 5539.874827785321];
  segmentMetres(LINE).forEach((metres, i) => near(metres, expected[i]));
  near(lineMetres(LINE), 7319.839196197467);
  assert.equal(lineMetres([[101.7, 26.5]]), 0);
});

test("a position by bearing and distance is pyproj's", () => {
  const expected = [
    [0, 1000, [101.7185, 26.59132551068976]],
    [45.5, 123.456, [101.7193839243849, 26.583080988273245]],
    [271.25, 5000, [101.6683202785047, 26.583275612064202]],
  ];
  for (const [azimuth, metres, position] of expected) {
    direct(LINE[0], azimuth, metres).forEach((each, i) => near(each, position[i], 1e-13));
  }
});

test("an area is pyproj's, whichever way the ring turns, and without its holes", () => {
  near(ringArea(OUTER), 1281189.651501894);
  near(ringArea([...OUTER].reverse()), 1281189.651501894);
  near(ringArea(OUTER.slice(0, -1)), 1281189.651501894);
  near(ringArea(CITY), 16129414852.062988);
  near(areaM2({ type: "Polygon", coordinates: [OUTER, HOLE] }), 1281189.651501894 - 99403.29787540436);
  near(
    areaM2({ type: "MultiPolygon", coordinates: [[OUTER, HOLE], [CITY]] }),
    1281189.651501894 - 99403.29787540436 + 16129414852.062988,
  );
});

test("a shape of another kind has no length or no area", () => {
  near(metresOf({ type: "MultiLineString", coordinates: [LINE, LINE] }), 2 * 7319.839196197467);
  assert.equal(metresOf({ type: "Polygon", coordinates: [OUTER] }), 0);
  assert.equal(areaM2({ type: "LineString", coordinates: LINE }), 0);
  assert.deepEqual([metresOf(null), areaM2(null)], [0, 0]);
});

test("going the way from a to b leads to b", () => {
  manyTimes(200, (random) => {
    const [a, b] = [randomPosition(random), randomPosition(random)];
    const { metres, azimuth } = inverse(a, b);
    assert.ok(azimuth >= 0 && azimuth < 360);
    direct(a, azimuth, metres).forEach((each, i) => near(each, b[i], 1e-13));
  });
});
