import assert from "node:assert/strict";
import { test } from "node:test";
import { inverse, lineMetres } from "../../layers/static/layers/js/geometry/geodesy.js";
import {
  cutLine, insertVertex, mapPositions, mergeGeometries, moveVertex, nearestInGeometry,
  nearestOnLine, parallelLine, partsOf, placeAlong, positionsOf, removeVertex, replacePart, reverseLine, splitGeometry, splitLine,
} from "../../layers/static/layers/js/geometry/lines.js";
import { planeAt } from "../../layers/static/layers/js/geometry/plane.js";
import { isInRings } from "../../layers/static/layers/js/geometry/rings.js";
import { manyTimes, randomLine, randomPosition } from "./random.js";

const plane = planeAt([101.7, 26.5]);
const at = (x, y) => plane.from([x, y]);
const [A, B, C, D] = [at(0, 0), at(100, 0), at(100, 100), at(250, 100)];
const LINE = [A, B, C];
const lineString = (coordinates) => ({ type: "LineString", coordinates });
const multiLine = (...coordinates) => ({ type: "MultiLineString", coordinates });

function near(actual, expected, tolerance) {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);
}

test("vertices come, move and go, and the others are the very same", () => {
  assert.deepEqual(insertVertex(LINE, 1, D), [A, D, B, C]);
  assert.deepEqual(insertVertex(LINE, 3, D), [A, B, C, D]);
  const moved = moveVertex(LINE, 1, D);
  assert.deepEqual(moved, [A, D, C]);
  assert.equal(moved[0], A);
  assert.deepEqual(removeVertex(LINE, 0), [B, C]);
  assert.equal(removeVertex([A, B], 0), null);
  assert.deepEqual(reverseLine(LINE), [C, B, A]);
  assert.deepEqual(LINE, [A, B, C]);
});

test("the nearest place is a foot, or the very vertex", () => {
  const foot = nearestOnLine(LINE, at(40, 7));
  assert.equal(foot.index, 0);
  near(foot.metres, 7, 1e-3);
  assert.equal(nearestOnLine(LINE, at(104, -3)).position, B);
  assert.equal(nearestOnLine(LINE, at(-9, 0)).position, A);
  assert.equal(nearestOnLine([A], B).position, A);
});

test("of several parts the nearest is told", () => {
  const { part, index } = nearestInGeometry(multiLine([A, B], [C, D]), at(180, 97));
  assert.deepEqual([part, index], [1, 0]);
});

test("a split line has the identical position on both sides", () => {
  const place = nearestOnLine(LINE, at(40, 7));
  assert.deepEqual(splitLine(LINE, place), [[A, place.position], [place.position, B, C]]);
  assert.deepEqual(splitLine(LINE, { index: 0, position: [...B] }), [[A, B], [B, C]]);
  assert.deepEqual(splitLine(LINE, { index: 1, position: B }), [[A, B], [B, C]]);
});

test("nothing is split at its end", () => {
  assert.equal(splitLine(LINE, { index: 0, position: A }), null);
  assert.equal(splitLine(LINE, { index: 1, position: C }), null);
  assert.equal(splitLine(LINE, { index: 2, position: C }), null);
  assert.equal(splitLine([A, A, B], { index: 1, position: A }), null);
});

const merged = (a, b, toleranceMetres) => mergeGeometries(lineString(a), lineString(b), toleranceMetres)?.coordinates ?? null;

test("split halves merge to the line, and keep its length", () => {
  manyTimes(300, (random) => {
    const line = randomLine(random);
    const place = nearestOnLine(line, randomPosition(random, line[0], 0.02));
    const halves = splitLine(line, place);
    if (!halves) return;
    const [a, b] = halves;
    assert.equal(a.at(-1), b[0]);
    near(lineMetres(a) + lineMetres(b), lineMetres(line), 1e-2);
    const isVertex = line.includes(place.position);
    const whole = isVertex ? line : insertVertex(line, place.index + 1, place.position);
    assert.deepEqual(merged(a, b, 0), whole);
    const turned = merged(reverseLine(a), b, 0);
    assert.deepEqual(turned, reverseLine(whole));
    assert.deepEqual(merged(b, a, 0), whole);
    assert.deepEqual(merged(a, reverseLine(b), 0), whole);
  });
});

test("ends within the tolerance merge at a's exact end, ends beyond do not", () => {
  const nearB = at(100.3, 0);
  assert.deepEqual(merged([A, B], [nearB, C], 0.5), [A, B, C]);
  assert.deepEqual(merged([nearB, C], [A, B], 0.5), [A, nearB, C]);
  assert.equal(merged([A, B], [nearB, C], 0.2), null);
});

test("geometries of several parts split and merge at one of them", () => {
  const both = multiLine([A, B], [C, D]);
  const place = { part: 1, index: 0, position: at(180, 100) };
  assert.deepEqual(splitGeometry(both, place), [
    multiLine([A, B], [C, place.position]), lineString([place.position, D]),
  ]);
  assert.deepEqual(splitGeometry(lineString(LINE), { index: 0, position: B }), [lineString([A, B]), lineString([B, C])]);
  assert.equal(splitGeometry({ type: "Point", coordinates: A }, { index: 0, position: A }), null);
  assert.deepEqual(mergeGeometries(both, lineString([B, C]), 0), multiLine([A, B, C], [C, D]));
  assert.deepEqual(mergeGeometries(lineString([A, B]), lineString([B, C]), 0), lineString([A, B, C]));
  assert.equal(mergeGeometries(both, { type: "Point", coordinates: A }, 9), null);
});

test("a parallel copy lies its distance to the right, on the left when negative", () => {
  const right = parallelLine([A, B], 5);
  near(planeAt(A).to(right[0])[1], -5, 1e-6);
  near(planeAt(B).to(right[1])[1], -5, 1e-6);
  near(planeAt(A).to(parallelLine([A, B], -5)[0])[1], 5, 1e-6);
});

test("a corner is mitred, a hairpin is cut straight across", () => {
  const mitred = parallelLine(LINE, 5);
  assert.equal(mitred.length, 3);
  const [x, y] = planeAt(B).to(mitred[1]);
  near(x, 5, 1e-2);
  near(y, -5, 1e-2);
  const hairpin = parallelLine([A, B, at(0, 1)], 5);
  assert.equal(hairpin.length, 4);
  for (const position of hairpin) assert.ok(nearestOnLine([A, B, at(0, 1)], position).metres < 5.01);
});

test("a closed line stays closed beside itself", () => {
  const copy = parallelLine([A, B, C, A], 2);
  assert.deepEqual(copy[0], copy.at(-1));
});

test("repeated vertices have no direction and do no harm", () => {
  assert.deepEqual(parallelLine([A, A, B, B, B], 5), parallelLine([A, B], 5));
  assert.deepEqual(parallelLine([A, B, A], 5).flat().filter(Number.isNaN), []);
  assert.equal(parallelLine([A, A], 5), null);
});

test("the middle of every parallel segment is its distance away", () => {
  manyTimes(200, (random) => {
    const line = [randomPosition(random)];
    for (let n = 0; n < 5; n += 1) {
      line.push(planeAt(line.at(-1)).from([200 + 300 * random(), 300 * (random() - 0.5)]));
    }
    const metres = (random() - 0.5) * 20;
    const copy = parallelLine(line, metres);
    assert.equal(copy.length, line.length);
    for (let i = 0; i + 1 < copy.length; i += 1) {
      const middle = copy[i].map((each, axis) => (each + copy[i + 1][axis]) / 2);
      near(nearestOnLine(line, middle).metres, Math.abs(metres), 1e-2);
    }
  });
});

const SQUARE = [at(50, -50), at(150, -50), at(150, 50), at(50, 50)];

test("a line is cut where it meets a ring, and both sides have the identical crossing", () => {
  const { inside, outside } = cutLine(LINE, SQUARE);
  assert.deepEqual([inside.length, outside.length], [1, 2]);
  assert.equal(outside[0].at(-1), inside[0][0]);
  assert.equal(inside[0].at(-1), outside[1][0]);
  assert.equal(inside[0][1], B);
  near(inverse(inside[0][0], at(50, 0)).metres, 0, 1e-6);
});

test("a line wholly on one side is not cut", () => {
  assert.deepEqual(cutLine([A, at(20, 0)], SQUARE), { inside: [], outside: [[A, at(20, 0)]] });
  assert.deepEqual(cutLine([B, at(120, 0)], SQUARE), { inside: [[B, at(120, 0)]], outside: [] });
});

test("the pieces of a cut make up the line, each on its own side", () => {
  manyTimes(300, (random) => {
    const line = randomLine(random, 0.02);
    const [x, y] = line[Math.floor(line.length / 2)];
    const ring = [[x - 0.004, y - 0.003], [x + 0.005, y - 0.004], [x + 0.003, y + 0.005], [x - 0.005, y + 0.002]];
    const { inside, outside } = cutLine(line, ring);
    const total = [...inside, ...outside].reduce((sum, piece) => sum + lineMetres(piece), 0);
    near(total, lineMetres(line), 0.1);
    const middles = (pieces) => pieces.map(([a, b]) => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]);
    assert.ok(middles(inside).every((middle) => isInRings(middle, [ring])));
    assert.ok(middles(outside).every((middle) => !isInRings(middle, [ring])));
    const pieces = [...inside, ...outside];
    const vertices = new Set(pieces.flat());
    assert.ok(line.every((position) => vertices.has(position)));
  });
});

const ring = (...corners) => [...corners, corners[0]];
const POLYGON = { type: "Polygon", coordinates: [ring(A, B, C), ring(at(80, 10), at(90, 10), at(90, 20))] };
const MULTI = { type: "MultiPolygon", coordinates: [POLYGON.coordinates, [ring(B, C, D)]] };

test("parts are numbered through, and one can be replaced or taken away", () => {
  assert.equal(partsOf(MULTI).length, 3);
  assert.equal(positionsOf(MULTI).length, 12);
  assert.deepEqual(partsOf({ type: "MultiPoint", coordinates: [A, B] }), [[A], [B]]);
  assert.deepEqual(partsOf(null), []);
  const other = ring(B, D, C);
  assert.deepEqual(partsOf(replacePart(MULTI, 2, other))[2], other);
  assert.equal(replacePart(MULTI, 2, other).coordinates[0], MULTI.coordinates[0]);
  assert.deepEqual(replacePart(MULTI, 0, null).coordinates, [MULTI.coordinates[1]]);
  assert.deepEqual(replacePart(POLYGON, 1, null).coordinates, [POLYGON.coordinates[0]]);
  assert.equal(replacePart(POLYGON, 0, null), null);
  assert.equal(replacePart(lineString(LINE), 0, null), null);
  assert.deepEqual(replacePart({ type: "Point", coordinates: A }, 0, [B]), { type: "Point", coordinates: B });
  assert.deepEqual(replacePart(multiLine([A, B], [C, D]), 1, [D, C]), multiLine([A, B], [D, C]));
});

test("a function of every position keeps the shape's form", () => {
  const swapped = mapPositions(MULTI, ([x, y]) => [y, x]);
  assert.equal(swapped.coordinates[0][1].length, 4);
  assert.deepEqual(swapped.coordinates[0][0][0], [A[1], A[0]]);
  assert.deepEqual(mapPositions({ type: "Point", coordinates: A }, () => B).coordinates, B);
});

test("a place so far along lies on its segment, over all parts, and never at or past an end", () => {
  const whole = lineString(LINE);
  const { part, index, position } = placeAlong(whole, 150);
  assert.deepEqual([part, index], [0, 1]);
  const [before, after] = splitGeometry(whole, { part, index, position });
  assert.ok(Math.abs(lineMetres(before.coordinates) - 150) < 1e-3);
  assert.deepEqual(after.coordinates, [position, C]);
  const parts = { type: "MultiLineString", coordinates: [[A, B], [C, D]] };
  assert.deepEqual(placeAlong(parts, 150).part, 1);
  assert.equal(placeAlong(whole, lineMetres(LINE)), null);
  assert.equal(placeAlong(whole, 1000), null);
});
