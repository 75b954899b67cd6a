import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { test } from "node:test";
import { apply, changesOf, createDocument, restore, serialise } from "../../layers/static/layers/js/geometry/document.js";
import { DraftError, openDrafts } from "../../layers/static/layers/js/geometry/drafts.js";

const draft = (savedAt, body = {}) => ({ savedAt, title: "燃气管网", count: 3, body });
const open = () => openDrafts(new IDBFactory());
const isCalled = (code) => (error) => error instanceof DraftError && error.code === code && /草稿/.test(error.message);

test("a draft is found again, by its project and its person", async () => {
  const drafts = await open();
  await drafts.keep("RA-000001", "li", draft("2026-11-25T08:00:00Z", { steps: [1, 2] }));
  assert.deepEqual((await drafts.find("RA-000001", "li")).body, { steps: [1, 2] });
  assert.equal(await drafts.find("RA-000001", "wang"), null);
  assert.equal(await drafts.find("RA-000002", "li"), null);
});

test("a draft kept again takes the place of the old one, a dropped one is gone", async () => {
  const drafts = await open();
  await drafts.keep("RA-000001", "li", draft("1"));
  await drafts.keep("RA-000001", "li", draft("2"));
  assert.equal((await drafts.find("RA-000001", "li")).savedAt, "2");
  await drafts.drop("RA-000001", "li");
  assert.equal(await drafts.find("RA-000001", "li"), null);
});

test("drafts are listed the newest first, without their bodies", async () => {
  const drafts = await open();
  await drafts.keep("RA-000001", "li", draft("2026-11-24"));
  await drafts.keep("RA-000002", "li", draft("2026-11-25"));
  await drafts.keep("RA-000003", "wang", draft("2026-11-23"));
  assert.deepEqual((await drafts.list("li")).map(({ projectNumber }) => projectNumber), ["RA-000002", "RA-000001"]);
  assert.equal((await drafts.list()).length, 3);
  assert.equal("body" in (await drafts.list())[0], false);
});

test("a draft outlives the page", async () => {
  const factory = new IDBFactory();
  const before = await openDrafts(factory);
  const geometry = { type: "Point", coordinates: [101.71850000000001, 26.5823] };
  const after = { kind: "elevator", values: {}, geometry };
  const document = apply(createDocument(), { label: "加点", changes: [{ client_id: "n", before: null, after }] });
  await before.keep("RA-000001", "li", draft("1", serialise(document)));
  before.close();
  const { body } = await (await openDrafts(factory)).find("RA-000001", "li");
  assert.deepEqual(changesOf(restore(body).document), changesOf(document));
});

test("a connection that the browser closed is opened again", async () => {
  const drafts = await open();
  await drafts.keep("RA-000001", "li", draft("1"));
  drafts.close();
  assert.equal((await drafts.find("RA-000001", "li")).savedAt, "1");
});

test("where the browser has no database, or refuses it, that is said in words", async () => {
  await assert.rejects(openDrafts(null), isCalled("absent"));
  const refusing = { open: () => { throw new DOMException("no", "SecurityError"); } };
  await assert.rejects(openDrafts(refusing), isCalled("absent"));
});

test("what cannot be kept is refused in words", async () => {
  const drafts = await open();
  await assert.rejects(drafts.keep("RA-000001", "li", draft("1", () => {})), isCalled("failed"));
});
