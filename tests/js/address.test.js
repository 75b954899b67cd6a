import assert from "node:assert/strict";
import { test } from "node:test";
import {
  asked, askedBy, formatView, narrowedTo, parseView, questionOf, withOnly, withoutValue,
} from "../../layers/static/layers/js/address.js";

test("a view survives the address and back", () => {
  const view = {
    zoom: 12, lat: 26.58, lng: 101.71, colouring: "stage", project: "RA-000123", base: "photo", over: "3,5",
    sort: "-investment",
  };
  assert.equal(formatView(view), "#12/26.58000/101.71000/stage/RA-000123/base=photo/over=3,5/sort=-investment");
  assert.deepEqual(parseView(formatView(view)), view);
});

test("the usual colouring and no project leave no trace", () => {
  assert.equal(formatView({ zoom: 9, lat: 26.5, lng: 101.7 }), "#9/26.50000/101.70000");
  assert.deepEqual(parseView("#9/26.5/101.7/RA-000001").project, "RA-000001");
});

test("a hash that names no place is no view", () => {
  for (const hash of ["", "#", "#main", "#12", "#12/26.5", "#12/200/101", "#x/26/101", "#99/26/101"]) {
    assert.equal(parseView(hash), null, hash);
  }
});

test("a part of a hash that was cut off is left out, the rest stands", () => {
  const view = { zoom: 12, lat: 26.58, lng: 101.71, colouring: "stage", project: "", base: "", over: "3", sort: "" };
  assert.deepEqual(parseView("#12/26.58/101.71/stage/%E4%/over=3"), view);
  assert.deepEqual(parseView("#12/26.58/101.71/stage/base=%E4%/over=3"), view);
  assert.deepEqual(parseView("#12/26.58/101.71/%/stage/over=3"), view);
});

test("the form's empty controls ask nothing, and what it has no control for is kept", () => {
  const before = new URLSearchParams("stage=building&list=2025");
  const entries = [["sector", "A03"], ["sector", "A04"], ["q", "  "], ["q", " 河门口 "]];
  const question = askedBy(entries, new Set(["sector", "stage", "q"]), before);
  assert.equal(decodeURIComponent(question), "sector=A03&sector=A04&q=河门口&list=2025");
});

test("a value is taken away alone, or asked alone", () => {
  const question = new URLSearchParams("medium=gas&medium=water&stage=building");
  assert.equal(String(withoutValue(question, "medium", "gas")), "medium=water&stage=building");
  assert.equal(String(withOnly(question, "medium", "rain")), "medium=rain&stage=building");
});

test("a figure narrows the question to what it counts, and none leads to what it does not count", () => {
  const narrowed = (query, found = 3) => narrowedTo(new URLSearchParams(query), "kind", "pipe", found);
  assert.equal(String(narrowed("stage=building")), "stage=building&kind=pipe");
  assert.equal(String(narrowed("kind=elevator&kind=pipe")), "kind=pipe");
  assert.equal(narrowed("kind=elevator"), null);
  assert.equal(narrowed("stage=building", 0), null);
});

test("a question is asked of an address, with what is not part of it apart", () => {
  const question = new URLSearchParams("stage=building");
  assert.equal(asked("/summary.json", question), "/summary.json?stage=building");
  assert.equal(asked("/summary.json", new URLSearchParams()), "/summary.json");
  assert.equal(asked("/cards/", question, { page: 2 }), "/cards/?stage=building&page=2");
  assert.equal(String(question), "stage=building");
});

test("what an address says of a list's pages is not asked of the map", () => {
  assert.equal(String(questionOf("?sector=A03&page=-1&sort=name&asset=3")), "sector=A03");
});
