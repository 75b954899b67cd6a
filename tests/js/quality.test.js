import assert from "node:assert/strict";
import test from "node:test";
import { prepareOutlines, problemsOf } from "../../layers/static/layers/js/geometry/quality.js";
import { makeGuides } from "../../layers/static/layers/js/geometry/snap.js";

const START = [101.7, 26.58];
const METRE = 1e-5;

function at(east, north) {
  return [START[0] + east * METRE, START[1] + north * METRE];
}

function pipe(...places) {
  return {
    client_id: "mine", kind: "pipe", values: { medium: "gas" }, geometry: { type: "LineString", coordinates: places.map((place) => at(...place)) },
  };
}

function registered(places, properties = {}) {
  const geometry = { type: "LineString", coordinates: places.map((place) => at(...place)) };
  return makeGuides([{ type: "Feature", geometry, properties: { id: 7, kind: "pipe", medium: "gas", project: "RA-000009", ...properties } }]);
}

function codes(asset, around = {}) {
  return problemsOf(asset, { toleranceMetres: 1, ...around }).map(({ code }) => code);
}

const district = (name, west, east) => ({
  type: "Feature", properties: { name },
  geometry: { type: "Polygon", coordinates: [[at(west, -50), at(east, -50), at(east, 50), at(west, 50), at(west, -50)]] },
});

test("a sound line has no problems", () => {
  assert.deepEqual(codes(pipe([0, 0], [10, 0], [10, 10])), []);
});

test("a line that crosses itself is told at the crossing", () => {
  const [problem] = problemsOf(pipe([0, 0], [10, 0], [10, 10], [5, -10]), { toleranceMetres: 1 });
  assert.equal(problem.code, "self_crossing");
  assert.ok(Math.abs(problem.position[1] - START[1]) < 1e-9);
  assert.deepEqual(codes(pipe([0, 0], [10, 0], [5, 0], [5, 5])), ["self_crossing"]);
  assert.deepEqual(codes(pipe([0, 0], [10, 0], [10, 5], [5, 5], [5, 0], [3, -2])), ["self_crossing"]);
});

test("a ring that closes does not cross itself, a bow tie does", () => {
  const ring = (...places) => ({ ...pipe(), kind: "building", geometry: { type: "Polygon", coordinates: [places.map((place) => at(...place))] } });
  assert.deepEqual(codes(ring([0, 0], [10, 0], [10, 10], [0, 10], [0, 0])), []);
  assert.deepEqual(codes(ring([0, 0], [10, 10], [10, 0], [0, 10], [0, 0])), ["self_crossing"]);
});

test("no length, repeated vertices and too many of them are told", () => {
  assert.deepEqual(codes(pipe([1, 1], [1, 1])), ["zero_length", "repeated_vertices"]);
  assert.deepEqual(codes(pipe([0, 0], [1, 1], [2, 0]), { limits: { vertices: 2 } }), ["too_many_vertices"]);
});

test("an end that nearly meets another is told with the gap and the exact place to move to", () => {
  const guides = [registered([[10, 0], [20, 0]])];
  const [problem] = problemsOf(pipe([0, 0], [9.7, 0]), { guides, toleranceMetres: 1 });
  assert.equal(problem.code, "near_miss");
  assert.match(problem.message, /^端点差 (29|30) 厘米没有接上$/);
  assert.deepEqual(problem.fix, { part: 0, index: 1, position: at(10, 0) });
  assert.deepEqual(codes(pipe([0, 0], [10, 0]), { guides }), []);
  assert.deepEqual(codes(pipe([0, 0], [7, 0]), { guides }), []);
});

test("the same line is told whichever way round it was drawn, of the same kind and medium only", () => {
  const guides = [registered([[0, 0], [10, 0], [20, 5]])];
  assert.deepEqual(codes(pipe([0, 0], [10, 0], [20, 5]), { guides }), ["duplicate"]);
  assert.deepEqual(codes(pipe([20, 5], [10, 0], [0, 0]), { guides }), ["duplicate"]);
  assert.deepEqual(codes(pipe([0, 0], [10, 0], [20, 5]), { guides: [registered([[0, 0], [10, 0], [20, 5]], { medium: "water" })] }), []);
  assert.deepEqual(codes(pipe([0, 0], [10, 0], [20, 5]), { guides: [registered([[0, 0], [10, 0], [20, 5]], { id: "mine" })] }), []);
});

test("what leaves the city or the declared district is told where it does", () => {
  const [home, next] = [district("东区", -20, 20), district("西区", 20, 60)];
  const around = { home: prepareOutlines([home]), city: prepareOutlines([home, next]) };
  assert.deepEqual(codes(pipe([0, 0], [10, 0]), around), []);
  const [problem] = problemsOf(pipe([0, 0], [30, 0]), { ...around, toleranceMetres: 1 });
  assert.equal(problem.code, "outside_district");
  assert.equal(problem.message, "位于“西区”，不在申报地区“东区”范围内");
  assert.deepEqual(problem.position, at(30, 0));
  assert.deepEqual(codes(pipe([0, 0], [99, 0]), around), ["outside_city"]);
  assert.deepEqual(codes(pipe([0, 0], [99, 0]), { home: [], city: [] }), []);
});

test("a coordinate that is none ends the judging", () => {
  assert.deepEqual(codes({ ...pipe(), geometry: { type: "Point", coordinates: [NaN, 26] } }), ["bad_coordinates"]);
  assert.deepEqual(codes({ ...pipe(), geometry: { type: "Point", coordinates: [26, 101] } }), ["bad_coordinates"]);
});
