// Whose files lie on a shared computer: those of the account that is there, and of no other.
import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { OverlayShelf } from "../../layers/static/layers/js/draw/overlay-shelf.js";
import { guardLaidFiles } from "../../layers/static/layers/js/laid-files.js";

const OVERLAY = { id: "a", name: "管线.dxf", files: [new Blob(["x"])], asked: "", isShown: true, laidAt: 1 };
let factory;

beforeEach(() => {
  factory = new IDBFactory();
  const texts = new Map();
  globalThis.localStorage = { getItem: (key) => texts.get(key) ?? null, setItem: (key, text) => texts.set(key, text) };
});

/** A page is opened: its document, once what it has to clear is gone. */
async function opened(person, browser = factory) {
  const page = Object.assign(new EventTarget(), { body: { dataset: person ? { person } : {} } });
  guardLaidFiles(page, { factory: browser });
  await shelfOf("nobody").find();
  return page;
}

const shelfOf = (person) => new OverlayShelf("RA-000001", person, { factory });
const names = async (person) => (await shelfOf(person).find()).map(({ name }) => name);

/** An account lays a file under and looks at it. */
async function lay(person) {
  const page = await opened(person);
  const shelf = shelfOf(person);
  await shelf.keep(OVERLAY);
  return { page, shelf };
}

function signOut(page) {
  const event = new Event("submit");
  Object.defineProperty(event, "target", { value: { matches: (selector) => selector === "[data-sign-out]" } });
  page.dispatchEvent(event);
}

test("the account's own files stay from page to page, and where its login only ends", async () => {
  await lay("li");
  await opened("li");
  await opened(undefined);
  await opened("li");
  assert.deepEqual(await names("li"), ["管线.dxf"]);
});

test("signing out takes the files away, also from under a drawing that is open", async () => {
  const { page, shelf } = await lay("li");
  signOut(page);
  assert.deepEqual(await names("li"), []);
  assert.deepEqual(await shelf.find(), []);
  await opened(undefined);
  await opened("li");
  await shelf.keep(OVERLAY);
  await opened("li");
  assert.deepEqual(await names("li"), ["管线.dxf"]);
});

test("another account that signs in clears what is left of the former", async () => {
  await lay("li");
  await opened("wang");
  assert.deepEqual(await names("li"), []);
  await lay("wang");
  await opened("wang");
  assert.deepEqual(await names("wang"), ["管线.dxf"]);
});

test("where the page was gone before all was cleared, the next one clears it", async () => {
  const { page } = await lay("li");
  const leaving = Object.assign(new EventTarget(), { body: page.body });
  const unanswered = { deleteDatabase: () => new EventTarget() };
  guardLaidFiles(leaving, { factory: unanswered });
  signOut(leaving);
  assert.deepEqual(await names("li"), ["管线.dxf"]);
  await opened(undefined);
  assert.deepEqual(await names("li"), []);
});

test("where another account's page was left before all was cleared, its next one clears it", async () => {
  await lay("li");
  await opened("wang", { deleteDatabase: () => new EventTarget() });
  assert.deepEqual(await names("li"), ["管线.dxf"]);
  await opened("wang");
  assert.deepEqual(await names("li"), []);
});
