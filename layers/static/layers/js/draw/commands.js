// Everything that can be done, once: its words, its key, when it can be done, what it does. The
// toolbar, the keyboard and the menus are made from this table.
import { continueNear } from "./continuing.js";
import { reverseAssets } from "./cutting.js";
import { worded } from "../hand.js";
import { mergeAssets } from "./joining.js";

const isDrawing = ({ tool }) => Boolean(tool.isBusy?.());
const lines = (editor) => editor.selected().filter(({ geometry }) => geometry?.type.endsWith("LineString"));

/**
 * [{ name, label, words, key, icon, group, run, pressed?, reason? }]; `reason` tells why not, and
 * `run` may be told { isHeld }: that the key is not pressed anew.
 */
export function commandsFor({ editor, panels, saving, snapper }) {
  const tool = (name, label, words, key) => ({
    name, label, words, key, icon: name, group: "tools",
    run: () => editor.use(name), pressed: () => editor.tool.name === name,
    reason: () => (["line", "point", "polygon"].includes(name) && !editor.kindFor(name) ? "这个项目没有这种形状的设施" : ""),
  });
  const option = (name, label, words, key, values = [false, true]) => ({
    name, label, words, key, icon: name === "lockDegrees" ? "lock" : name, group: "options",
    pressed: () => Boolean(editor.options[name]),
    run: () => editor.setOption(name, values[(values.indexOf(editor.options[name]) + 1) % values.length]),
  });
  const needLines = (count, words) => () => (lines(editor).length >= count ? "" : words);
  return [
    tool("select", "选择", "选中、移动折点", "V"),
    {
      name: "gather", label: "多选", words: "每单击一项多选一项，再单击去掉；选好后一起改属性、合并或删除", key: "S", icon: "gather", group: "tools",
      pressed: () => editor.tool.name === "select" && editor.options.gather,
      run: () => gather(editor),
    },
    { name: "all", label: "全选", words: "选中本项目的全部设施", key: "Ctrl+A", group: "keys", run: () => editor.selectAll(), reason: () => (editor.assets().length ? "" : "还没有设施") },
    tool("line", "画线", "画管段等线状设施", "L"),
    tool("point", "画点", "画电梯、厂站等点状设施", "P"),
    tool("polygon", "画面", "画厂区、建筑等范围", "G"),
    tool("split", "打断", "在单击处把线分成两段", "X"),
    {
      name: "merge", label: "合并", words: "把选中的首尾相接的线合成一条", key: "M", icon: "merge", group: "edit",
      run: () => mergeAssets(editor), reason: needLines(2, worded("先选中首尾相接的线，两条或更多（Shift 加选）", "先点“多选”，选中首尾相接的线，两条或更多")),
    },
    {
      name: "goOn", label: "接着画", words: "从选中的线离鼠标近的一端接着画", key: "E", group: "keys",
      run: () => continueNear(editor, editor.selected()[0]), reason: () => (lines(editor).length === 1 && editor.selection.size === 1 ? "" : "先选中一条线"),
    },
    {
      name: "reverse", label: "反向", words: "起点、终点对调", key: "R", icon: "reverse", group: "edit",
      run: () => reverseAssets(editor), reason: needLines(1, "先选中线"),
    },
    {
      name: "parallel", label: "平行", words: "按距离平行复制选中的线", key: "B", icon: "parallel", group: "edit",
      run: () => panels.openParallel(), reason: needLines(1, "先选中线"),
    },
    {
      name: "measured", label: "定距断", words: "从起点量一段距离，在那里把选中的线分成两段", key: "J", icon: "measured", group: "edit",
      run: () => panels.openSplit(), reason: () => (lines(editor).length === 1 && editor.selection.size === 1 ? "" : "先选中一条线"),
    },
    {
      name: "cut", label: "裁切", words: "圈出范围，把穿过的线、面裁开", key: "K", icon: "cut", group: "edit",
      run: () => editor.use("polygon", { cut: true }),
    },
    {
      name: "remove", label: "删除", words: "删除选中的设施；正在画时退一点", key: "Delete", icon: "remove", group: "edit",
      run: (press) => remove(editor, press),
      reason: () => (isDrawing(editor) || editor.selection.size ? "" : "先选中要删除的设施"),
    },
    {
      name: "snap", label: "吸附", words: "吸附到端点、折点和线上；按住 Ctrl 暂停", key: "N", icon: "snap", group: "options",
      pressed: () => snapper.isOn,
      run: () => {
        snapper.isOn = !snapper.isOn;
        editor.setOption("snap", snapper.isOn);
      },
    },
    option("lockDegrees", "角度", "锁定方向：90°、45°、15°，再按关闭；按住 Shift 临时走直角", "O", [0, 90, 45, 15]),
    option("trace", "沿线", "两点落在同一条已有管线上时，沿它走", "T"),
    option("chain", "逐段", "每点一下完成一段，接着画下一段", "D"),
    { name: "type", label: "坐标", words: "输入坐标、方位角和距离，或粘贴坐标表", key: "I", icon: "type", group: "aids", run: () => panels.openCoordinates() },
    { name: "overlay", label: "底图", words: "拖入 shp、KML、DXF、GeoJSON 或带坐标的图片作描图底图，不会保存", key: "U", icon: "overlay", group: "aids", run: () => panels.openOverlays() },
    { name: "undo", label: "撤销", words: "撤销", key: "Ctrl+Z", group: "bar", run: () => editor.undo(), reason: () => (editor.steps().undo ? "" : "没有可撤销的操作") },
    { name: "redo", label: "重做", words: "重做", key: "Ctrl+Y", group: "bar", run: () => editor.redo(), reason: () => (editor.steps().redo ? "" : "没有可重做的操作") },
    { name: "save", label: "保存", words: "保存全部改动", key: "Ctrl+S", group: "bar", run: () => saving.save(), reason: () => saving.reason() },
    { name: "finish", label: "完成", words: "完成这条线或面", key: "Enter", group: "strip", run: () => editor.tool.finish?.() },
    { name: "escape", label: "取消", words: "关闭最里面的一层", key: "Esc", group: "strip", run: () => panels.closeInnermost() || editor.escape() },
  ];
}

// What was finished before is still selected while the next is being drawn: a key that is held down
// goes on from point to point, and not from the last of them to that.
function remove(editor, { isHeld = false } = {}) {
  if (isDrawing(editor)) editor.undo();
  else if (!isHeld) editor.remove("删除", editor.selection);
}

// With another tool in hand the button means: now to selecting several.
function gather(editor) {
  const isOn = editor.tool.name === "select" && editor.options.gather;
  if (!editor.use("select")) return;
  editor.setOption("gather", !isOn);
  // What was drawn or selected last would be one of the several, unseen.
  if (!isOn) editor.select([]);
  // What a click does now is said anew.
  editor.use("select");
}

/** "Ctrl+Z" of a keyboard event; letters alone as "V". */
export function keyOf(event) {
  const name = { Escape: "Esc", Backspace: "Delete", " ": "Space" }[event.key] ?? event.key;
  const key = name.length === 1 ? name.toUpperCase() : name;
  const parts = [event.ctrlKey || event.metaKey ? "Ctrl" : "", event.altKey ? "Alt" : "", event.shiftKey && key.length === 1 ? "Shift" : ""];
  return [...parts.filter(Boolean), key].join("+");
}
