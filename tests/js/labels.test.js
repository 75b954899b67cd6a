import assert from "node:assert/strict";
import { test } from "node:test";
import { placeLabels } from "../../layers/static/layers/js/labels.js";

const HERE = { dx: 0, dy: 0 };
const label = (x, y, room = 200, depth = 200) => ({ x, y, width: 80, height: 20, room, depth });
const circle = (x, y) => ({ x, y, width: 30, height: 30 });

test("a label with nothing about stays where it is", () => {
  assert.deepEqual(placeLabels([label(0, 0), label(0, 100)]), [HERE, HERE]);
});

test("a label steps aside for the more important one", () => {
  const [first, second] = placeLabels([label(0, 0), label(60, 10)]);
  assert.deepEqual(first, HERE);
  assert.ok(10 + second.dy >= 24 || 60 + second.dx >= 84);
});

test("a label steps aside for a circle, upwards first", () => {
  assert.deepEqual(placeLabels([label(0, 0)], [circle(20, 5)]), [{ dx: 0, dy: -20 }]);
});

test("a label steps sideways where there is no depth", () => {
  assert.deepEqual(placeLabels([label(0, 0, 200, 10)], [circle(70, 0)]), [{ dx: -24, dy: 0 }]);
});

test("a label that finds no free place is left to the chips, or may cover a circle", () => {
  const wall = { x: -500, y: -500, width: 1000, height: 1000 };
  assert.deepEqual(placeLabels([label(0, 0)], [wall]), [null]);
  assert.deepEqual(placeLabels([label(0, 0)], [wall], { mayCover: true }), [HERE]);
});

test("a label does not leave what it names for a free place", () => {
  assert.deepEqual(placeLabels([label(0, 0, 80, 15)], [{ x: 0, y: -30, width: 80, height: 80 }]), [null]);
});

test("a label with no place among the others is not shown", () => {
  const pile = Array.from({ length: 20 }, () => label(0, 0));
  assert.ok(placeLabels(pile).includes(null));
});

test("a label much wider than what it names is not shown", () => {
  assert.deepEqual(placeLabels([label(0, 0, 30), label(0, 0, 70)]), [null, HERE]);
});

test("where the colour beneath counts, a label is left out that is wider than what it names", () => {
  assert.deepEqual(placeLabels([label(0, 0, 70)]), [HERE]);
  assert.deepEqual(placeLabels([label(0, 0, 70)], [], { leastRoom: 1 }), [null]);
  assert.deepEqual(placeLabels([label(0, 0, 80)], [], { leastRoom: 1 }), [HERE]);
});

test("a label that may cover hides as little as it can", () => {
  const walls = [{ x: -500, y: -500, width: 1000, height: 515 }, { x: -500, y: 30, width: 1000, height: 500 }];
  const [{ dx, dy }] = placeLabels([label(0, 0)], walls, { mayCover: true });
  assert.deepEqual({ dx, dy }, { dx: 0, dy: 10 });
});

test("a name steps aside from what lies over the map, or is not shown, even where it may cover circles", () => {
  const name = { x: 100, y: 100, width: 60, height: 20, room: 200, depth: 200 };
  const [aside] = placeLabels([name], [], { walls: [{ x: 95, y: 95, width: 70, height: 12 }] });
  assert.ok(aside.dy > 0);
  const below = { walls: [{ x: 0, y: 0, width: 400, height: 400 }] };
  assert.deepEqual(placeLabels([name], [], below), [null]);
  assert.deepEqual(placeLabels([name], [], { ...below, mayCover: true }), [null]);
});

test("a name that is wanted is shown, however small what it names and whatever lies there", () => {
  const small = { ...label(0, 0, 20, 20), isWanted: true };
  assert.notEqual(placeLabels([small, label(10, 0)], [circle(20, 5)], { leastRoom: 1 })[0], null);
  assert.deepEqual(placeLabels([label(0, 0, 20, 20)], [], { leastRoom: 1 }), [null]);
});
