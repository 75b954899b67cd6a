// Circles of groups, set apart. The server gathers assets by the cells of a grid, each group at the
// middle of what it holds: two on either side of a border would cover each other's numbers.
import { groupRadius } from "./styling.js";

// As the server divides a tile, and as wide as Leaflet shows it.
const CELLS_ACROSS = 4;
const TILE_PX = 256;
const RING_PX = 1;

class Circle {
  constructor(x, y, reach, extent) {
    Object.assign(this, { x, y, reach });
    const cell = extent / CELLS_ACROSS;
    this.cell = [x, y].map((at) => Math.min(CELLS_ACROSS - 1, Math.max(0, Math.floor(at / cell))) * cell);
    // The tile's edge is one of the map's: what lies beyond is not known here.
    this.#keepWithin([0, 0], extent);
    this.isSettled = false;
  }

  meets(other) {
    return Math.hypot(this.x - other.x, this.y - other.y) < this.reach + other.reach;
  }

  settle(size) {
    this.#keepWithin(this.cell, size);
    this.isSettled = true;
  }

  #keepWithin([west, north], size) {
    const within = (at, from) => Math.min(from + size - this.reach, Math.max(from + this.reach, at));
    this.x = within(this.x, west);
    this.y = within(this.y, north);
  }
}

/** Moves the circles of a decoded layer into the tile, and those that meet others into their cells. */
export function setApart({ extent, count, parts, rings, coords, boxes, numbers }) {
  const at = Array.from({ length: count }, (_, i) => 2 * rings[parts[i]]);
  const circles = at.map((p, i) => {
    const reach = ((groupRadius(numbers.count[i]) + RING_PX) * extent) / TILE_PX;
    return new Circle(coords[p], coords[p + 1], reach, extent);
  });
  const meeting = () => circles.filter(
    (circle) => !circle.isSettled && circles.some((other) => other !== circle && circle.meets(other)),
  );
  // One that gives way to one may come to lie on another: at last all are in their cells.
  for (let moving = meeting(); moving.length; moving = meeting()) {
    moving.forEach((circle) => circle.settle(extent / CELLS_ACROSS));
  }
  circles.forEach(({ x, y }, i) => {
    const place = [Math.round(x), Math.round(y)];
    coords.set(place, at[i]);
    boxes.set([...place, ...place], 4 * i);
  });
}
