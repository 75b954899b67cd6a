// Which labels fit, and where. Pure: boxes in pixels, most important first.
const GAP = 4;
// A label may step aside, by so many of its widths and heights; upwards first.
const ASIDE = [0, -0.3, 0.3, -0.6, 0.6];
const ALONG = [0, -0.25, 0.25, -0.5, 0.5, -0.75, 0.75, -1, 1, -1.4, 1.4, -1.8, 1.8];
const STEPS = ASIDE.flatMap((right) => ALONG.map((down) => [right, down]));
// How far it may be moved, as a share of what it names: further out it would name the neighbour.
const LEEWAY = 0.3;
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

function shared(a, b) {
  const wide = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const high = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(0, wide) * Math.max(0, high);
}

function leastCovering(spots, obstacles) {
  const covered = spots.map((spot) => obstacles.reduce((sum, other) => sum + shared(spot, other), 0));
  return spots[covered.indexOf(Math.min(...covered))];
}

function place(label, placed, obstacles, mayCover) {
  const spots = STEPS.map(([right, down]) => ({ dx: right * label.width, dy: down * label.height }))
    .filter(({ dx, dy }) => Math.abs(dx) <= label.room * LEEWAY && Math.abs(dy) <= label.depth * LEEWAY)
    .sort((a, b) => Math.hypot(a.dx, a.dy) - Math.hypot(b.dx, b.dy))
    .map(({ dx, dy }) => ({ ...label, x: label.x + dx, y: label.y + dy, dx, dy }))
    .filter((spot) => isFree(spot, placed));
  return spots.find((spot) => isFree(spot, obstacles)) ?? (mayCover ? leastCovering(spots, obstacles) : undefined);
}

/**
 * For each label { x, y, width, height, room, depth } how far it is moved, { dx, dy }, or null
 * where it is not shown. `room` and `depth` are the width and height of what it names: it is not
 * moved out of that, and not shown when that has less than `leastRoom` of its width. Labels never
 * lie on each other and step aside for the obstacles; where they `mayCover`, they would rather hide
 * a part of one, as little as they can, than be lost; so does one that `isWanted`, however small
 * what it names. Below a wall, which lies over the map, no label could be read or pressed: there
 * even that one is lost.
 */
export function placeLabels(labels, obstacles = [], { leastRoom = LEAST_ROOM, mayCover = false, walls = [] } = {}) {
  const placed = [...walls];
  return labels.map((label) => {
    const hasRoom = label.isWanted || label.room >= label.width * leastRoom;
    const spot = hasRoom ? place(label, placed, obstacles, mayCover || label.isWanted) : undefined;
    if (!spot) return null;
    placed.push(spot);
    return { dx: spot.dx, dy: spot.dy };
  });
}
