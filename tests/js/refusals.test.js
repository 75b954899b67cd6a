// What was refused is told until it is changed or undone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Editor } from "../../layers/static/layers/js/draw/editor.js";
import { Refusals } from "../../layers/static/layers/js/draw/refusals.js";
import { FIELDS } from "./editing.js";

const LINE = { type: "LineString", coordinates: [[101.7, 26.5], [101.71, 26.5]] };
const OLD = { client_id: "old", kind: "pipe", id: 1, version: 1, geometry: LINE, values: { number: "A-7" } };

function refusing(...fields) {
  const editor = new Editor({ drawing: { project: {}, kinds: { pipe: { label: "管段", shapes: ["line"], fields: FIELDS } }, limits: {}, assets: [OLD] } });
  const refusals = new Refusals(editor);
  refusals.start();
  editor.draw("画管段", "pipe", [LINE]);
  const [{ client_id }] = editor.selected();
  refusals.show(fields.map((field) => ({ client_id, field, message: `${field} 不对` })));
  const write = (id, fresh) => editor.patch("修改", [id], ({ values }) => ({ values: { ...values, ...fresh } }));
  return { editor, id: client_id, write, left: () => refusals.entries.map(({ field }) => field) };
}

test("nothing is refused of what is undone", () => {
  const { editor, left } = refusing("number", "geometry", "diameter");
  editor.undo();
  assert.deepEqual(left(), []);
});

test("what is written anew is refused no more, the rest still is", () => {
  const { editor, id, write, left } = refusing("diameter", "geometry", "medium");
  write(id, { diameter: "300" });
  assert.deepEqual(left(), ["geometry", "medium"]);
  editor.reshape("移动", id, { ...LINE, coordinates: [[101.7, 26.5], [101.72, 26.5]] });
  assert.deepEqual(left(), ["medium"]);
  write("old", { medium: "gas" });
  assert.deepEqual(left(), ["medium"]);
});
