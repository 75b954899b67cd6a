// What is wrong or doubtful with a shape while it is drawn, each at its place and in words. The
// server judges again when it is saved; this is to see it in time.
import { contains } from "./containment.js";
import { inverse, lineMetres } from "./geodesy.js";
import { partsOf } from "./lines.js";
import { planeAt } from "./plane.js";
import { snapAll } from "./snap.js";

// Vertices of two lines that are the same survey differ by less.
const SAME_M = 0.1;

/** District outlines ready for many questions: with the box of each. */
export function prepareOutlines(features) {
  return features.map(({ geometry, properties }) => ({ geometry, name: properties.name, box: boxOf(geometry) }));
}

/**
 * [{ code, message, position, fix? }] of an asset { client_id, kind, values, geometry }.
 * `guides` are lists to compare with, of which the asset itself is left out; `home` and `city` are
 * prepared outlines, empty or missing where none is known. `fix` is { part, index, position }.
 */
export function problemsOf(asset, { guides = [], home = [], city = [], toleranceMetres, limits = {} }) {
  const { geometry } = asset;
  const bad = positionsOf(geometry).find((position) => !isSound(position));
  if (bad) return [{ code: "bad_coordinates", message: "坐标超出范围或不是数字", position: null }];
  const isLine = geometry.type.endsWith("LineString");
  return [
    ...tooMany(geometry, limits.vertices),
    ...(geometry.type.endsWith("Point") ? [] : crossings(geometry)),
    ...(isLine ? [...flat(geometry), ...repeats(geometry), ...nearMisses(asset, guides, toleranceMetres), ...duplicates(asset, guides)] : []),
    ...astray(geometry, home, city),
  ];
}

export function positionsOf({ type, coordinates }) {
  const depth = { Point: -1, MultiPoint: 0, LineString: 0, MultiLineString: 1, Polygon: 1, MultiPolygon: 2 }[type];
  if (depth < 0) return [coordinates];
  return depth ? coordinates.flat(depth) : coordinates;
}

function isSound([longitude, latitude]) {
  return Number.isFinite(longitude) && Number.isFinite(latitude) && Math.abs(longitude) <= 180 && Math.abs(latitude) <= 85;
}

function tooMany(geometry, most) {
  const count = positionsOf(geometry).length;
  if (!most || count <= most) return [];
  return [{ code: "too_many_vertices", message: `有 ${count} 个折点，最多 ${most} 个，请打断成几段`, position: positionsOf(geometry)[0] }];
}

function flat(geometry) {
  return partsOf(geometry).filter((line) => lineMetres(line) === 0)
    .map(([position]) => ({ code: "zero_length", message: "长度为零", position }));
}

function repeats(geometry) {
  return partsOf(geometry).flatMap((line) => line.slice(1).filter((position, i) => isSame(position, line[i])))
    .slice(0, 1).map((position) => ({ code: "repeated_vertices", message: "有重复的折点", position }));
}

const isSame = (a, b) => a[0] === b[0] && a[1] === b[1];

// ---- crossing itself

function crossings(geometry) {
  const position = partsOf(geometry).map(crossingOf).find(Boolean);
  return position ? [{ code: "self_crossing", message: "图形与自身相交", position }] : [];
}

// Segments swept from west to east, so that a long line does not compare each with each.
function crossingOf(line) {
  const isRing = isSame(line[0], line[line.length - 1]);
  const segments = line.slice(1).map((end, i) => ({ i, a: line[i], b: end, west: Math.min(line[i][0], end[0]), east: Math.max(line[i][0], end[0]) }));
  segments.sort((one, other) => one.west - other.west);
  let open = [];
  for (const segment of segments) {
    open = open.filter(({ east }) => east >= segment.west);
    for (const other of open) {
      const place = areNeighbours(segment.i, other.i, line.length - 1, isRing) ? null : crossing(segment, other);
      if (place) return place;
    }
    open.push(segment);
  }
  return null;
}

function areNeighbours(i, j, count, isRing) {
  const apart = Math.abs(i - j);
  return apart <= 1 || (isRing && apart === count - 1);
}

/** Where two segments cross or touch, or null. */
function crossing({ a, b }, { a: c, b: d }) {
  const side = (p, q, r) => (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]);
  const [s, t] = [side(c, d, a), side(c, d, b)];
  const [u, v] = [side(a, b, c), side(a, b, d)];
  if (s * t > 0 || u * v > 0) return null;
  if (s === t) return overlap(a, b, c, d);
  const share = s / (s - t);
  return [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])];
}

// On one straight line: a place that both hold.
function overlap(a, b, c, d) {
  const within = (p, q, r) => Math.min(p[0], q[0]) <= r[0] && r[0] <= Math.max(p[0], q[0])
    && Math.min(p[1], q[1]) <= r[1] && r[1] <= Math.max(p[1], q[1]);
  return [c, d].find((place) => within(a, b, place)) ?? [a, b].find((place) => within(c, d, place)) ?? null;
}

// ---- against what is registered

function nearMisses({ client_id, geometry }, guides, tolerance) {
  return partsOf(geometry).flatMap((line, part) => [0, line.length - 1].flatMap((index) => {
    const found = snapAll(guides, line[index], tolerance, { exclude: new Set([client_id]) });
    if (!found || isSame(found.position, line[index]) || found.metres < 1e-4) return [];
    const { metres } = inverse(line[index], found.position);
    const gap = metres < 1 ? `${Math.max(1, Math.round(metres * 100))} 厘米` : `${metres.toFixed(1)} 米`;
    return [{
      code: "near_miss", message: `端点差 ${gap}没有接上`, position: line[index], fix: { part, index, position: found.position },
    }];
  }));
}

function duplicates({ client_id, kind, values, geometry }, guides) {
  const [line] = partsOf(geometry);
  const near = snapAll(guides, line[0], SAME_M, { exclude: new Set([client_id]) });
  if (!near) return [];
  const twin = guides.flatMap(({ features }) => features).find(({ properties, geometry: other }) => (
    properties.id !== client_id && properties.kind === kind && (properties.medium ?? "") === (values.medium ?? "")
    && other.type === geometry.type && isAlike(geometry, other)
  ));
  if (!twin) return [];
  const where = twin.properties.project ? `项目 ${twin.properties.project}` : "本项目";
  return [{ code: "duplicate", message: `与${where}已有的管线完全重合`, position: line[0] }];
}

function isAlike(geometry, other) {
  const [mine, theirs] = [positionsOf(geometry), positionsOf(other)];
  if (mine.length !== theirs.length) return false;
  const { to } = planeAt(mine[0]);
  const isNear = (a, b) => Math.hypot(...to(a).map((each, i) => each - to(b)[i])) <= SAME_M;
  return mine.every((position, i) => isNear(position, theirs[i]))
    || mine.every((position, i) => isNear(position, theirs[theirs.length - 1 - i]));
}

// ---- against the districts

function boxOf(geometry) {
  const positions = positionsOf(geometry);
  const [xs, ys] = [0, 1].map((axis) => positions.map((position) => position[axis]));
  const least = (values) => values.reduce((a, b) => Math.min(a, b));
  const most = (values) => values.reduce((a, b) => Math.max(a, b));
  return [least(xs), least(ys), most(xs), most(ys)];
}

function holds({ geometry, box: [west, south, east, north] }, position) {
  const [x, y] = position;
  return x >= west && x <= east && y >= south && y <= north && contains(geometry, position);
}

function astray(geometry, home, city) {
  const positions = positionsOf(geometry);
  const outsideOf = (outlines) => outlines.length && positions.find((position) => !outlines.some((each) => holds(each, position)));
  const beyondCity = outsideOf(city);
  if (beyondCity) return [{ code: "outside_city", message: "位置不在本市范围内，或有一部分在外", position: beyondCity }];
  const beyondHome = outsideOf(home);
  if (!beyondHome) return [];
  const lies = city.find((each) => holds(each, beyondHome))?.name;
  const names = home.map(({ name }) => name).join("、");
  return [{ code: "outside_district", message: `${lies ? `位于“${lies}”，` : ""}不在申报地区“${names}”范围内`, position: beyondHome }];
}
