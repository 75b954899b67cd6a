import assert from "node:assert/strict";
import { test } from "node:test";
import { planeAt } from "../../layers/static/layers/js/geometry/plane.js";
import { prepareOutlines, problemsOf } from "../../layers/static/layers/js/geometry/quality.js";
import { makeGuides } from "../../layers/static/layers/js/geometry/snap.js";
import { manyTimes, randomPosition } from "./random.js";

const plane = planeAt([101.7, 26.5]);
const at = (x, y) => plane.from([x, y]);
const pipe = (coordinates, more = {}) => ({
  id: null, client_id: "mine", kind: "pipe", values: { medium: "gas" }, geometry: { type: "LineString", coordinates }, ...more,
});
const registered = (id, coordinates, properties = {}) => ({
  type: "Feature", properties: { id, kind: "pipe", medium: "gas", ...properties }, geometry: { type: "LineString", coordinates },
});
const square = (x, y, size, name) => ({
  type: "Feature",
  properties: { name },
  geometry: { type: "Polygon", coordinates: [[at(x, y), at(x + size, y), at(x + size, y + size), at(x, y + size), at(x, y)]] },
});
const codes = (asset, context) => problemsOf(asset, context).map(({ code }) => code);

test("a sound line alone has no problems, nor has an asset without a shape", () => {
  assert.deepEqual(problemsOf(pipe([at(0, 0), at(100, 0)])), []);
  assert.deepEqual(problemsOf(pipe([], { geometry: null })), []);
});

test("a line that crosses, touches or retraces itself is told, at the place", () => {
  const [problem] = problemsOf(pipe([at(0, 0), at(100, 0), at(100, 50), at(50, -50)]));
  assert.equal(problem.code, "self_crossing");
  assert.match(problem.message, /与自己相交/);
  assert.ok(Math.hypot(...plane.to(problem.position).map((each, i) => each - [75, 0][i])) < 1e-3);
  assert.deepEqual(codes(pipe([at(0, 0), at(100, 0), at(50, 0)])), ["self_crossing"]);
  assert.deepEqual(codes(pipe([at(0, 0), at(100, 0), at(100, 50), at(0, 0)])), []);
});

test("length zero and repeated vertices are told apart", () => {
  assert.deepEqual(codes(pipe([at(0, 0), at(0, 0)])), ["zero_length", "repeated_vertices"]);
  assert.deepEqual(codes(pipe([at(0, 0), at(9, 0), at(9, 0), at(20, 1)])), ["repeated_vertices"]);
  const flat = { type: "Polygon", coordinates: [[at(0, 0), at(9, 0), at(0, 0)]] };
  assert.ok(codes(pipe([], { kind: "building", geometry: flat })).includes("zero_length"));
});

test("too many vertices and bad coordinates are told alone", () => {
  const many = Array.from({ length: 30 }, (_, i) => at(i, 0));
  assert.deepEqual(codes(pipe(many), { limits: { vertices: 29 } }), ["too_many_vertices"]);
  assert.deepEqual(codes(pipe(many), { limits: { vertices: 30 } }), []);
  for (const bad of [[NaN, 26.5], [101.7, 95], [471957, 2941379], [Infinity, 0], []]) {
    const [problem] = problemsOf(pipe([at(0, 0), bad]));
    assert.deepEqual([problem.code, problem.position], ["bad_coordinates", at(0, 0)]);
  }
  assert.deepEqual(codes(pipe([])), ["bad_coordinates"]);
});

test("what lies beyond the map is told while it is drawn, not at saving", () => {
  const [problem] = problemsOf(pipe([at(0, 0), [101.7, 87]]), { limits: { latitude: 85 } });
  assert.deepEqual([problem.code, problem.position], ["bad_coordinates", at(0, 0)]);
  assert.match(problem.message, /第 2 个点.*±85/);
});

const guides = makeGuides([registered(1, [at(100, 0), at(200, 0)], { number: "G-7" })]);

test("an end just beside another has missed it, and the fix is the exact place", () => {
  const [problem, ...others] = problemsOf(pipe([at(0, 0), at(99.68, 0)]), { guides });
  assert.deepEqual(others, []);
  assert.deepEqual([problem.code, problem.message], ["near_miss", "终点离旁边管线的节点还差 32 cm，没有接上。"]);
  assert.deepEqual(problem.fix, { part: 0, index: 1, position: at(100, 0) });
  const [beside] = problemsOf(pipe([at(150, 0.5), at(150, 90)]), { guides });
  assert.match(beside.message, /^起点离旁边管线还差 50 cm/);
  const fixed = pipe([beside.fix.position, at(150, 90)]);
  assert.deepEqual(problemsOf(fixed, { guides }), []);
});

test("an end that meets exactly, lies far, or is another medium's has missed nothing", () => {
  assert.deepEqual(codes(pipe([at(0, 0), at(100, 0)]), { guides }), []);
  assert.deepEqual(codes(pipe([at(0, 0), at(97, 0)]), { guides }), []);
  assert.deepEqual(codes(pipe([at(0, 0), at(97, 0)]), { guides, toleranceMetres: 4 }), ["near_miss"]);
  assert.deepEqual(codes(pipe([at(0, 0), at(99.6, 0)], { values: { medium: "water" } }), { guides }), []);
  assert.deepEqual(codes(pipe([at(0, 0), at(99.6, 0)], { values: {} }), { guides }), ["near_miss"]);
});

test("a line is not compared with itself, by id or by client_id", () => {
  const shifted = [at(100, 0.3), at(200, 0.3)];
  assert.deepEqual(codes(pipe(shifted, { id: 1 }), { guides }), []);
  const own = makeGuides([registered("mine", [at(100, 0), at(200, 0)])]);
  assert.deepEqual(codes(pipe(shifted), { guides: [own] }), []);
});

test("the same shape again, in either direction, is a duplicate; of another medium it is not", () => {
  const near = [at(200.05, 0), at(100.05, 0.02)];
  const found = problemsOf(pipe(near), { guides }).find(({ code }) => code === "duplicate");
  assert.equal(found.message, "与已有的“G-7”完全重合，可能重复登记。");
  assert.ok(codes(pipe([at(100, 0), at(200, 0)]), { guides }).includes("duplicate"));
  assert.deepEqual(codes(pipe([at(100, 0), at(200, 0)], { values: { medium: "water" } }), { guides }), []);
  assert.ok(!codes(pipe([at(100, 0), at(150, 0), at(200, 0)]), { guides }).includes("duplicate"));
  assert.ok(!codes(pipe([at(100, 0), at(200.3, 0)]), { guides }).includes("duplicate"));
});

const lift = (client_id, position) => (
  { client_id, kind: "elevator", values: {}, geometry: { type: "Point", coordinates: position } }
);
const liftThere = (id, position, properties = {}) => (
  { type: "Feature", properties: { id, kind: "elevator", ...properties }, geometry: { type: "Point", coordinates: position } }
);

test("two points of one kind in one place are told, of two kinds or apart they are not", () => {
  const there = makeGuides([liftThere("other", at(0, 0), { number: "DT-3" })]);
  const [problem, ...rest] = problemsOf(lift("mine", at(0, 0)), { guides: there });
  assert.deepEqual([problem.code, rest], ["same_place", []]);
  assert.equal(problem.message, "与“DT-3”在同一个位置，请核对是否多画了一项。");
  assert.deepEqual(codes(lift("mine", at(0, 0)), { guides: makeGuides([liftThere(1, at(0, 0), { kind: "pump_station" })]) }), []);
  assert.deepEqual(codes(lift("mine", at(2, 0)), { guides: there }), []);
  assert.deepEqual(codes(lift("other", at(0, 0)), { guides: there }), []);
});

// 东 and 西 side by side, nothing beyond.
const EAST = square(0, 0, 1000, "东区");
const WEST = square(-1000, 0, 1000, "西区");
const city = prepareOutlines([EAST, WEST]);
const home = prepareOutlines([EAST]);

test("inside its district, across the border, in another and outside the city are told apart", () => {
  assert.deepEqual(codes(pipe([at(100, 100), at(900, 100)]), { home, city }), []);
  const [crossing] = problemsOf(pipe([at(100, 100), at(-100, 100)]), { home, city });
  assert.deepEqual([crossing.code, crossing.message], ["crosses_district", "跨出了东区，有一段在西区。"]);
  const [other] = problemsOf(pipe([at(-500, 100), at(-100, 100)]), { home, city });
  assert.deepEqual([other.code, other.message], ["outside_district", "不在东区，而在西区。"]);
  assert.deepEqual(codes(pipe([at(100, 100), at(100, -100)]), { home, city }), ["outside_city"]);
  assert.deepEqual(codes(pipe([at(100, 100), at(1100, 100), at(900, 200)]), { home, city }), ["outside_city"]);
});

test("a segment that leaves between two vertices inside is seen", () => {
  const corner = { ...EAST, geometry: { type: "Polygon", coordinates: [[at(0, 0), at(900, 0), at(450, 300), at(0, 900), at(0, 0)]] } };
  assert.deepEqual(codes(pipe([at(800, 50), at(50, 750)]), { home: prepareOutlines([corner]) }), ["crosses_district"]);
});

test("the border between two districts is not outside the city", () => {
  assert.deepEqual(codes(pipe([at(-500, 100), at(500, 700)]), { city }), []);
  const gap = prepareOutlines([EAST, square(-1000.3, 0, 1000, "西区")]);
  assert.deepEqual(codes(pipe([at(-500, 100), at(500, 700)]), { city: gap }), []);
});

test("without outlines nothing is said of them; points and bare polygons work too", () => {
  const lift = (position) => pipe([], { kind: "elevator", geometry: { type: "Point", coordinates: position } });
  assert.deepEqual(codes(lift(at(-5000, 0))), []);
  assert.deepEqual(codes(lift(at(-5000, 0)), { home: prepareOutlines([]), city: prepareOutlines([]) }), []);
  assert.deepEqual(codes(lift(at(-500, 500)), { home: [EAST.geometry] }), ["outside_district"]);
  assert.deepEqual(codes(lift(at(500, 500)), { home: [EAST], city: [EAST, WEST] }), []);
});

test("a confirmed place outside says that it is confirmed", () => {
  const [problem] = problemsOf(pipe([at(100, -900), at(100, -100)], { outside_confirmed: true }), { city });
  assert.deepEqual([problem.code, problem.isConfirmed], ["outside_city", true]);
});

test("whatever is drawn, it is judged without failing and every place is a place", () => {
  manyTimes(200, (random) => {
    const coordinates = Array.from({ length: 2 + Math.floor(random() * 20) }, () => randomPosition(random, [101.7, 26.5], 0.02));
    if (random() < 0.3) coordinates.push(coordinates.at(-1));
    for (const { code, message, position } of problemsOf(pipe(coordinates), { guides, home, city })) {
      assert.ok(code && message.endsWith("。") && position.every(Number.isFinite));
    }
  });
});
