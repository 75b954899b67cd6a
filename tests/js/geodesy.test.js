import assert from "node:assert/strict";
import test from "node:test";
import { areaM2, direct, inverse, lineMetres, metresOf, segmentMetres } from "../../layers/static/layers/js/geometry/geodesy.js";

// What pyproj.Geod(ellps="GRS80") gives for the same places.
const [A, B, C] = [[101.7185, 26.5823], [101.7301, 26.5911], [101.7099, 26.6002]];

function isNear(value, wanted, relative = 1e-9) {
  assert.ok(Math.abs(value - wanted) <= relative * Math.abs(wanted), `${value} is not ${wanted}`);
}

test("distance and bearing between two places are pyproj's", () => {
  const { metres, azimuth } = inverse(A, B);
  isNear(metres, 1511.924548091687);
  isNear(azimuth, 49.84051914828253);
  isNear(inverse(A, [101.71851, 26.5823]).metres, 0.9961897899010466);
  isNear(inverse(B, A).azimuth, 360 - 130.15428925409256);
});

test("a bearing and a distance lead to the place that pyproj finds", () => {
  const [longitude, latitude] = direct(A, 45.5, 1234.5);
  isNear(longitude, 101.72733935396877, 1e-13);
  isNear(latitude, 26.590109252406418, 1e-13);
});

test("lengths add up over segments and parts", () => {
  isNear(lineMetres([A, B, C]), 3762.480606443782);
  assert.equal(segmentMetres([A, B, C]).length, 2);
  isNear(metresOf({ type: "MultiLineString", coordinates: [[A, B], [B, C]] }), 3762.480606443782);
  assert.equal(metresOf({ type: "Point", coordinates: A }), 0);
});

test("an area is the same whichever way round, less its holes", () => {
  const ring = [A, B, C, A];
  isNear(areaM2({ type: "Polygon", coordinates: [ring] }), 1563457.9625954628);
  isNear(areaM2({ type: "Polygon", coordinates: [[...ring].reverse()] }), 1563457.9625954628);
  assert.equal(areaM2({ type: "Polygon", coordinates: [ring, ring] }), 0);
  assert.equal(areaM2({ type: "LineString", coordinates: ring }), 0);
});
