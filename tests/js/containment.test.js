import assert from "node:assert/strict";
import test from "node:test";
import { contains, crossesBox } from "../../layers/static/layers/js/geometry/containment.js";

const square = [[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]];
const hole = [[1, 1], [2, 1], [2, 2], [1, 2], [1, 1]];

test("a polygon holds what is inside it and not in its hole", () => {
  const polygon = { type: "Polygon", coordinates: [square, hole] };
  assert.equal(contains(polygon, [3, 3]), true);
  assert.equal(contains(polygon, [1.5, 1.5]), false);
  assert.equal(contains(polygon, [5, 3]), false);
  assert.equal(contains({ type: "MultiPolygon", coordinates: [[hole], [square]] }, [3, 3]), true);
});

test("a box is crossed by a segment of which no vertex lies in it", () => {
  const line = { type: "LineString", coordinates: [[-1, 1], [5, 1]] };
  assert.equal(crossesBox(line, [0, 0, 2, 2]), true);
  assert.equal(crossesBox(line, [0, 2, 2, 3]), false);
  assert.equal(crossesBox({ type: "LineString", coordinates: [[-1, 1], [1, 5]] }, [0, 0, 2, 2]), false);
  assert.equal(crossesBox({ type: "Point", coordinates: [1, 1] }, [0, 0, 2, 2]), true);
  assert.equal(crossesBox({ type: "Polygon", coordinates: [square] }, [3, 3, 9, 9]), true);
});
