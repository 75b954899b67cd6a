// What holds a network together: ends that meet, and branches on a line.
import assert from "node:assert/strict";
import { test } from "node:test";
import { joinedAt, movedTogether, withBranches } from "../../layers/static/layers/js/geometry/joints.js";
import { planeAt } from "../../layers/static/layers/js/geometry/plane.js";
import { makeGuides } from "../../layers/static/layers/js/geometry/snap.js";

const plane = planeAt([101.7, 26.5]);
const at = (x, y) => plane.from([x, y]);
const pipe = (client_id, ...coordinates) => ({ client_id, kind: "pipe", values: {}, geometry: { type: "LineString", coordinates } });
const [A, B, C] = [pipe("a", at(0, 0), at(50, 0)), pipe("b", at(50, 0), at(90, 0)), pipe("c", at(20, 9), at(50, 0), at(70, 9))];
const FAR = pipe("far", at(50.001, 0), at(60, 0));
const STATION = { client_id: "s", kind: "pump_station", values: {}, geometry: { type: "Point", coordinates: at(50, 0) } };
const WAITING = { client_id: "w", kind: "pipe", values: {}, geometry: null };
const ALL = [A, B, C, FAR, STATION, WAITING];

test("lines that have a vertex exactly there are joined, whatever else is near is not", () => {
  assert.deepEqual(joinedAt(ALL, at(50, 0)), ["a", "b", "c"]);
  assert.deepEqual(joinedAt(ALL, at(20, 0)), []);
});

test("all vertices of a joint are moved, and nothing else", () => {
  const to = at(55, 5);
  assert.deepEqual(movedTogether(B.geometry, at(50, 0), to).coordinates, [to, at(90, 0)]);
  assert.deepEqual(movedTogether(C.geometry, at(50, 0), to).coordinates, [at(20, 9), to, at(70, 9)]);
  const many = { type: "MultiLineString", coordinates: [A.geometry.coordinates, B.geometry.coordinates] };
  assert.deepEqual(movedTogether(many, at(50, 0), to).coordinates, [[at(0, 0), to], [to, at(90, 0)]]);
});

const features = (...assets) => assets.map(({ client_id, kind, geometry }) => ({ type: "Feature", geometry, properties: { id: client_id, kind } }));
const onMain = (x) => {
  const [a, b] = [at(0, 0), at(100, 7)];
  return [a[0] + x * (b[0] - a[0]), a[1] + x * (b[1] - a[1])];
};
const MAIN = pipe("main", at(0, 0), at(100, 7));

test("where a branch ends on a line the line gets the very vertex", () => {
  const branch = pipe("branch", at(30, 40), onMain(0.3));
  const found = withBranches(makeGuides(features(MAIN)), branch.geometry);
  assert.deepEqual([...found], [["main", { type: "LineString", coordinates: [at(0, 0), onMain(0.3), at(100, 7)] }]]);
});

test("both ends on one line make two vertices in its order, ends at a vertex make none", () => {
  const bypass = { type: "LineString", coordinates: [onMain(0.7), at(50, 40), onMain(0.3)] };
  const found = withBranches(makeGuides(features(MAIN)), bypass);
  assert.deepEqual(found.get("main").coordinates, [at(0, 0), onMain(0.3), onMain(0.7), at(100, 7)]);
  assert.equal(withBranches(makeGuides(features(MAIN)), { type: "LineString", coordinates: [at(0, 0), at(0, 40)] }).size, 0);
});

test("where a ring closes on a line the line gets one vertex, not one for each of its ends", () => {
  const ring = { type: "LineString", coordinates: [onMain(0.3), at(20, 40), at(60, 40), onMain(0.3)] };
  const found = withBranches(makeGuides(features(MAIN)), ring);
  assert.deepEqual(found.get("main").coordinates, [at(0, 0), onMain(0.3), at(100, 7)]);
});

test("where a line ended before it makes no branch now", () => {
  const former = { type: "LineString", coordinates: [onMain(0.3), at(30, 40), at(70, 40)] };
  const guides = makeGuides(features(MAIN));
  const bent = { ...former, coordinates: [onMain(0.3), at(35, 45), at(70, 40)] };
  assert.equal(withBranches(guides, bent, new Set(), former).size, 0);
  const ended = { ...former, coordinates: [onMain(0.3), at(30, 40), onMain(0.7)] };
  const found = withBranches(guides, ended, new Set(), former);
  assert.deepEqual(found.get("main").coordinates, [at(0, 0), onMain(0.7), at(100, 7)]);
});

test("an inner vertex, a point, an area and the line itself make no branch", () => {
  const guides = makeGuides(features(MAIN));
  const across = { type: "LineString", coordinates: [at(30, 40), onMain(0.3), at(30, -40)] };
  assert.equal(withBranches(guides, across).size, 0);
  assert.equal(withBranches(guides, { type: "Point", coordinates: onMain(0.3) }).size, 0);
  assert.equal(withBranches(guides, { type: "LineString", coordinates: [onMain(0.3), at(30, 40)] }, new Set(["main"])).size, 0);
  const area = { ...MAIN, geometry: { type: "Polygon", coordinates: [[at(0, 0), at(100, 7), at(0, 90), at(0, 0)]] } };
  assert.equal(withBranches(makeGuides(features(area)), { type: "LineString", coordinates: [onMain(0.3), at(30, -40)] }).size, 0);
});
