// What can be done to lines: always new arrays, with the positions that were not touched shared.
// A line is [[longitude, latitude], …]; a part of a geometry is one of its lines or rings.
import { planeAt } from "./plane.js";

const isSame = (a, b) => a[0] === b[0] && a[1] === b[1];

// ---- geometries and their parts

/** The lines or rings of a geometry in order; a point is a line of one position. */
export function partsOf({ type, coordinates }) {
  if (type === "Point") return [[coordinates]];
  if (type === "LineString" || type === "MultiPoint") return [coordinates];
  return type === "MultiPolygon" ? coordinates.flat() : coordinates;
}

/** The geometry with another line in place of one of its parts. */
export function replacePart(geometry, part, line) {
  const { type, coordinates } = geometry;
  if (type === "LineString" || type === "MultiPoint") return { ...geometry, coordinates: line };
  // Of a list of lines as of a list of positions one is exchanged.
  if (type !== "MultiPolygon") return { ...geometry, coordinates: moveVertex(coordinates, part, line) };
  let place = -1;
  const polygons = coordinates.map((rings) => rings.map((ring) => ((place += 1) === part ? line : ring)));
  return { ...geometry, coordinates: polygons };
}

export function mapPositions(geometry, change) {
  const deep = (value) => (typeof value[0] === "number" ? change(value) : value.map(deep));
  return { ...geometry, coordinates: deep(geometry.coordinates) };
}

// ---- vertices

export function insertVertex(line, index, position) {
  return [...line.slice(0, index), position, ...line.slice(index)];
}

export function moveVertex(line, index, position) {
  return line.map((each, i) => (i === index ? position : each));
}

/** The line without a vertex, or null where it would be none any more. */
export function removeVertex(line, index) {
  return line.length > 2 ? line.filter((_, i) => i !== index) : null;
}

export function reverseLine(line) {
  return [...line].reverse();
}

// ---- where on a line

/** The place of a line nearest to a position: on the segment after vertex `index`. */
export function nearestOnLine(line, position) {
  const plane = planeAt(position);
  const flat = line.map(plane.to);
  let best = null;
  for (let i = 0; i + 1 < line.length; i += 1) {
    const foot = footOf(flat[i], flat[i + 1]);
    if (!best || foot.metres < best.metres) best = { index: i, ...foot };
  }
  const { index, share, metres, x, y } = best;
  const exact = { 0: line[index], 1: line[index + 1] }[share];
  return { index, position: exact ?? plane.from([x, y]), metres };
}

/** The foot of the origin on a segment: { share along it, x, y, metres }. */
export function footOf([ax, ay], [bx, by]) {
  const [dx, dy] = [bx - ax, by - ay];
  const square = dx * dx + dy * dy;
  const share = square ? Math.max(0, Math.min(1, -(ax * dx + ay * dy) / square)) : 0;
  const [x, y] = [ax + share * dx, ay + share * dy];
  return { share, x, y, metres: Math.hypot(x, y) };
}

/** The same over all parts of a geometry: { part, index, position, metres }. */
export function nearestInGeometry(geometry, position) {
  const found = partsOf(geometry).map((line, part) => ({ part, ...nearestOnLine(line, position) }));
  return found.reduce((best, each) => (each.metres < best.metres ? each : best));
}

// ---- cutting and joining

/** Two lines that share the position, exactly; null where it is an end of the line. */
export function splitLine(line, { index, position }) {
  const head = [...line.slice(0, index + 1), position].filter((each, i, all) => !i || !isSame(each, all[i - 1]));
  const tail = [position, ...line.slice(index + 1)].filter((each, i, all) => !i || !isSame(each, all[i - 1]));
  return head.length > 1 && tail.length > 1 ? [head, tail] : null;
}

/** Two geometries out of one of lines, cut at { part, index, position }; null at an end. */
export function splitGeometry(geometry, { part, index, position }) {
  const lines = partsOf(geometry);
  const halves = splitLine(lines[part], { index, position });
  if (!halves) return null;
  return [[...lines.slice(0, part), halves[0]], [halves[1], ...lines.slice(part + 1)]].map(linesAsGeometry);
}

export function linesAsGeometry(lines) {
  return lines.length === 1
    ? { type: "LineString", coordinates: lines[0] }
    : { type: "MultiLineString", coordinates: lines };
}

/** One line of two that meet within a tolerance; the joint is exactly the end of the first. */
export function mergeLines(first, second, toleranceMetres) {
  const ways = [[first, second], [first, reverseLine(second)], [reverseLine(first), second], [reverseLine(first), reverseLine(second)]]
    .map(([one, other]) => ({ one, other, gap: gapOf(one[one.length - 1], other[0]) }));
  const { one, other, gap } = ways.reduce((best, each) => (each.gap < best.gap ? each : best));
  if (gap > toleranceMetres) return null;
  const merged = [...one, ...other.slice(1)];
  // The first keeps its direction where that is possible.
  return isSame(one[0], first[0]) || one === first ? merged : reverseLine(merged);
}

export function mergeGeometries(first, second, toleranceMetres) {
  if (first.type !== "LineString" || second.type !== "LineString") return null;
  const coordinates = mergeLines(first.coordinates, second.coordinates, toleranceMetres);
  return coordinates && { type: "LineString", coordinates };
}

function gapOf(a, b) {
  return Math.hypot(...planeAt(a).to(b));
}

/**
 * The pieces of a line inside and outside of a closed ring; neighbours share the exact position
 * at which the ring is crossed.
 */
export function cutLine(line, ring) {
  const plane = planeAt(line[0]);
  const flatRing = ring.map(plane.to);
  const pieces = { inside: [], outside: [] };
  let current = [line[0]];
  const close = () => {
    const middle = plane.to(middleOf(current));
    if (current.length > 1) pieces[isInside(flatRing, middle) ? "inside" : "outside"].push(current);
  };
  for (let i = 0; i + 1 < line.length; i += 1) {
    for (const share of crossings(plane.to(line[i]), plane.to(line[i + 1]), flatRing)) {
      const position = between(line[i], line[i + 1], share);
      if (isSame(position, current[current.length - 1])) continue;
      current.push(position);
      close();
      current = [position];
    }
    if (!isSame(line[i + 1], current[current.length - 1])) current.push(line[i + 1]);
  }
  close();
  return pieces;
}

function between(a, b, share) {
  if (share === 0) return a;
  return share === 1 ? b : [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])];
}

// A place within the piece, not on the ring: the middle of its first segment.
function middleOf([a, b]) {
  return b ? between(a, b, 0.5) : a;
}

function crossings([ax, ay], [bx, by], ring) {
  const [dx, dy] = [bx - ax, by - ay];
  const found = ring.slice(1).map(([qx, qy], i) => {
    const [px, py] = ring[i];
    const [ex, ey] = [qx - px, qy - py];
    const cross = dx * ey - dy * ex;
    if (cross === 0) return null;
    const share = ((px - ax) * ey - (py - ay) * ex) / cross;
    const along = ((px - ax) * dy - (py - ay) * dx) / cross;
    return share >= 0 && share <= 1 && along >= 0 && along < 1 ? share : null;
  });
  return found.filter((share) => share !== null).sort((one, other) => one - other);
}

function isInside(ring, [x, y]) {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [[ax, ay], [bx, by]] = [ring[i], ring[j]];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

// ---- beside a line

// A mitre longer than so many distances is cut off: at hairpins it would run away.
const MITRE_LIMIT = 4;

/** The line at a distance beside it, to the right of its direction where that is positive. */
export function parallelLine(line, metres) {
  const plane = planeAt(line[0]);
  const thin = line.filter((position, i) => !i || !isSame(position, line[i - 1])).map(plane.to);
  if (thin.length < 2) return line;
  const normals = thin.slice(1).map((to, i) => rightOf(thin[i], to));
  return thin.map(([x, y], i) => {
    const [nx, ny] = mitre(normals[i - 1] ?? normals[i], normals[i] ?? normals[i - 1]);
    return plane.from([x + metres * nx, y + metres * ny]);
  });
}

function rightOf([ax, ay], [bx, by]) {
  const length = Math.hypot(bx - ax, by - ay);
  return [(by - ay) / length, (ax - bx) / length];
}

function mitre([ax, ay], [bx, by]) {
  const [x, y] = [ax + bx, ay + by];
  const square = x * x + y * y;
  // Of a hairpin there is no mitre: straight to the side of the way in.
  if (square < 4 / MITRE_LIMIT ** 2) return [ax, ay];
  return [(2 * x) / square, (2 * y) / square];
}
