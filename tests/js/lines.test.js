import assert from "node:assert/strict";
import test from "node:test";
import { lineMetres } from "../../layers/static/layers/js/geometry/geodesy.js";
import {
  cutLine, insertVertex, mergeGeometries, mergeLines, moveVertex, nearestInGeometry, parallelLine, partsOf, removeVertex, replacePart, reverseLine, splitGeometry, splitLine,
} from "../../layers/static/layers/js/geometry/lines.js";

const at = (east, north) => [101.7 + east * 1e-5, 26.58 + north * 1e-5];
const BENT = [at(0, 0), at(10, 0), at(10, 10), at(30, 10)];

function random(seed) {
  let state = seed;
  return () => (state = (state * 16807) % 2147483647) / 2147483647;
}

function anyLine(next) {
  return Array.from({ length: 2 + Math.floor(next() * 8) }, () => at(next() * 100, next() * 100));
}

test("vertices are put in, moved and taken out, the others stay the same objects", () => {
  const fresh = at(5, 5);
  assert.deepEqual(insertVertex(BENT, 1, fresh), [BENT[0], fresh, ...BENT.slice(1)]);
  assert.equal(moveVertex(BENT, 2, fresh)[3], BENT[3]);
  assert.deepEqual(removeVertex(BENT, 0), BENT.slice(1));
  assert.equal(removeVertex(BENT.slice(0, 2), 0), null);
});

test("any line cut anywhere gives two that share the place and are together as long", () => {
  const next = random(11);
  for (let n = 0; n < 300; n += 1) {
    const coordinates = anyLine(next);
    const geometry = { type: "LineString", coordinates };
    const place = nearestInGeometry(geometry, at(next() * 100, next() * 100));
    const halves = splitGeometry(geometry, place);
    if (!halves) continue;
    const [head, tail] = halves.map((half) => half.coordinates);
    assert.equal(head.at(-1), tail[0]);
    const sum = lineMetres(head) + lineMetres(tail);
    assert.ok(Math.abs(sum - lineMetres(coordinates)) < 1e-4 * sum);
    assert.deepEqual(mergeLines(head, tail, 0).filter((each) => each !== place.position), coordinates.filter((each) => each !== place.position));
  }
});

test("at an end nothing is split", () => {
  const geometry = { type: "LineString", coordinates: BENT };
  assert.equal(splitGeometry(geometry, nearestInGeometry(geometry, at(-5, 0))), null);
  assert.equal(splitLine(BENT, { index: 2, position: BENT[3] }), null);
});

test("a split at a vertex takes the vertex itself", () => {
  const [head, tail] = splitLine(BENT, { index: 1, position: BENT[1] });
  assert.equal(head.at(-1), BENT[1]);
  assert.equal(tail[0], BENT[1]);
  assert.equal(head.length + tail.length, BENT.length + 1);
});

test("one part of several is cut and the other parts go with their side", () => {
  const geometry = { type: "MultiLineString", coordinates: [BENT, [at(50, 0), at(60, 0)]] };
  const [head, tail] = splitGeometry(geometry, { part: 0, index: 0, position: at(5, 0) });
  assert.equal(head.type, "LineString");
  assert.equal(tail.type, "MultiLineString");
});

test("two lines are joined whichever ends meet, the first keeps its end and its direction", () => {
  const other = [at(30, 10), at(40, 10)];
  for (const one of [BENT, reverseLine(BENT)]) {
    for (const two of [other, reverseLine(other)]) {
      const merged = mergeLines(one, two, 0.01);
      assert.equal(merged.length, 5);
      assert.equal(merged.indexOf(BENT[1]) < merged.indexOf(BENT[2]), one === BENT);
    }
  }
  assert.equal(mergeLines(BENT, [at(31, 10), at(40, 10)], 0.5), null);
  const near = mergeLines(BENT, [at(30.2, 10), at(40, 10)], 0.5);
  assert.equal(near[3], BENT[3]);
  assert.equal(mergeGeometries({ type: "MultiLineString", coordinates: [BENT] }, { type: "LineString", coordinates: other }, 1), null);
});

test("a parallel keeps its distance on both sides and round corners", () => {
  for (const metres of [1.5, -1.5]) {
    const beside = parallelLine(BENT, metres);
    assert.equal(beside.length, BENT.length);
    for (const position of beside) {
      const { metres: gap } = nearestInGeometry({ type: "LineString", coordinates: BENT }, position);
      assert.ok(Math.abs(gap - 1.5) < 1e-3 || gap > 1.5, `${gap}`);
    }
  }
  assert.ok(parallelLine(BENT, 1)[0][1] < BENT[0][1], "right of eastwards is south");
  const doubled = parallelLine([BENT[0], BENT[0], BENT[1], BENT[0]], 1);
  assert.ok(doubled.flat().every(Number.isFinite));
});

test("a ring cuts a line into pieces that meet exactly and are together as long", () => {
  const ring = [at(5, -5), at(20, -5), at(20, 20), at(5, 20), at(5, -5)];
  const { inside, outside } = cutLine(BENT, ring);
  assert.equal(inside.length, 1);
  assert.equal(outside.length, 2);
  assert.equal(outside[0].at(-1), inside[0][0]);
  assert.equal(inside[0].at(-1), outside[1][0]);
  const sum = [...inside, ...outside].reduce((total, piece) => total + lineMetres(piece), 0);
  assert.ok(Math.abs(sum - lineMetres(BENT)) < 1e-6);
  assert.deepEqual(cutLine(BENT, [at(50, 50), at(60, 50), at(60, 60), at(50, 50)]), { inside: [], outside: [BENT] });
});

test("any line cut by any triangle loses nothing", () => {
  const next = random(5);
  for (let n = 0; n < 300; n += 1) {
    const line = anyLine(next);
    const [a, b, c] = Array.from({ length: 3 }, () => at(next() * 100, next() * 100));
    const { inside, outside } = cutLine(line, [a, b, c, a]);
    const sum = [...inside, ...outside].reduce((total, piece) => total + lineMetres(piece), 0);
    assert.ok(Math.abs(sum - lineMetres(line)) < 1e-3, `${sum} of ${lineMetres(line)}`);
  }
});

test("a ring of a polygon of several parts is exchanged in its place", () => {
  const ring = (east) => [at(east, 0), at(east + 1, 0), at(east, 1), at(east, 0)];
  const geometry = { type: "MultiPolygon", coordinates: [[ring(0), ring(1)], [ring(2)]] };
  const fresh = ring(9);
  const changed = replacePart(geometry, 2, fresh);
  assert.deepEqual(partsOf(changed), [ring(0), ring(1), fresh]);
  assert.equal(changed.coordinates[1][0], fresh);
});
