// What becomes of a shape that was drawn:
//   { kind }           a new asset, and the tool goes on with the next
//   { onto, end }      a line is continued from its "start" or "end"
//   { place }          an asset without a shape gets it
//   { cut: true }      assets are cut where the area's edge crosses them
import { cutAssets } from "./cutting.js";

const BY_HAND = window.matchMedia("(pointer: coarse)");
const HELP = {
  line: "逐点单击，双击或按 Enter 完成；按住 Ctrl 不吸附，按住 Shift 走直角",
  polygon: "逐点单击，单击起点或按 Enter 完成；按住 Ctrl 不吸附",
};
const TOUCH_HELP = "逐点点按，画好后点“完成”";

const helpFor = (shape) => (BY_HAND.matches ? TOUCH_HELP : HELP[shape]);

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
  const label = editor.kinds[goal.place ? editor.asset(goal.place).kind : goal.kind]?.label ?? "";
  return `画${label}：${helpFor(shape)}`;
}

/** Do with the positions what they were drawn for; true where the tool goes on. */
export function complete(editor, shape, goal, positions) {
  if (isForNew(goal)) {
    const { label } = editor.kinds[goal.kind];
    const made = { kind: goal.kind, values: editor.valuesFor(goal.kind), geometry: geometryOf(shape, positions) };
    editor.add(`画${label}`, [made]);
    return true;
  }
  const id = goal.onto ?? goal.place;
  if (goal.onto) lengthen(editor, goal, positions);
  if (goal.place) editor.reshape("放上地图", id, geometryOf(shape, positions));
  if (goal.cut) cutAssets(editor, [...positions, positions[0]]);
  editor.use("select");
  if (id) editor.select([id]);
  return false;
}

function lengthen(editor, { onto, end }, positions) {
  const { geometry } = editor.asset(onto);
  const fresh = positions.slice(1);
  const coordinates = end === "start"
    ? [...fresh.reverse(), ...geometry.coordinates]
    : [...geometry.coordinates, ...fresh];
  editor.reshape("接着画", onto, { ...geometry, coordinates });
}
