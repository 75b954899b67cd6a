// What was done is said in the strip, which is read aloud: an act without a word is none for the ear.
import assert from "node:assert/strict";
import { test } from "node:test";
import { makeGuides } from "../../layers/static/layers/js/geometry/snap.js";
import { reverseAssets } from "../../layers/static/layers/js/draw/cutting.js";
import { Editor } from "../../layers/static/layers/js/draw/editor.js";
import { complete } from "../../layers/static/layers/js/draw/goals.js";
import { copyBeside } from "../../layers/static/layers/js/draw/parallel-window.js";
import { FIELDS } from "./editing.js";

const line = (south) => ({ type: "LineString", coordinates: [[101.7, 26.5 - south], [101.71, 26.5 - south]] });
const pipe = (client_id, number, geometry) => ({ client_id, kind: "pipe", values: { number }, geometry, id: 1, version: 1 });

/** An editor with two pipes, W1 and W2, of which so many are selected. */
function editorWith(selected) {
  const kinds = { pipe: { label: "管段", shapes: ["line"], fields: FIELDS } };
  const assets = [pipe("a", "W1", line(0)), pipe("b", "W2", line(0.01))];
  const editor = new Editor({ drawing: { project: {}, kinds, limits: {}, assets } });
  editor.register({ name: "select", start: () => editor.say("单击选中") });
  editor.select(["a", "b"].slice(0, selected));
  return editor;
}

test("deleting says what has gone, undoing and doing again what they took back", () => {
  const editor = editorWith(1);
  editor.remove("删除", editor.selection);
  assert.equal(editor.hint, "已删除 W1");
  editor.undo();
  assert.equal(editor.hint, "已撤销：删除");
  editor.redo();
  assert.equal(editor.hint, "已重做：删除");
  const both = editorWith(2);
  both.remove("删除", both.selection);
  assert.equal(both.hint, "已删除 2 项");
});

test("nothing to undo says nothing", () => {
  const editor = editorWith(0);
  editor.undo();
  editor.redo();
  assert.equal(editor.hint, "");
});

test("turning round and copying beside say of how many", () => {
  const editor = editorWith(2);
  reverseAssets(editor);
  assert.equal(editor.hint, "已反向 2 条");
  copyBeside(editor, -5);
  assert.equal(editor.hint, "已在左侧平行复制 2 条，相距 5.00 m");
});

test("what was drawn onto something is said after the tool is laid down", () => {
  const editor = editorWith(0);
  const area = [[101.705, 26.49], [101.72, 26.49], [101.72, 26.51], [101.705, 26.51]];
  complete(editor, "polygon", { cut: true }, area, makeGuides([]));
  assert.match(editor.hint, /^已断开/);
  complete(editor, "line", { place: "a" }, line(0.02).coordinates, makeGuides([]));
  assert.equal(editor.hint, "W1 已放上地图");
  complete(editor, "line", { onto: "a", end: "end" }, [line(0.02).coordinates[1], [101.72, 26.48]], makeGuides([]));
  assert.match(editor.hint, /^W1 已接长，现长 \d/);
});
