// The outlines of districts, prepared once so that a drawing can be asked at every step where it
// lies: all edges in one index, a ray searched in it instead of a ring walked round.
import Flatbush from "flatbush";
import { partsOf } from "./parts.js";
import { between, planeAt } from "./plane.js";
import { closeRing, meeting } from "./rings.js";

// Neighbouring outlines never fit exactly: what is shorter than this between two is no place.
const SLIVER_METRES = 1;

function outlineOf(feature) {
  const geometry = feature.geometry ?? feature;
  return { name: feature.properties?.name ?? "", edges: partsOf(geometry).flatMap(edgesOf) };
}

function edgesOf(ring) {
  const closed = closeRing(ring);
  return closed.slice(1).map((b, i) => [closed[i], b]);
}

/** Outlines of GeoJSON polygon features (or bare polygons), to be asked by placesOf. */
export function prepareOutlines(features) {
  const outlines = features.map(outlineOf).filter(({ edges }) => edges.length > 0);
  const edges = outlines.flatMap((outline, owner) => outline.edges.map(([a, b]) => ({ a, b, owner })));
  if (edges.length === 0) return { names: [], edges, index: null, isPrepared: true };
  const index = new Flatbush(edges.length);
  for (const { a, b } of edges) {
    index.add(Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1]));
  }
  index.finish();
  return { names: outlines.map(({ name }) => name), edges, index, isPrepared: true };
}

function passes({ a, b }, [x, y]) {
  return a[1] > y !== b[1] > y && x < ((b[0] - a[0]) * (y - a[1])) / (b[1] - a[1]) + a[0];
}

/** The number of the outline a position lies in, -1 for none. */
export function outlineAt({ names, edges, index }, position) {
  if (!index) return -1;
  const [x, y] = position;
  const counts = names.map(() => 0);
  for (const k of index.search(x, y, Infinity, y)) {
    if (passes(edges[k], position)) counts[edges[k].owner] += 1;
  }
  return counts.findIndex((count) => count % 2 === 1);
}

function sharesOfCrossings({ edges, index }, a, b) {
  if (!index) return [];
  const box = [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1])];
  return index.search(...box)
    .map((k) => meeting(a, b, edges[k].a, edges[k].b)?.along)
    .filter((share) => share > 0 && share < 1)
    .sort((one, two) => one - two);
}

function middlesOf(outlines, a, b) {
  const shares = [0, ...sharesOfCrossings(outlines, a, b), 1];
  const pieces = shares.slice(1).map((share, i) => [between(a, b, shares[i]), between(a, b, share)]);
  return pieces
    .filter(([from, to]) => pieces.length === 1 || Math.hypot(...planeAt(from).to(to)) > SLIVER_METRES)
    .map(([from, to]) => between(from, to, 0.5));
}

/** Where a geometry lies: [{ position, outline }] for each stretch between two borders. */
export function placesOf(outlines, geometry) {
  const places = partsOf(geometry).flatMap((part) => (part.length === 1
    ? part : part.slice(1).flatMap((b, i) => middlesOf(outlines, part[i], b))));
  return places.map((position) => ({ position, outline: outlineAt(outlines, position) }));
}
