// What becomes of a shape that was drawn:
//   { kind }           a new asset, and the tool goes on with the next
//   { onto, end }      a line is continued from its "start" or "end"
//   { place }          an asset without a shape gets it
//   { cut: true }      assets are cut where the area's edge crosses them
import { metresOf } from "../geometry/geodesy.js";
import { drawnTogether, withBranches } from "../geometry/joints.js";
import { lastOf } from "../geometry/last.js";
import { same } from "../geometry/same.js";
import { cutAssets } from "./cutting.js";
import { worded } from "../hand.js";
import { putOnMap } from "./placing.js";
import { readableMetres } from "./readable.js";
import { withoutScopes } from "./scopes.js";

const HELP = {
  line: "逐点单击，双击或按 Enter 完成；按住 Ctrl 不吸附，按住 Shift 走直角",
  polygon: "逐点单击，单击起点或按 Enter 完成；按住 Ctrl 不吸附",
};
const TOUCH_HELP = "逐点点按，画好后点“完成”";

const helpFor = (shape) => worded(HELP[shape], TOUCH_HELP);

export function isForNew(goal) {
  return !(goal.onto || goal.place || goal.cut);
}

export function geometryOf(shape, positions) {
  return shape === "line"
    ? { type: "LineString", coordinates: positions }
    : { type: "Polygon", coordinates: [[...positions, positions[0]]] };
}

export function wordsFor(editor, shape, goal) {
  if (goal.cut) return `圈出裁切范围：${helpFor("polygon")}`;
  if (goal.onto) return `从端点接着画：${helpFor("line")}`;
  const label = editor.kinds[goal.kind]?.label ?? "";
  return `画${label}：${helpFor(shape)}`;
}

/**
 * Do with the positions what they were drawn for; true where the tool goes on. Where a line ends on
 * one of `own`, the project's guides, that one gets a vertex there in the same step.
 */
export function complete(editor, shape, goal, positions, own) {
  const geometry = geometryOf(shape, positions);
  if (isForNew(goal) || isLost(editor, goal, positions)) {
    drawNew(editor, `画${editor.kinds[goal.kind].label}`, goal.kind, [geometry], own);
    if (!isForNew(goal)) editor.use("select");
    if (!isForNew(goal)) editor.say("原来的设施已被删除或改动，画的部分另成一项");
    return isForNew(goal);
  }
  const beside = branchedOn(editor, own, geometry, new Set(goal.onto ? [goal.onto] : []));
  // First the tool, which says how it is used: then what was done has the last word.
  editor.use("select");
  if (goal.cut) cutAssets(editor, [...positions, positions[0]]);
  if (goal.onto) lengthen(editor, goal, positions, beside);
  if (goal.place) putOnMap(editor, goal.place, geometry, beside);
  return false;
}

/** New assets of one kind, all in one step: words about them. */
export function drawNew(editor, step, kind, geometries, own) {
  const { shapes, beside } = drawnTogether(own, geometries);
  const { length } = shapes;
  editor.draw(length > 1 ? `${step} ${length} 项` : step, kind, shapes, [...confirmed(editor, beside)]);
  const { label } = editor.kinds[kind];
  const titles = editor.selected().map((asset) => editor.title(asset));
  if (length === 1) return `已画${label}：${titles[0]}，可接着画下一个`;
  return `已画${label} ${length} 项（${titles[0]} 至 ${lastOf(titles)}），可接着画下一个；撤销一次即全部取回`;
}

/** The lines of a chain: from what is drawn already to the first position, then from each to the next. */
export function chainOf(drawn, positions) {
  const first = Math.max(drawn.length, 1);
  const all = [...drawn, ...positions];
  return all.slice(first).map((_, i) => all.slice(i ? first + i - 1 : 0, first + i + 1));
}

/**
 * What is new of the lines that this one ends on, by client_id. One that was `former` before has to
 * do only with those where it did not end then.
 */
export function branchedOn(editor, own, geometry, exclude, former = null) {
  return confirmed(editor, withBranches(own, geometry, exclude, former));
}

// A vertex on a line changes nothing of its place: what was confirmed stays so.
function confirmed(editor, fresh) {
  return new Map([...fresh].map(([id, geometry]) => (
    [id, { geometry, outside_confirmed: editor.asset(id).outside_confirmed }]
  )));
}

// Undone, deleted or changed by others meanwhile: what was drawn for it is not thrown away.
function isLost(editor, { onto, place, end }, positions) {
  if (place) return !editor.asset(place);
  if (!onto) return false;
  const { type, coordinates } = editor.asset(onto)?.geometry ?? {};
  return type !== "LineString" || !same(end === "start" ? coordinates[0] : lastOf(coordinates), positions[0]);
}

function lengthen(editor, { onto, end }, positions, beside) {
  const fresh = positions.slice(1);
  editor.patch("接着画", [onto, ...beside.keys()], ({ client_id, kind, geometry, values }) => {
    if (client_id !== onto) return beside.get(client_id);
    const coordinates = end === "start"
      ? [...fresh.reverse(), ...geometry.coordinates]
      : [...geometry.coordinates, ...fresh];
    // What was said of the old end and of the whole is no longer true.
    return { geometry: { ...geometry, coordinates }, values: withoutScopes(editor.kinds[kind].fields, values, "whole", end) };
  });
  editor.select([onto]);
  const longer = editor.asset(onto);
  editor.say(`${editor.title(longer)} 已接长，现长 ${readableMetres(metresOf(longer.geometry))}`);
}
