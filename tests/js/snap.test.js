import assert from "node:assert/strict";
import { test } from "node:test";
import { inverse } from "../../layers/static/layers/js/geometry/geodesy.js";
import { nearestOnLine } from "../../layers/static/layers/js/geometry/lines.js";
import { planeAt } from "../../layers/static/layers/js/geometry/plane.js";
import { featuresAt, isNoPointOfAnAsset, makeGuides, segmentsWithin, snap, snapAll } from "../../layers/static/layers/js/geometry/snap.js";
import { manyTimes, pick, randomLine, randomPosition } from "./random.js";

const feature = (id, type, coordinates, more = {}) => (
  { type: "Feature", properties: { id, ...more }, geometry: { type, coordinates } }
);
const HERE = [101.7, 26.5];
const plane = planeAt(HERE);
const at = (x, y) => plane.from([x, y]);
const PIPE = feature(1, "LineString", [at(0, 0), at(100, 0), at(200, 0)]);
const guides = makeGuides([PIPE]);

test("an end is snapped to exactly, before a nearer vertex or segment", () => {
  const found = snap(guides, at(-3, 1), 5);
  assert.equal(found.kind, "end");
  assert.deepEqual(found.position, PIPE.geometry.coordinates[0]);
  const close = makeGuides([PIPE, feature(2, "LineString", [at(0, 90), at(2, 0.5), at(50, 90)])]);
  assert.equal(snap(close, at(2, 0), 5).feature.properties.id, 1);
});

test("a vertex is snapped to before a nearer segment", () => {
  const found = snap(guides, at(103, 1), 5);
  assert.deepEqual([found.kind, found.index, found.part], ["vertex", 1, 0]);
  assert.deepEqual(found.position, PIPE.geometry.coordinates[1]);
});

test("along a segment it is the foot of the perpendicular", () => {
  const found = snap(guides, at(140, 3), 5);
  assert.deepEqual([found.kind, found.index], ["segment", 1]);
  assert.ok(Math.abs(found.metres - 3) < 1e-3);
  assert.ok(inverse(found.position, at(140, 0)).metres < 1e-3);
});

test("beyond the tolerance there is nothing", () => {
  assert.equal(snap(guides, at(140, 6), 5), null);
  assert.equal(snap(makeGuides([]), HERE, 5), null);
  assert.equal(snap(makeGuides([{ type: "Feature", properties: { id: 1 }, geometry: null }]), HERE, 5), null);
});

test("features can be left out, by id or by client_id", () => {
  assert.equal(snap(guides, at(0, 0), 5, { exclude: new Set([1]) }), null);
  const fresh = makeGuides([feature(null, "Point", HERE, { client_id: "n" })]);
  assert.equal(snap(fresh, HERE, 5).kind, "end");
  assert.equal(snap(fresh, HERE, 5, { exclude: new Set(["n"]) }), null);
});

test("a point is put on lines and on the points of a drawing underneath, not on another asset's point", () => {
  const all = makeGuides([feature(1, "Point", HERE, { kind: "elevator" }), feature(2, "LineString", [at(2, 0), at(90, 0)], { kind: "pipe" })]);
  assert.equal(snap(all, at(0, 0), 5).feature.properties.id, 1);
  assert.equal(snap(all, at(0, 0), 5, { only: isNoPointOfAnAsset }).feature.properties.id, 2);
  const traced = makeGuides([feature("layer-1", "Point", HERE)]);
  assert.deepEqual(snap(traced, at(1, 0), 5, { only: isNoPointOfAnAsset }).position, HERE);
});

test("under the mouse is the line that is nearest, not the one whose end is near", () => {
  const chain = makeGuides([0, 8, 16].map((x, i) => feature(i, "LineString", [at(x, 0), at(x + 8, 0)])));
  const ids = (x, y = 0) => featuresAt(chain, at(x, y), 9).map((each) => each.feature.properties.id);
  assert.equal(ids(12, 1)[0], 1);
  assert.equal(ids(8.5, 1)[0], 1);
  assert.equal(ids(7.5, 1)[0], 0);
  assert.deepEqual(ids(12, 1).sort(), [0, 1, 2]);
  assert.deepEqual(ids(12, 20), []);
});

test("a point on a line is found before the line, a line of many segments once", () => {
  const both = makeGuides([PIPE, feature(2, "Point", at(50, 0)), feature(3, "Polygon", [[at(0, 2), at(90, 2), at(90, 90), at(0, 2)]])]);
  assert.deepEqual(featuresAt(both, at(53, 0), 5).map((each) => each.feature.properties.id), [2, 1, 3]);
  assert.deepEqual(featuresAt(makeGuides([PIPE]), at(100, 1), 5).length, 1);
});

test("points, parts and holes are guides too, a ring has no ends", () => {
  const square = (x, size) => [at(x, 0), at(x + size, 0), at(x + size, size), at(x, size), at(x, 0)];
  const mixed = makeGuides([
    feature(1, "MultiLineString", [[at(-500, 0), at(-400, 0)], [at(-300, 0), at(-200, 0)]]),
    feature(2, "Polygon", [square(0, 90), square(20, 30)]),
    feature(3, "MultiPolygon", [[square(300, 50)], [square(400, 50), square(410, 20)]]),
    feature(4, "MultiPoint", [at(600, 0), at(700, 0)]),
  ]);
  const told = (x, y) => {
    const { kind, feature: { properties: { id } }, part, index } = snap(mixed, at(x, y), 5);
    return [id, kind, part, index];
  };
  assert.deepEqual(told(-299, 1), [1, "end", 1, 0]);
  assert.deepEqual(told(1, 1), [2, "vertex", 0, 0]);
  assert.deepEqual(told(35, 1), [2, "segment", 0, 0]);
  assert.deepEqual(told(35, 29), [2, "segment", 1, 2]);
  assert.deepEqual(told(411, 1), [3, "vertex", 2, 0]);
  assert.deepEqual(told(699, 1), [4, "end", 1, 0]);
});

test("of several guides the best wins, of equals the first", () => {
  const other = makeGuides([feature(2, "LineString", [at(100, 2), at(100, 90)])]);
  assert.equal(snapAll([guides, other], at(100, 1), 5).feature.properties.id, 2);
  const twin = makeGuides([{ ...PIPE, properties: { id: 3 } }]);
  assert.equal(snapAll([guides, twin], at(0, 1), 5).feature.properties.id, 1);
  assert.equal(snapAll([], HERE, 5), null);
});

test("a broken position guides nobody and breaks nothing", () => {
  const broken = makeGuides([feature(1, "LineString", [at(0, 0), [NaN, 26.5], at(90, 0), at(99, 0)])]);
  assert.equal(snap(broken, at(0, 0), 5), null);
  assert.equal(snap(broken, at(99, 1), 5).index, 3);
});

test("the index finds what looking at every line finds", () => {
  manyTimes(40, (random) => {
    const features = Array.from({ length: 60 }, (_, id) => feature(id, "LineString", randomLine(random)));
    const all = makeGuides(features);
    for (let n = 0; n < 10; n += 1) {
      const p = randomPosition(random, pick(random, pick(random, features).geometry.coordinates), 0.001);
      const found = snap(all, p, 40);
      const lines = features.map(({ geometry }) => geometry.coordinates);
      const nearest = Math.min(...lines.map((line) => nearestOnLine(line, p).metres));
      const ends = lines.flatMap((line) => [line[0], line.at(-1)]).map((end) => inverse(p, end).metres);
      if (Math.min(...ends) < 39.99) assert.ok(Math.abs(found.metres - Math.min(...ends)) < 1e-2);
      else if (nearest < 39.99) assert.ok(found.metres >= nearest - 1e-2);
      else if (nearest > 40.01) assert.equal(found, null);
      if (found && found.kind !== "segment") {
        assert.deepEqual(found.position, found.feature.geometry.coordinates[found.index]);
      }
    }
  });
});

test("segments of a box are those whose boxes touch it", () => {
  const [west, south] = at(90, -1);
  const [east, north] = at(95, 1);
  assert.deepEqual(segmentsWithin(guides, [west, south, east, north]).map(({ index }) => index), [0]);
  const [a, b] = PIPE.geometry.coordinates;
  assert.deepEqual(segmentsWithin(guides, [west, south, east, north])[0], { feature: PIPE, part: 0, index: 0, a, b });
});
