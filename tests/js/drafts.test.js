import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import test from "node:test";
import { DraftError, openDrafts } from "../../layers/static/layers/js/geometry/drafts.js";

const draft = (count) => ({ savedAt: "2026-11-25T02:00:00Z", title: "试画", count, body: { assets: [] } });

test("a draft is one person's of one project, and the last one stands", async () => {
  const drafts = await openDrafts();
  await drafts.keep("RA-000001", "wang", draft(1));
  await drafts.keep("RA-000001", "wang", draft(2));
  await drafts.keep("RA-000002", "wang", draft(3));
  assert.equal((await drafts.find("RA-000001", "wang")).count, 2);
  assert.equal(await drafts.find("RA-000001", "li"), null);
  assert.deepEqual((await drafts.list("wang")).map(({ count }) => count), [2, 3]);
  await drafts.drop("RA-000001", "wang");
  assert.equal(await drafts.find("RA-000001", "wang"), null);
  drafts.close();
});

test("what a browser cannot keep is an error with a name", async () => {
  const drafts = await openDrafts();
  await assert.rejects(drafts.keep("RA-000001", "wang", { body: () => {} }), DraftError);
  drafts.close();
  await assert.rejects(drafts.find("RA-000001", "wang"), DraftError);
});
