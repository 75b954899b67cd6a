// The shelf of unsaved forms: whose they are, and what becomes of one that was sent.
import assert from "node:assert/strict";
import { test } from "node:test";
import { DraftShelf } from "../../layers/static/layers/js/draft-shelf.js";

// As a tab's storage: keys are its own properties.
class Tab {
  getItem(key) {
    return this[key] ?? null;
  }

  setItem(key, text) {
    this[key] = text;
  }

  removeItem(key) {
    delete this[key];
  }
}

const EDIT = "/projects/RA-000001/edit/";
const VALUES = [["note", "备注"], ["edition", "3"]];

function shelvesOf(tab, ...people) {
  return people.map((person) => new DraftShelf(person, () => tab));
}

test("a draft is found by its address, by its person alone", () => {
  const [mine, theirs] = shelvesOf(new Tab(), "7", "70");
  mine.keep(EDIT, VALUES);
  assert.deepEqual(mine.found(EDIT), { values: VALUES, isSent: false });
  assert.equal(mine.found("/projects/RA-000002/edit/"), null);
  assert.equal(theirs.found(EDIT), null);
});

test("whoever signs in next leaves nothing of another's", () => {
  const tab = Object.assign(new Tab(), { "htmx-history": "kept" });
  const [mine, theirs] = shelvesOf(tab, "7", "70");
  mine.keep(EDIT, VALUES);
  theirs.keep(EDIT, VALUES);
  theirs.dropOthers();
  assert.equal(mine.found(EDIT), null);
  assert.notEqual(theirs.found(EDIT), null);
  theirs.clear();
  assert.ok(theirs.isEmpty);
  assert.equal(tab["htmx-history"], "kept");
});

test("what was sent and saved is forgotten, and nothing else", () => {
  const [shelf] = shelvesOf(new Tab(), "7");
  shelf.keep(EDIT, VALUES, { isSent: true });
  shelf.keep("/other/", VALUES);
  shelf.settle([EDIT]);
  assert.equal(shelf.found(EDIT), null);
  assert.deepEqual(shelf.found("/other/").values, VALUES);
});

test("another form's notice says nothing about one that an error page has answered", () => {
  const [shelf] = shelvesOf(new Tab(), "7");
  shelf.keep(EDIT, VALUES, { isSent: true });
  shelf.settle(["/projects/RA-000002/edit/"]);
  assert.deepEqual(shelf.found(EDIT), { values: VALUES, isSent: false });
});

test("what was sent and not saved is wanted again, also at the door where nobody is known", () => {
  const tab = new Tab();
  const [shelf] = shelvesOf(tab, "7");
  shelf.keep(EDIT, VALUES, { isSent: true });
  new DraftShelf(undefined, () => tab).settle([]);
  shelf.settle([EDIT]);
  assert.deepEqual(shelf.found(EDIT), { values: VALUES, isSent: false });
});

test("a tab that keeps nothing and a draft that cannot be read are no trouble", () => {
  const [shelf] = shelvesOf(null, "7");
  shelf.keep(EDIT, VALUES);
  shelf.settle([EDIT]);
  assert.equal(shelf.found(EDIT), null);
  assert.ok(shelf.isEmpty);
  const tab = Object.assign(new Tab(), { [`renewal-atlas.form.7 ${EDIT}`]: "{" });
  assert.equal(new DraftShelf("7", () => tab).found(EDIT), null);
});
