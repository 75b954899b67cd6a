import assert from "node:assert/strict";
import { test } from "node:test";
import { planeAt, footAlong, between } from "../../layers/static/layers/js/geometry/plane.js";
import { MOST_VERTICES } from "../../layers/static/layers/js/regions.js";
import { thinned } from "../../layers/static/layers/js/region-thinning.js";
import { generator } from "./random.js";

const CENTRE = [101.72, 26.58];
const plane = planeAt(CENTRE);
// Of the processor: comparing each corner with each would take minutes.
const MOST_MS = 5000;

/** `count` corners around the centre, `radiusM(i, angle)` metres away. */
function around(count, radiusM) {
  return Array.from({ length: count }, (_, i) => {
    const angle = (i * 2 * Math.PI) / count;
    const metres = radiusM(i, angle);
    return plane.from([metres * Math.cos(angle), metres * Math.sin(angle)]);
  });
}

const circle = (count) => around(count, () => 3000);
const star = (count, deep = 1.2) => around(count, (i) => 3000 * (i % 2 ? deep : 1));

/** How far the farthest corner of a ring lies from an outline. */
function farthestM(ring, outline) {
  const edges = outline.map((corner, i) => [corner, outline[(i + 1) % outline.length]].map(plane.to));
  return Math.max(...ring.map(plane.to).map((place) => Math.min(...edges.map(([a, b]) => {
    const foot = between(a, b, footAlong(place, a, b));
    return Math.hypot(place[0] - foot[0], place[1] - foot[1]);
  }))));
}

test("a ring that an address carries stays as it is", () => {
  const ring = star(MOST_VERTICES);
  assert.deepEqual(thinned(ring, MOST_VERTICES), { kept: ring, offM: 0, isAnother: false });
});

test("a smooth ring keeps its shape, however many corners it has", () => {
  for (const count of [301, 10_000, 50_000]) {
    const { kept, offM, isAnother } = thinned(circle(count), MOST_VERTICES);
    assert.ok(kept.length <= MOST_VERTICES);
    assert.ok(offM < 1, `${offM} m`);
    assert.ok(!isAnother);
  }
});

test("corners are kept in their order, the first among them", () => {
  const ring = circle(2000);
  const places = thinned(ring, 50).kept.map((corner) => ring.indexOf(corner));
  assert.equal(places.length, 50);
  assert.equal(places[0], 0);
  assert.deepEqual(places, places.toSorted((a, b) => a - b));
});

test("it says how far the edge has moved", () => {
  const random = generator(7);
  const ring = around(3000, (_, angle) => 3000 + 900 * Math.sin(3 * angle) + 30 * random());
  const { kept, offM } = thinned(ring, 60);
  const measured = farthestM(ring, kept);
  assert.ok(measured > offM / 2 && measured <= offM * 1.001, `${measured} of ${offM} m`);
});

test("corners on a straight line are left out before any other", () => {
  const side = (from, to) => Array.from({ length: 400 }, (_, i) => between(from, to, i / 400));
  const square = [[101.7, 26.5], [101.8, 26.5], [101.8, 26.6], [101.7, 26.6]];
  const ring = square.flatMap((corner, i) => side(corner, square[(i + 1) % 4]));
  assert.deepEqual(thinned(ring, MOST_VERTICES).kept, square);
});

test("an outline that thinning would make another one is told", () => {
  for (const count of [10_000, 50_000]) {
    const { kept, offM, isAnother } = thinned(star(count), MOST_VERTICES);
    assert.ok(kept.length <= MOST_VERTICES);
    assert.ok(offM > 300, `${offM} m`);
    assert.ok(isAnother);
  }
  assert.ok(!thinned(star(10_000, 1.002), MOST_VERTICES).isAnother);
});

test("fifty thousand corners are not compared each with each, whatever they draw", () => {
  const random = generator(3);
  const rings = {
    smooth: circle(50_000),
    star: star(50_000),
    spiral: around(50_000, (i) => 1 + i / 10),
    rough: around(50_000, () => 2000 + 2000 * random()),
    comb: Array.from({ length: 50_000 }, (_, i) => plane.from([i, i % 2 ? 10_000 : 0])),
    heap: Array.from({ length: 50_000 }, () => plane.from([3000 * random(), 3000 * random()])),
    point: Array.from({ length: 50_000 }, () => CENTRE),
  };
  for (const [name, ring] of Object.entries(rings)) {
    const begun = process.cpuUsage();
    thinned(ring, MOST_VERTICES);
    const { user, system } = process.cpuUsage(begun);
    const takenMs = (user + system) / 1000;
    assert.ok(takenMs < MOST_MS, `${name}: ${takenMs} ms`);
  }
});
