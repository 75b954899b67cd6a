// What is doubtful about an asset while it is being drawn, at its place and in words. The server
// decides; this only says it early enough to be put right with one click.
import { inverse } from "./geodesy.js";
import { lastOf } from "./last.js";
import { outlineAt, placesOf, prepareOutlines } from "./outlines.js";
import { isAreal, isLinear, isPunctual, partsOf, positionsOf } from "./parts.js";
import { isSamePosition, metresPerDegree } from "./plane.js";
import { closeRing, selfCrossing } from "./rings.js";
import { segmentsWithin, snapAll } from "./snap.js";

export { prepareOutlines } from "./outlines.js";

const MAX_VERTICES = 10_000;
const POLE = 90;
const TOLERANCE_METRES = 1;
const SAME_SHAPE_METRES = 0.1;
// A foot on a segment is rounded to doubles: closer than this it lies on it.
const ON_SEGMENT_METRES = 1e-6;

const problem = (code, message, position, more = {}) => ({ code, message, position, ...more });

// ---- the shape by itself

function badCoordinates(geometry, mostLatitude) {
  const isBad = ([longitude, latitude] = []) => !(Math.abs(longitude) <= 180 && Math.abs(latitude) <= mostLatitude);
  const positions = positionsOf(geometry);
  const bad = positions.findIndex(isBad);
  if (positions.length > 0 && bad < 0) return [];
  const message = positions.length === 0
    ? "图形里没有坐标。" : `第 ${bad + 1} 个点的坐标不对：不是数，或超出经度 ±180、纬度 ±${mostLatitude} 的范围。`;
  return [problem("bad_coordinates", message, positions.find((each) => !isBad(each)) ?? null)];
}

function selfCrossings(geometry) {
  return partsOf(geometry).map((part) => selfCrossing(isAreal(geometry) ? closeRing(part) : part))
    .filter(Boolean)
    .map((position) => problem("self_crossing", "线条与自己相交，请移动这里的节点。", position));
}

function distinct(part) {
  return part.filter((position, i) => part.findIndex((each) => isSamePosition(each, position)) === i);
}

// Three corners make an area, two a length; more need not be counted.
function isNothing(part, needed) {
  return distinct(part.slice(0, 50)).length < needed && distinct(part).length < needed;
}

function zeroLengths(geometry) {
  const [needed, message] = isAreal(geometry)
    ? [3, "面积为零：至少要有三个不同的点。"] : [2, "长度为零：所有节点都在同一个点。"];
  return partsOf(geometry).filter((part) => isNothing(part, needed))
    .map((part) => problem("zero_length", message, part[0]));
}

function repeatedVertices(geometry) {
  const repeats = partsOf(geometry).flatMap(
    (part) => part.slice(1).filter((position, i) => isSamePosition(position, part[i])),
  );
  if (repeats.length === 0) return [];
  return [problem("repeated_vertices", `有 ${repeats.length} 个节点与前一个重复，可以删去。`, repeats[0])];
}

function tooManyVertices(geometry, limit) {
  const count = positionsOf(geometry).length;
  if (count <= limit) return [];
  const message = `有 ${count} 个节点，最多 ${limit} 个：请打断成几段或先抽稀。`;
  return [problem("too_many_vertices", message, partsOf(geometry)[0][0])];
}

// ---- the shape among others

const mediumOf = (values) => values?.values?.medium ?? values?.medium ?? null;

function isSameSort(asset) {
  return ({ properties }) => properties?.kind === asset.kind
    && (mediumOf(properties) ?? "") === (mediumOf(asset) ?? "");
}

// A gas pipe beside a water pipe has missed nothing. Where a medium is not known, it may have.
function mayJoin(asset) {
  const medium = mediumOf(asset);
  return ({ geometry, properties }) => isLinear(geometry)
    && (!medium || !mediumOf(properties) || mediumOf(properties) === medium);
}

const itself = ({ id, client_id }) => new Set([id, client_id].filter((each) => each != null));

export function gapText(metres) {
  if (metres < 0.01) return "不到 1 cm";
  return metres < 1 ? `${Math.round(metres * 100)} cm` : `${metres.toFixed(2)} m`;
}

function isJoined(guides, end, options) {
  const touching = snapAll(guides, end, ON_SEGMENT_METRES, options);
  return touching && (touching.kind === "segment" || isSamePosition(touching.position, end));
}

function nearMiss(guides, part, line, index, toleranceMetres, options) {
  const end = line[index];
  const found = isJoined(guides, end, options) ? null : snapAll(guides, end, toleranceMetres, options);
  if (!found) return [];
  const [which, what] = [index === 0 ? "起点" : "终点", found.kind === "segment" ? "管线" : "管线的节点"];
  const message = `${which}离旁边${what}还差 ${gapText(found.metres)}，没有接上。`;
  return [problem("near_miss", message, end, {
    metres: found.metres, feature: found.feature, fix: { part, index, position: found.position },
  })];
}

function nearMisses(asset, guides, toleranceMetres) {
  if (!isLinear(asset.geometry)) return [];
  const options = { exclude: itself(asset), only: mayJoin(asset) };
  return partsOf(asset.geometry).flatMap((line, part) => {
    const isClosed = isSamePosition(line[0], lastOf(line));
    const ends = isClosed ? [] : [0, line.length - 1];
    return ends.flatMap((index) => nearMiss(guides, part, line, index, toleranceMetres, options));
  });
}

function isSameLine(a, b) {
  return a.length === b.length && a.every((position, i) => inverse(position, b[i]).metres <= SAME_SHAPE_METRES);
}

function isSameShape(one, other) {
  const [as, bs] = [partsOf(one), partsOf(other)];
  return as.length === bs.length && as.every((a, i) => isSameLine(a, bs[i]) || isSameLine(a, [...bs[i]].reverse()));
}

function neighbours(guides, [x, y], options) {
  const [dx, dy] = metresPerDegree(y).map((each) => SAME_SHAPE_METRES / each);
  const segments = guides.flatMap((each) => segmentsWithin(each, [x - dx, y - dy, x + dx, y + dy], options));
  return [...new Set(segments.map(({ feature }) => feature))];
}

// Two lifts may stand in one place; but drawn there they are mostly one click too many.
function twinWords({ geometry }, number) {
  const other = number ? `“${number}”` : "";
  return isPunctual(geometry)
    ? ["same_place", `与${other || "另一项同类设施"}在同一个位置，请核对是否多画了一项。`]
    : ["duplicate", `与已有的${other || "一个同类图形"}完全重合，可能重复登记。`];
}

function duplicates(asset, guides) {
  const first = partsOf(asset.geometry)[0][0];
  const twin = neighbours(guides, first, { exclude: itself(asset), only: isSameSort(asset) })
    .find(({ geometry }) => isSameShape(asset.geometry, geometry));
  if (!twin) return [];
  return [problem(...twinWords(asset, twin.properties?.number), first, { feature: twin })];
}

// ---- the shape in its district

const prepared = new WeakMap();

function outlinesOf(outlines) {
  if (!outlines || outlines.isPrepared) return outlines;
  if (!prepared.has(outlines)) prepared.set(outlines, prepareOutlines(outlines));
  return prepared.get(outlines);
}

function outsideCity(asset, city) {
  const outside = placesOf(city, asset.geometry).find(({ outline }) => outline < 0);
  if (!outside) return [];
  const message = "有一部分在本市界外，请核对坐标；确实如此请确认。";
  return [problem("outside_city", message, outside.position, { isConfirmed: Boolean(asset.outside_confirmed) })];
}

function nameAt(city, position) {
  const outline = city ? outlineAt(city, position) : -1;
  return outline < 0 ? "" : city.names[outline];
}

function outsideDistrict(asset, home, city) {
  const places = placesOf(home, asset.geometry);
  // Where nobody's ground begins, outside_city has said so already.
  const strange = places.filter(({ position, outline }) => outline < 0 && (!city || outlineAt(city, position) >= 0));
  if (strange.length === 0) return [];
  const { position } = strange[0];
  const [ours, theirs] = [home.names.filter(Boolean).join("、") || "项目所在区县", nameAt(city, position)];
  const isAllOutside = places.every(({ outline }) => outline < 0);
  const message = isAllOutside
    ? `不在${ours}${theirs ? `，而在${theirs}` : ""}。`
    : `跨出了${ours}${theirs ? `，有一段在${theirs}` : ""}。`;
  return [problem(isAllOutside ? "outside_district" : "crosses_district", message, position)];
}

function territory(asset, home, city) {
  return [
    ...(city?.index ? outsideCity(asset, city) : []),
    ...(home?.index ? outsideDistrict(asset, home, city?.index ? city : null) : []),
  ];
}

/**
 * What is doubtful about an asset: [{ code, message, position }], [] for one without geometry.
 * `guides` are one or several, `home` and `city` outlines (prepared, or GeoJSON polygons), any of
 * them may be missing. A near_miss has `fix: { part, index, position }`, the place to move to.
 */
export function problemsOf(asset, { guides = [], home, city, toleranceMetres = TOLERANCE_METRES, limits = {} } = {}) {
  const { geometry } = asset;
  if (!geometry) return [];
  const bad = badCoordinates(geometry, limits.latitude ?? POLE);
  if (bad.length > 0) return bad;
  const many = tooManyVertices(geometry, limits.vertices ?? MAX_VERTICES);
  if (many.length > 0) return many;
  const isExtended = isLinear(geometry) || isAreal(geometry);
  const shape = isExtended ? [zeroLengths, repeatedVertices, selfCrossings].flatMap((check) => check(geometry)) : [];
  const around = [guides].flat();
  return [
    ...shape,
    ...nearMisses(asset, around, toleranceMetres),
    ...duplicates(asset, around),
    ...territory(asset, outlinesOf(home), outlinesOf(city)),
  ];
}
