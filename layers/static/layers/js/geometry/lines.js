// What is done to a line while drawing. Every verb gives a new list and shares the positions it
// does not touch; a joint, a split and a crossing are the identical pair of doubles on both sides.
import { inverse, segmentMetres } from "./geodesy.js";
import { lastOf } from "./last.js";
import { geometryOfLines, isLinear, partsOf, replacePart } from "./parts.js";
import { between, footAlong, isSamePosition, planeAt } from "./plane.js";

export { mapPositions, partsOf, positionsOf, replacePart } from "./parts.js";
export { parallelLine } from "./parallel.js";
export { cutLine } from "./cut.js";

// ---- vertices

/** The position becomes vertex number `index`; the old one and those after it move on by one. */
export function insertVertex(line, index, position) {
  return [...line.slice(0, index), position, ...line.slice(index)];
}

export function moveVertex(line, index, position) {
  return line.map((each, i) => (i === index ? position : each));
}

/** Null where fewer than two vertices would be left. */
export function removeVertex(line, index) {
  return line.length > 2 ? line.filter((_, i) => i !== index) : null;
}

export const reverseLine = (line) => [...line].reverse();

// ---- places on a line

function footOn(line, index, position, plane) {
  const [a, b] = [line[index], line[index + 1]];
  const share = footAlong([0, 0], plane.to(a), plane.to(b));
  const foot = between(a, b, share);
  return { index, position: foot, offset: Math.hypot(...plane.to(foot)) };
}

/** The nearest place on a line: { index of its segment, position, metres }; a vertex is itself. */
export function nearestOnLine(line, position) {
  const plane = planeAt(position);
  let nearest = { index: 0, position: line[0], offset: Math.hypot(...plane.to(line[0])) };
  for (let i = 0; i + 1 < line.length; i += 1) {
    const foot = footOn(line, i, position, plane);
    if (foot.offset < nearest.offset) nearest = foot;
  }
  return { index: nearest.index, position: nearest.position, metres: inverse(position, nearest.position).metres };
}

/** The same over all parts of a geometry: { part, index, position, metres }. */
export function nearestInGeometry(geometry, position) {
  const places = partsOf(geometry).map((line, part) => ({ part, ...nearestOnLine(line, position) }));
  return places.reduce((best, each) => (each.metres < best.metres ? each : best));
}

/**
 * The place so many metres from the start, along one part after the other: { part, index, position };
 * null at or beyond the end.
 */
export function placeAlong(geometry, metres) {
  let left = metres;
  for (const [part, line] of partsOf(geometry).entries()) {
    for (const [index, length] of segmentMetres(line).entries()) {
      if (left < length) return { part, index, position: between(line[index], line[index + 1], left / length) };
      left -= length;
    }
  }
  return null;
}

// ---- split

const hasLength = (line) => line.some((position) => !isSamePosition(position, line[0]));

function halves(line, index, position) {
  if (isSamePosition(position, line[index])) return [line.slice(0, index + 1), line.slice(index)];
  if (isSamePosition(position, line[index + 1])) return [line.slice(0, index + 2), line.slice(index + 1)];
  return [[...line.slice(0, index + 1), position], [position, ...line.slice(index + 1)]];
}

/** Two lines that share the position on segment `index` (or its vertex); null at an end. */
export function splitLine(line, { index, position }) {
  const last = line.length - 1;
  if (index >= last && isSamePosition(position, line[last])) return null;
  const [a, b] = halves(line, Math.max(0, Math.min(index, last - 1)), position);
  return hasLength(a) && hasLength(b) ? [a, b] : null;
}

/** A line or multi-line in two: the parts before the place, and those after it. */
export function splitGeometry(geometry, { part = 0, index, position }) {
  if (!isLinear(geometry)) return null;
  const lines = partsOf(geometry);
  const split = splitLine(lines[part], { index, position });
  if (!split) return null;
  const [before, after] = [lines.slice(0, part), lines.slice(part + 1)];
  return [geometryOfLines([...before, split[0]]), geometryOfLines([split[1], ...after])];
}

// ---- merge

// The four ways in which ends can meet; the first is the natural one: b goes on where a stops.
const JOINTS = [
  { isBefore: false, isTurned: false, ends: (a, b) => [lastOf(a), b[0]], join: (a, b) => [...a, ...b.slice(1)] },
  { isBefore: false, isTurned: true, ends: (a, b) => [lastOf(a), lastOf(b)], join: (a, b) => [...a, ...reverseLine(b).slice(1)] },
  { isBefore: true, isTurned: false, ends: (a, b) => [a[0], lastOf(b)], join: (a, b) => [...b.slice(0, -1), ...a] },
  { isBefore: true, isTurned: true, ends: (a, b) => [a[0], b[0]], join: (a, b) => [...reverseLine(b).slice(0, -1), ...a] },
];

function bestJoint(a, b) {
  return JOINTS
    .map((joint) => ({ ...joint, gapMetres: inverse(...joint.ends(a, b)).metres }))
    .reduce((best, each) => (each.gapMetres < best.gapMetres ? each : best));
}

function bestPair(as, bs) {
  const pairs = as.flatMap((a, i) => bs.map((b, k) => ({ i, k, ...bestJoint(a, b) })));
  return pairs.reduce((best, each) => (each.gapMetres < best.gapMetres ? each : best));
}

/**
 * How mergeGeometries joins b to a: { isBefore, isTurned, gapMetres }, before a's start, against b's
 * direction, over how wide a gap.
 */
export function jointOf(a, b) {
  const { isBefore, isTurned, gapMetres } = bestPair(partsOf(a), partsOf(b));
  return { isBefore, isTurned, gapMetres };
}

/**
 * Lines and multi-lines joined at the two parts that meet best, in the direction of a; null where
 * none meet within the tolerance. The joint is a's exact end.
 */
export function mergeGeometries(a, b, toleranceMetres) {
  if (!isLinear(a) || !isLinear(b)) return null;
  const [as, bs] = [partsOf(a), partsOf(b)];
  const { i, k, gapMetres, join } = bestPair(as, bs);
  if (gapMetres > toleranceMetres) return null;
  const joined = partsOf(replacePart(a, i, join(as[i], bs[k])));
  return geometryOfLines([...joined, ...bs.filter((_, n) => n !== k)]);
}
