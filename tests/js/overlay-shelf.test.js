import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { OverlayShelf } from "../../layers/static/layers/js/draw/overlay-shelf.js";

const DAY_MS = 24 * 3600 * 1000;
const overlay = (id, more = {}) => ({ id, files: [new Blob(["x"])], asked: "", isShown: true, laidAt: 1, ...more });
const ids = (found) => found.map(({ id }) => id);

function shelves() {
  const factory = new IDBFactory();
  return (projectNumber, userName, now) => new OverlayShelf(projectNumber, userName, { factory, now });
}

test("what was laid under a project is found in its order, by the same person alone", async () => {
  const shelf = shelves();
  await shelf("RA-000001", "li").keep(overlay("b", { laidAt: 2 }));
  await shelf("RA-000001", "li").keep(overlay("a", { asked: "EPSG:4543", isShown: false }));
  const found = await shelf("RA-000001", "li").find();
  assert.deepEqual(ids(found), ["a", "b"]);
  assert.deepEqual([found[0].asked, found[0].isShown, found[0].files.length], ["EPSG:4543", false, 1]);
  assert.deepEqual(await shelf("RA-000001", "wang").find(), []);
  assert.deepEqual(await shelf("RA-000002", "li").find(), []);
});

test("what is kept again takes the place of the old, what is dropped is gone", async () => {
  const shelf = shelves()("RA-000001", "li");
  await shelf.keep(overlay("a"));
  await shelf.keep(overlay("a", { isShown: false }));
  assert.deepEqual((await shelf.find()).map(({ isShown }) => isShown), [false]);
  await shelf.drop({ id: "a" });
  assert.deepEqual(await shelf.find(), []);
});

test("what nobody has opened for a month is given up, whosesoever it is", async () => {
  const shelf = shelves();
  await shelf("RA-000001", "li", () => 0).keep(overlay("old"));
  await shelf("RA-000003", "li", () => 0).keep(overlay("used"));
  assert.deepEqual(ids(await shelf("RA-000003", "li", () => 29 * DAY_MS).find()), ["used"]);
  await shelf("RA-000002", "wang", () => 31 * DAY_MS).find();
  assert.deepEqual(await shelf("RA-000001", "li", () => 31 * DAY_MS).find(), []);
  assert.deepEqual(ids(await shelf("RA-000003", "li", () => 31 * DAY_MS).find()), ["used"]);
});

test("a browser that keeps nothing shows nothing, and says so when asked to keep", async () => {
  const warned = mock.method(console, "warn", () => {});
  const refusing = { open: () => { throw new DOMException("no", "SecurityError"); } };
  const shelf = new OverlayShelf("RA-000001", "li", { factory: refusing });
  assert.deepEqual(await shelf.find(), []);
  assert.equal(await shelf.keep(overlay("a")), false);
  assert.equal(warned.mock.callCount(), 2);
  warned.mock.restore();
});
