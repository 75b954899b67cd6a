// What is being drawn: keys act on it before they act on what is finished, and it is not lost.
import assert from "node:assert/strict";
import { test } from "node:test";
import { commandsFor } from "../../layers/static/layers/js/draw/commands.js";
import { Editor } from "../../layers/static/layers/js/draw/editor.js";
import { bindKeys } from "../../layers/static/layers/js/draw/keyboard.js";
import { FIELDS } from "./editing.js";

globalThis.window = { matchMedia: () => ({ matches: false }) };

const LINE = { type: "LineString", coordinates: [[101.7, 26.5], [101.71, 26.5]] };

/** A tool that draws, with nothing of a map. */
class Pen {
  name = "line";
  points = [];

  constructor(editor) {
    this.editor = editor;
  }

  start({ positions = [] } = {}) {
    this.points = [...positions];
  }

  stop() {
    this.points = [];
  }

  isBusy() {
    return this.points.length > 0;
  }

  pending() {
    return this.isBusy() ? { tool: "line", positions: this.points, given: 0 } : null;
  }

  takeBack() {
    return Boolean(this.points.pop());
  }

  cancel() {
    if (!this.isBusy()) return false;
    this.editor.say(this.editor.forgo(this.pending()));
    this.points = [];
    return true;
  }
}

function drawing() {
  const editor = new Editor({ drawing: { project: {}, kinds: { pipe: { label: "管段", shapes: ["line"], fields: FIELDS } }, limits: {}, assets: [] } });
  const pen = new Pen(editor);
  editor.register(pen);
  editor.use("line");
  editor.draw("画管段", "pipe", [LINE]);
  const commands = commandsFor({ editor });
  const press = (name) => commands.find((command) => command.name === name);
  return { editor, pen, press, commands };
}

test("Delete takes back the last point while something is drawn, and the selection only then not", () => {
  const { editor, pen, press } = drawing();
  pen.points = [1, 2];
  assert.equal(press("remove").reason(), "");
  press("remove").run();
  assert.deepEqual([pen.points, editor.assets().length], [[1], 1]);
  press("remove").run();
  press("remove").run();
  assert.equal(editor.assets().length, 0);
});

test("Delete held down stops where the drawing is empty, until it is pressed anew", () => {
  const { editor, pen, commands } = drawing();
  globalThis.document = Object.assign(new EventTarget(), { matches: () => false });
  bindKeys(commands, () => false);
  const strike = (repeat) => document.dispatchEvent(Object.assign(new Event("keydown"), { key: "Delete", repeat }));
  pen.points = [1, 2];
  for (const repeat of [false, true, true, true]) strike(repeat);
  assert.deepEqual([pen.points, editor.assets().length], [[], 1]);
  strike(false);
  assert.equal(editor.assets().length, 0);
});

test("a drawing that was cancelled is done again, as long as nothing else was done", () => {
  const { editor, pen } = drawing();
  pen.points = [1, 2, 3];
  editor.escape();
  assert.equal(editor.hint, "没画完的线已取消，按 Ctrl+Y 找回");
  assert.deepEqual([pen.points, editor.steps().redo], [[], "没画完的线"]);
  editor.redo();
  assert.deepEqual(pen.points, [1, 2, 3]);
  assert.equal(editor.hint, "已重做：没画完的线");
  editor.escape();
  editor.escape();
  editor.redo();
  assert.deepEqual([editor.tool.name, pen.points], ["line", [1, 2, 3]]);
  editor.escape();
  editor.draw("画管段", "pipe", [LINE]);
  editor.redo();
  assert.deepEqual(pen.points, []);
});

test("a stray click that is cancelled is no drawing: what was cancelled before it comes back", () => {
  const { editor, pen } = drawing();
  pen.points = [1, 2, 3];
  editor.escape();
  pen.points = [4];
  editor.escape();
  assert.equal(editor.hint, "没画完的线已取消");
  editor.redo();
  assert.deepEqual(pen.points, [1, 2, 3]);
});

test("a stray click hides no step that can be done again", () => {
  const { editor, pen } = drawing();
  editor.undo();
  pen.points = [1];
  editor.escape();
  editor.redo();
  assert.deepEqual([pen.points, editor.assets().length], [[], 1]);
});

test("what was taken up and cancelled again as it was lets the step be done again", () => {
  const { editor, pen } = drawing();
  editor.undo();
  pen.points = [1, 2];
  editor.escape();
  editor.redo();
  assert.deepEqual(pen.points, [1, 2]);
  editor.escape();
  assert.equal(editor.hint, "没画完的线已取消");
  editor.redo();
  assert.deepEqual([pen.points, editor.assets().length], [[], 1]);
});
