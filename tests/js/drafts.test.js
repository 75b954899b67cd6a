import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { test } from "node:test";
import { apply, changesOf, createDocument, restore, serialise } from "../../layers/static/layers/js/geometry/document.js";
import { DraftError, openDrafts } from "../../layers/static/layers/js/geometry/drafts.js";

const draft = (savedAt, body = {}) => ({ savedAt, title: "燃气管网", count: 3, body });
const open = () => openDrafts(new IDBFactory());
const isCalled = (code) => (error) => error instanceof DraftError && error.code === code && /草稿/.test(error.message);

const at = (projectNumber, userName, tab = "one") => ({ projectNumber, userName, tab });

test("a draft is found again, by its project and its person", async () => {
  const drafts = await open();
  await drafts.keep(at("RA-000001", "li"), draft("2026-11-25T08:00:00Z", { steps: [1, 2] }));
  const [found] = await drafts.find("RA-000001", "li");
  assert.deepEqual([found.body, found.tab], [{ steps: [1, 2] }, "one"]);
  assert.deepEqual(await drafts.find("RA-000001", "wang"), []);
  assert.deepEqual(await drafts.find("RA-000002", "li"), []);
});

test("a draft kept again takes the place of the old one, a dropped one is gone", async () => {
  const drafts = await open();
  await drafts.keep(at("RA-000001", "li"), draft("1"));
  await drafts.keep(at("RA-000001", "li"), draft("2"));
  assert.deepEqual((await drafts.find("RA-000001", "li")).map(({ savedAt }) => savedAt), ["2"]);
  await drafts.drop(at("RA-000001", "li"));
  assert.deepEqual(await drafts.find("RA-000001", "li"), []);
});

test("two tabs keep a draft each, found the newest first, and drop only their own", async () => {
  const drafts = await open();
  await drafts.keep(at("RA-000001", "li", "one"), draft("2026-11-24"));
  await drafts.keep(at("RA-000001", "li", "two"), draft("2026-11-25"));
  assert.deepEqual((await drafts.find("RA-000001", "li")).map(({ tab }) => tab), ["two", "one"]);
  await drafts.drop(at("RA-000001", "li", "two"));
  assert.deepEqual((await drafts.find("RA-000001", "li")).map(({ tab }) => tab), ["one"]);
});

test("a draft outlives the page", async () => {
  const factory = new IDBFactory();
  const before = await openDrafts(factory);
  const geometry = { type: "Point", coordinates: [101.71850000000001, 26.5823] };
  const after = { kind: "elevator", values: {}, geometry };
  const document = apply(createDocument(), { label: "加点", changes: [{ client_id: "n", before: null, after }] });
  await before.keep(at("RA-000001", "li"), draft("1", serialise(document)));
  before.close();
  const [{ body }] = await (await openDrafts(factory)).find("RA-000001", "li");
  assert.deepEqual(changesOf(restore(body).document), changesOf(document));
});

test("a connection that the browser closed is opened again", async () => {
  const drafts = await open();
  await drafts.keep(at("RA-000001", "li"), draft("1"));
  drafts.close();
  assert.equal((await drafts.find("RA-000001", "li"))[0].savedAt, "1");
});

test("where the browser has no database, or refuses it, that is said in words", async () => {
  await assert.rejects(openDrafts(null), isCalled("absent"));
  const refusing = { open: () => { throw new DOMException("no", "SecurityError"); } };
  await assert.rejects(openDrafts(refusing), isCalled("absent"));
});

test("what cannot be kept is refused in words", async () => {
  const drafts = await open();
  await assert.rejects(drafts.keep(at("RA-000001", "li"), draft("1", () => {})), isCalled("failed"));
});
