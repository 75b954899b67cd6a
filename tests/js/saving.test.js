// A save: how many it was, and who signed in anew meanwhile.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { Editor } from "../../layers/static/layers/js/draw/editor.js";
import { Saving } from "../../layers/static/layers/js/draw/saving.js";
import { FIELDS } from "./editing.js";

const LINE = { type: "LineString", coordinates: [[101.7, 26.5], [101.71, 26.5]] };
const trueFetch = globalThis.fetch;

beforeEach(() => {
  globalThis.location = { pathname: "/projects/P/draw/" };
  // The test's page is its own dataset.
  globalThis.DOMParser = class {
    parseFromString = (text) => ({ querySelector: () => ({ dataset: JSON.parse(text) }) });
  };
});
afterEach(() => {
  globalThis.fetch = trueFetch;
});

const json = (status, body) => ({ ok: status < 400, status, headers: new Headers({ "Content-Type": "application/json" }), json: async () => body });
const stored = ({ changes }) => json(200, { assets: changes.map(({ op, ...state }, i) => ({ ...state, id: i + 1, version: 1 })) });

/** A drawing whose server answers `answer(content, csrf)`; `page`: what the page says now, null where it is closed to the person. */
function drawing(answer, page = {}) {
  const sent = [];
  globalThis.fetch = async (url, { method, body, headers }) => {
    if (method !== "POST" && !page) return { ok: false, status: 404, headers: new Headers() };
    if (method !== "POST") return { ok: true, status: 200, text: async () => JSON.stringify(page) };
    sent.push(headers["X-CSRFToken"]);
    return answer(JSON.parse(body), headers["X-CSRFToken"], sent.length);
  };
  const failures = [];
  const editor = new Editor({
    root: { dataset: { changesUrl: "/changes", csrf: "old", person: "me" } }, notices: { clear() {}, fail: (_, error) => failures.push(error.message) },
    drawing: { project: {}, kinds: { pipe: { label: "管段", shapes: ["line"], fields: FIELDS } }, limits: { changes: 100 }, assets: [] },
  });
  const saving = new Saving(editor, { show() {} }, {});
  return { editor, saving, sent, failures, draw: () => editor.draw("画管段", "pipe", [LINE]) };
}

const STALE = json(403, { error: "页面已失效", is_stale: true });
const whileStale = (content, csrf) => (csrf === "new" ? stored(content) : STALE);

test("who signed in anew in another tab saves with the new token", async () => {
  const { editor, saving, draw, sent, failures } = drawing(whileStale, { csrf: "new", person: "me" });
  draw();
  await saving.save();
  assert.deepEqual([sent, failures, editor.unsaved()], [["old", "new"], [], []]);
  draw();
  await saving.save();
  assert.deepEqual([sent.length, editor.unsaved()], [3, []]);
});

test("nothing is saved for another person, and nothing is lost", async () => {
  const { editor, saving, draw, sent, failures } = drawing(whileStale, { csrf: "new", person: "somebody" });
  draw();
  await saving.save();
  assert.deepEqual([sent, editor.unsaved().length], [["old"], 1]);
  assert.match(failures[0], /另一个账号/);
});

test("another person who may not open the project is told to change back", async () => {
  const { editor, saving, draw, failures } = drawing(whileStale, null);
  draw();
  await saving.save();
  assert.deepEqual([failures, editor.unsaved().length], [["现在的账号打不开这个项目，请换回原来的账号登录再重试"], 1]);
});

test("who may only look is told so, though the page is closed to him too", async () => {
  const { saving, draw, failures } = drawing(() => json(403, { error: "没有权限" }), null);
  draw();
  await saving.save();
  assert.deepEqual(failures, ["没有权限"]);
});

test("a refusal for want of rights is told as such", async () => {
  const { saving, draw, failures } = drawing(() => json(403, { error: "没有权限" }), { csrf: "new", person: "me" });
  draw();
  await saving.save();
  assert.deepEqual(failures, ["没有权限"]);
});

test("what was sent without an answer and what was drawn since are counted as one save", async () => {
  const { editor, saving, draw } = drawing((content, _, turn) => (turn === 1 ? Promise.reject(new TypeError("offline")) : stored(content)));
  draw();
  await saving.save();
  draw();
  await saving.save();
  assert.match(editor.hint, /^已保存 2 项/);
});

test("what was saved with something missing is told with it, what is complete is not", async () => {
  const { editor, saving, draw } = drawing((content) => stored(content));
  const code = { name: "code", label: "设备注册代码", required: true, instead: "", unknown_of: [] };
  editor.kinds.pipe = { label: "管段", shapes: ["line"], fields: [...FIELDS, code] };
  draw();
  await saving.save();
  assert.match(editor.hint, /；1 项有缺项（设备注册代码），在“设施”里标出$/);
  const [{ client_id }] = editor.assets();
  editor.patch("修改", [client_id], () => ({ values: { code: "3" } }));
  await saving.save();
  assert.match(editor.hint, /^已保存 1 项（[^；]*$/);
});
