// What the next asset takes over: of what was drawn last and what was typed for it, never of others.
import assert from "node:assert/strict";
import { test } from "node:test";
import { drawnLike, handedOn } from "../../layers/static/layers/js/draw/carrying.js";
import { Editor } from "../../layers/static/layers/js/draw/editor.js";
import { sentenceOf } from "../../layers/static/layers/js/draw/measures.js";
import { FIELDS as SHARED } from "./editing.js";

const FIELDS = [
  ...SHARED.filter(({ name }) => name !== "diameter"),
  { name: "diameter", label: "管径", unit: "mm", bounds: { low: 10, high: 5000, whole: true, signs: ["DN", "Φ"] } },
  { name: "pressure", label: "设计压力", unit: "MPa", bounds: { low: 0, high: 10, whole: false, signs: [] } },
  { name: "top", label: "管顶高程", unit: "m", bounds: { low: -200, high: 6000, whole: false, signs: [] } },
  { name: "accuracy", label: "数据来源" },
];
const LINE = { type: "LineString", coordinates: [[101.7, 26.5], [101.71, 26.5]] };
const OLD = { client_id: "old", kind: "pipe", id: 1, version: 1, geometry: LINE, values: { number: "A-7", medium: "gas", top: "1100", accuracy: "as_built" } };

function editorWith(...assets) {
  const kinds = { pipe: { label: "管段", shapes: ["line"], fields: FIELDS } };
  return new Editor({ drawing: { project: {}, kinds, limits: {}, assets } });
}

/** Draw a pipe: its values but the number. */
function drawn(editor) {
  editor.draw("画管段", "pipe", [LINE]);
  const [{ client_id, values: { number, ...values } }] = editor.selected();
  return { id: client_id, values };
}

const write = (editor, id, fresh) => editor.patch("修改", [id], ({ values }) => ({ values: { ...values, ...fresh } }));

test("what is registered is nobody's pattern, whether looked at or corrected", () => {
  const editor = editorWith(OLD);
  assert.deepEqual(drawn(editor).values, { accuracy: "sketch" });
  write(editor, "old", { medium: "water" });
  assert.deepEqual(drawn(editor).values, { accuracy: "sketch" });
});

test("what was drawn last is carried with what is written of it then, its source is not", () => {
  const editor = editorWith(OLD);
  write(editor, drawn(editor).id, { medium: "gas", length: "12", accuracy: "as_built" });
  const { id, values } = drawn(editor);
  assert.deepEqual(values, { medium: "gas", accuracy: "sketch" });
  write(editor, id, { medium: "water" });
  assert.equal(drawn(editor).values.medium, "water");
});

test("what is undone is carried no more, what was typed before it is again", () => {
  const editor = editorWith();
  editor.carrying.type("pipe", "medium", "gas");
  const first = drawn(editor);
  assert.equal(first.values.medium, "gas");
  write(editor, first.id, { medium: "water", top: "3" });
  assert.equal(editor.carrying.next("pipe").medium, "water");
  editor.undo();
  assert.deepEqual(editor.carrying.next("pipe"), { medium: "gas", accuracy: "sketch" });
  editor.undo();
  assert.deepEqual(editor.carrying.next("pipe"), { medium: "gas", accuracy: "sketch" });
  assert.deepEqual(editorWith().carrying.next("pipe"), { accuracy: "sketch" });
});

test("what is typed for the next counts from then on", () => {
  const editor = editorWith();
  write(editor, drawn(editor).id, { medium: "gas", diameter: "300" });
  editor.carrying.type("pipe", "diameter", "400");
  assert.deepEqual(drawn(editor).values, { medium: "gas", diameter: "400", accuracy: "sketch" });
  editor.carrying.type("pipe", "diameter", "");
  assert.deepEqual(drawn(editor).values, { medium: "gas", accuracy: "sketch" });
});

test("what is no number is shown where it is typed, and not carried", () => {
  const editor = editorWith();
  editor.carrying.type("pipe", "diameter", "abc");
  editor.carrying.type("pipe", "pressure", "99");
  assert.deepEqual(editor.carrying.shown("pipe"), { diameter: "abc", pressure: "99" });
  assert.deepEqual(drawn(editor).values, { accuracy: "sketch" });
});

test("what the server alone can read is carried as it was typed", () => {
  const editor = editorWith();
  editor.carrying.type("pipe", "diameter", "0.3m");
  editor.carrying.type("pipe", "pressure", "400千帕");
  assert.deepEqual(drawn(editor).values, { diameter: "0.3m", pressure: "400千帕", accuracy: "sketch" });
});

test("the first has what goes without saying in its sector, and those after it unless it is taken away", () => {
  const editor = editorWith(OLD);
  editor.kinds.pipe.preset = { medium: "water" };
  assert.equal(drawn(editor).values.medium, "water");
  const { id } = drawn(editor);
  write(editor, id, { medium: "" });
  assert.deepEqual(drawn(editor).values, { accuracy: "sketch" });
});

test("a draft goes on with what was carried", () => {
  const editor = editorWith();
  editor.carrying.type("pipe", "medium", "gas");
  const again = editorWith();
  again.carrying.keptBefore(JSON.parse(JSON.stringify(editor.carrying.kept())));
  assert.equal(again.carrying.next("pipe").medium, "gas");
});

test("a copy that lies elsewhere is drawn by hand, a neighbour's source is its own", () => {
  assert.deepEqual(handedOn(OLD.values, FIELDS), { medium: "gas", top: "1100" });
  assert.deepEqual(drawnLike(OLD.values, FIELDS), { medium: "gas", top: "1100", accuracy: "sketch" });
});

test("a number is judged while it is typed, in the server's words", () => {
  const field = (name) => FIELDS.find((each) => each.name === name);
  const said = (name, text) => sentenceOf(field(name), text);
  assert.equal(said("diameter", "abc"), "“abc”不是数字");
  assert.equal(said("pressure", "99"), "不能大于 10，现为 99");
  assert.equal(said("diameter", "5"), "不能小于 10，现为 5");
  assert.equal(said("diameter", "300.5"), "应为整数，现为 300.5");
  for (const text of ["300", "DN300", "ＤＮ３００", "Φ300", "300mm", "1,200", "300 mm"]) assert.equal(said("diameter", text), "", text);
  // The server knows more units and may convert them.
  assert.equal(said("top", "1.1km"), "");
});
