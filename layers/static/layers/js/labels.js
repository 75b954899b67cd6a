// Which labels fit, and where. Pure: boxes in pixels, most important first.
const GAP = 4;
// A label may step aside, by so many of its widths and heights; the nearest step comes first.
const STEPS = [
  [0, 0], [0, -1], [0, 1], [-0.6, 0], [0.6, 0], [0, -1.8], [0, 1.8],
  [-0.6, -1], [0.6, -1], [-0.6, 1], [0.6, 1],
];
// How far it may be moved, as a share of what it names: a part of it still lies there.
const LEEWAY = 0.65;
// What it names has at least this share of its width.
const LEAST_ROOM = 0.6;

function overlap(a, b) {
  return (
    a.x < b.x + b.width + GAP && b.x < a.x + a.width + GAP
    && a.y < b.y + b.height + GAP && b.y < a.y + a.height + GAP
  );
}

function isFree(box, others) {
  return !others.some((other) => overlap(box, other));
}

function place(label, placed, obstacles) {
  const spots = STEPS.map(([right, down]) => ({ dx: right * label.width, dy: down * label.height }))
    .filter(({ dx, dy }) => Math.abs(dx) <= label.room * LEEWAY && Math.abs(dy) <= label.depth * LEEWAY)
    .map(({ dx, dy }) => ({ ...label, x: label.x + dx, y: label.y + dy, dx, dy }))
    .filter((spot) => isFree(spot, placed));
  return spots.find((spot) => isFree(spot, obstacles)) ?? spots[0];
}

/**
 * For each label { x, y, width, height, room, depth } how far it is moved, { dx, dy }, or null
 * where it is not shown. `room` and `depth` are the width and height of what it names: it is not
 * moved out of that, and not shown when that has less than `leastRoom` of its width. Labels never lie on each other; they step
 * aside for the obstacles, but would rather lie on one than be lost.
 */
export function placeLabels(labels, obstacles = [], leastRoom = LEAST_ROOM) {
  const placed = [];
  return labels.map((label) => {
    const spot = label.room >= label.width * leastRoom ? place(label, placed, obstacles) : undefined;
    if (!spot) return null;
    placed.push(spot);
    return { dx: spot.dx, dy: spot.dy };
  });
}
