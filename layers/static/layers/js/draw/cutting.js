// Cutting assets in two and turning them: which asset keeps its identity and what happens to what was
// said of the whole and its ends.
import { cutPolygon } from "../geometry/polygons.js";
import { areaM2, lineMetres } from "../geometry/geodesy.js";
import { cutLine, partsOf, reverseLine, splitGeometry } from "../geometry/lines.js";
import { lastOf } from "../geometry/last.js";
import { geometryOfLines } from "../geometry/parts.js";
import { isSamePosition } from "../geometry/plane.js";
import { carried } from "./carrying.js";
import { named, turned, withoutScopes } from "./scopes.js";

/** Cut a line where it is nearest to a place; the longer story: the first part stays the asset. */
export function splitAsset(editor, id, at) {
  const asset = editor.asset(id);
  const parts = splitGeometry(asset.geometry, at);
  if (!parts) return editor.say("这里是端点，不能打断");
  return divide(editor, "打断", new Map([[id, parts]]));
}

/** Cut the selected assets, or all that the ring crosses where none is selected. */
export function cutAssets(editor, ring) {
  const chosen = editor.selection.size ? editor.selected() : editor.assets();
  const cut = new Map();
  for (const { client_id, geometry } of chosen) {
    const parts = geometry && pieces(geometry, ring);
    if (parts?.length > 1) cut.set(client_id, parts);
  }
  if (!cut.size) return editor.say("裁切范围没有穿过任何线或面");
  return divide(editor, "裁切", cut);
}

function pieces(geometry, ring) {
  if (geometry.type.endsWith("Polygon")) {
    const cut = cutPolygon(geometry, ring);
    return cut ? [cut.outside, cut.inside].filter(Boolean) : null;
  }
  if (!geometry.type.endsWith("LineString")) return null;
  const parts = partsOf(geometry).map((line) => cutLine(line, ring));
  if (!parts.some(({ inside, outside }) => inside.length + outside.length > 1)) return null;
  const [outside, inside] = ["outside", "inside"].map((side) => parts.flatMap((part) => part[side]));
  // What was one line falls into its pieces; what was of several parts stays together on each side.
  if (geometry.type === "LineString") return [...outside, ...inside].map((line) => geometryOfLines([line]));
  return [geometryOfLines(outside), geometryOfLines(inside)].filter(Boolean);
}

const sizeOf = (geometry) => (geometry.type.endsWith("Polygon")
  ? areaM2(geometry)
  : partsOf(geometry).reduce((sum, line) => sum + lineMetres(line), 0));

/** Which ends of a line a part of it still has. */
function kept(whole, part) {
  if (!part.type.endsWith("LineString")) return [];
  const [lines, own] = [partsOf(whole), partsOf(part)];
  const hasStart = isSamePosition(lines[0][0], own[0][0]);
  const hasEnd = isSamePosition(lastOf(lastOf(lines)), lastOf(lastOf(own)));
  return [hasStart ? "start" : "", hasEnd ? "end" : ""].filter(Boolean);
}

const lost = (whole, part) => ["start", "end"].filter((end) => !kept(whole, part).includes(end));

function ofPart(fields, values, ends) {
  const own = named(fields, ...ends).filter((name) => name in values).map((name) => [name, values[name]]);
  return { ...carried(values, fields), ...Object.fromEntries(own) };
}

// The largest part stays the asset, the others are new ones with its attributes.
function divide(editor, label, cut) {
  const [changed, added] = [[], []];
  for (const [id, parts] of cut) {
    const { kind, values, geometry: whole, outside_confirmed } = editor.asset(id);
    const { fields } = editor.kinds[kind];
    const [largest, ...rest] = [...parts].sort((a, b) => sizeOf(b) - sizeOf(a));
    changed.push([id, { geometry: largest, values: withoutScopes(fields, values, "whole", ...lost(whole, largest)) }]);
    added.push(...rest.map((geometry) => (
      { kind, values: ofPart(fields, values, kept(whole, geometry)), geometry, outside_confirmed }
    )));
  }
  editor.exchange(label, { changed, added });
  editor.say("已断开：较大的一段保留原编号，新的一段沿用属性；原计量长度不再适用，已留空");
}

export function reverseAssets(editor) {
  const lines = editor.selected().filter(({ geometry }) => geometry?.type.endsWith("LineString"));
  if (!lines.length) return editor.say("反向：请先选中线");
  editor.patch("反向", lines.map(({ client_id }) => client_id), ({ kind, geometry, values }) => ({
    geometry: reversed(geometry), values: turned(editor.kinds[kind].fields, values),
  }));
  return editor.say(`已反向 ${lines.length} 条`);
}

function reversed(geometry) {
  const lines = partsOf(geometry).map(reverseLine).reverse();
  return { ...geometry, coordinates: geometry.type === "LineString" ? lines[0] : lines };
}
