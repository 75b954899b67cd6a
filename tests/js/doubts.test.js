// Places to be confirmed: one sentence for each asset, whoever doubts it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { doubtful, listed } from "../../layers/static/layers/js/draw/doubts.js";

const here = (client_id, code = "outside_district") => ({ client_id, code, message: `${client_id} 不在东区。`, position: [101.7, 26.5] });
const refused = (client_id) => ({ client_id, field: "geometry", message: "位置在“仁和区”，不在申报地区“东区”范围内。", isDoubt: true });

test("what is doubted here and by the server is said once, where it lies", () => {
  const [one, two, ...rest] = listed([refused("a"), refused("b")], [here("a"), here("b")]);
  assert.deepEqual(rest, []);
  assert.deepEqual([one.message, one.position, one.isRefusal, one.isDoubt], ["a 不在东区。", [101.7, 26.5], true, true]);
  assert.deepEqual([two.client_id, two.isRefusal], ["b", true]);
});

test("what only one of them doubts is said all the same, and may be confirmed before saving", () => {
  const [server, own] = listed([refused("a")], [here("b")]);
  assert.deepEqual([server.client_id, server.isDoubt, own.client_id, own.isDoubt], ["a", true, "b", true]);
  assert.ok(!own.isRefusal);
});

test("of two doubts about one place the first is said, other problems stay", () => {
  const gap = { client_id: "a", code: "near_miss", message: "没有接上。", position: [0, 0] };
  const list = listed([], [here("a", "outside_city"), here("a", "crosses_district"), gap]);
  assert.deepEqual(list.map(({ code }) => code), ["outside_city", "near_miss"]);
  const wrong = { client_id: "a", field: "number", message: "编号已有。" };
  assert.deepEqual(listed([wrong], [gap]).map(({ message }) => message), ["编号已有。", "没有接上。"]);
});

test("all that can be confirmed are known by their ids, each once", () => {
  assert.deepEqual(doubtful(listed([refused("a"), refused("c")], [here("a"), here("b")])), ["c", "a", "b"]);
});
