import assert from "node:assert/strict";
import test from "node:test";
import { makeGuides, segmentsWithin, snap, snapAll } from "../../layers/static/layers/js/geometry/snap.js";

const at = (east, north) => [101.7 + east * 1e-5, 26.58 + north * 1e-5];
const feature = (id, type, coordinates) => ({ type: "Feature", properties: { id }, geometry: { type, coordinates } });
const LINE = feature(1, "LineString", [at(0, 0), at(10, 0), at(20, 0)]);

test("an end is taken before a vertex and a vertex before the line, each the stored position", () => {
  const guides = makeGuides([LINE]);
  const end = snap(guides, at(0.5, 0.5), 2);
  assert.equal(end.kind, "end");
  assert.equal(end.position, LINE.geometry.coordinates[0]);
  const vertex = snap(guides, at(10.5, 1), 2);
  assert.equal(vertex.kind, "vertex");
  assert.equal(vertex.position, LINE.geometry.coordinates[1]);
  const along = snap(guides, at(5, 1), 2);
  assert.equal(along.kind, "segment");
  assert.ok(Math.abs(along.position[1] - 26.58) < 1e-12);
  assert.equal(snap(guides, at(5, 9), 2), null);
});

test("a farther end wins over a nearer line", () => {
  const crossing = feature(2, "LineString", [at(-5, 0.2), at(5, 0.2)]);
  const found = snap(makeGuides([LINE, crossing]), at(1, 0.3), 2);
  assert.equal(found.kind, "end");
  assert.equal(found.feature, LINE);
});

test("excluded features do not count, and several guides are one", () => {
  const [one, other] = [makeGuides([LINE]), makeGuides([feature(3, "Point", at(1, 1))])];
  assert.equal(snapAll([one, other], at(1, 1), 3, { exclude: new Set([3]) }).feature.properties.id, 1);
  assert.equal(snapAll([one, other], at(1, 1), 0.1).feature.properties.id, 3);
  assert.equal(snapAll([one, other], at(1, 1), 3, { exclude: new Set([1, 3]) }), null);
});

test("rings have vertices and no ends, points are ends, parts are told apart", () => {
  const ring = feature(4, "Polygon", [[at(0, 0), at(10, 0), at(10, 10), at(0, 0)]]);
  assert.equal(snap(makeGuides([ring]), at(0, 0), 1).kind, "vertex");
  const parts = feature(5, "MultiLineString", [[at(0, 0), at(1, 0)], [at(50, 0), at(60, 0)]]);
  const found = snap(makeGuides([parts]), at(60, 0.1), 1);
  assert.deepEqual([found.part, found.index, found.kind], [1, 1, "end"]);
  assert.equal(snap(makeGuides([feature(6, "MultiPoint", [at(0, 0), at(5, 5)])]), at(5, 5), 1).kind, "end");
});

test("nothing is found in guides without features", () => {
  assert.equal(snap(makeGuides([]), at(0, 0), 100), null);
  assert.deepEqual(segmentsWithin(makeGuides([]), [0, 0, 180, 80]), []);
});

test("what the index finds is what trying each would find", () => {
  let state = 7;
  const next = () => (state = (state * 16807) % 2147483647) / 2147483647;
  const features = Array.from({ length: 200 }, (_, id) => feature(id, "LineString", Array.from({ length: 3 }, () => at(next() * 300, next() * 300))));
  const whole = makeGuides(features);
  const single = features.map((each) => makeGuides([each]));
  const rank = { end: 0, vertex: 1, segment: 2 };
  for (let n = 0; n < 200; n += 1) {
    const place = at(next() * 300, next() * 300);
    const each = single.map((guides) => snap(guides, place, 5)).filter(Boolean);
    each.sort((a, b) => rank[a.kind] - rank[b.kind] || a.metres - b.metres);
    assert.deepEqual(snap(whole, place, 5)?.position, each[0]?.position);
  }
});
