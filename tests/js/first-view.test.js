import assert from "node:assert/strict";
import { test } from "node:test";
import { boundsAsked, firstBox, isWellSeen, regionBox } from "../../layers/static/layers/js/first-view.js";

const DISTRICTS = [
  { code: "510402", bounds: [101.6, 26.5, 101.8, 26.6] },
  { code: "510403", bounds: [101.5, 26.55, 101.65, 26.7] },
  { code: "VTGXQ", bounds: null },
];
const asked = (query) => boundsAsked(new URLSearchParams(query), DISTRICTS);

test("without a place in the question there is none to look at", () => {
  assert.equal(asked(""), null);
  assert.equal(asked("sector=A06"), null);
  assert.equal(asked("district=VTGXQ"), null);
  assert.equal(asked("district=VTGXQ&district=510402"), null);
  assert.equal(asked("district=999999"), null);
});

test("the districts asked for lie in sight together", () => {
  assert.deepEqual(asked("district=510402"), [101.6, 26.5, 101.8, 26.6]);
  assert.deepEqual(asked("district=510402&district=510403"), [101.5, 26.5, 101.8, 26.7]);
});

test("a map begins at what is asked for, or else at the whole city", () => {
  const begin = (query, bounds = [101, 26, 102, 27]) => firstBox(new URLSearchParams(query), { districts: DISTRICTS, bounds });
  assert.deepEqual(begin("district=510402"), DISTRICTS[0].bounds);
  assert.deepEqual(begin("sector=A06"), [101, 26, 102, 27]);
  assert.equal(begin("", null), null);
});

test("a region goes before the district that it lies in", () => {
  assert.deepEqual(asked("district=510402&within=101.7,26.5 101.75,26.5 101.7,26.52"), [101.7, 26.5, 101.75, 26.52]);
  assert.deepEqual(asked("bbox=101.7,26.5,101.8,26.6"), [101.7, 26.5, 101.8, 26.6]);
  const [west, south, east, north] = asked("near=101.7,26.5,1000");
  assert.ok(west < 101.7 && east > 101.7 && south < 26.5 && north > 26.5);
  assert.ok(Math.abs((north - south) * 110_800 - 2000) < 5);
});

test("a region is well seen when it lies in the view and is no speck, or is larger than the view", () => {
  const view = [101.5, 26.3, 102.1, 26.9];
  assert.equal(isWellSeen([101.7, 26.5, 101.9, 26.6], view), true);
  assert.equal(isWellSeen(regionBox("near", "101.72,26.58,3000"), view), false);
  assert.equal(isWellSeen([101.4, 26.5, 101.7, 26.6], view), false);
  assert.equal(isWellSeen([101, 26, 102.5, 27.5], view), true);
  assert.equal(isWellSeen([103, 26, 104.5, 27.5], view), false);
});
