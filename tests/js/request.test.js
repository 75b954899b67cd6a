import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { RequestError, getJson, getTile, post } from "../../layers/static/layers/js/request.js";

const trueFetch = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = trueFetch;
});

function answering(status, body = "", { type = "application/json", from } = {}) {
  globalThis.fetch = async (url) => ({
    ok: status < 400,
    status,
    redirected: Boolean(from),
    url: from ?? url,
    headers: new Headers({ "Content-Type": type }),
    json: async () => JSON.parse(body),
    arrayBuffer: async () => new TextEncoder().encode(body).buffer,
  });
}

const URL_ASKED = "http://atlas.test/summary.json?stage=building";

test("a refusal shows the server's own sentence", async () => {
  answering(400, '{"error": "没有这个阶段：bulding"}');
  await assert.rejects(getJson(URL_ASKED), { name: "RequestError", message: "没有这个阶段：bulding", status: 400 });
});

test("an error page is not shown as such", async () => {
  answering(500, "<html>", { type: "text/html" });
  await assert.rejects(getJson(URL_ASKED), /服务器出错（500）/);
});

test("an address that the server does not read is called too long", async () => {
  answering(414, "<html>", { type: "text/html" });
  await assert.rejects(getJson(URL_ASKED), { message: /查询条件太长/, status: 414 });
});

test("the sign-in page in place of data means that the session has ended", async () => {
  answering(200, "<html>", { type: "text/html", from: "http://atlas.test/accounts/login/?next=/" });
  await assert.rejects(getJson(URL_ASKED), (error) => error instanceof RequestError && error.expired);
});

test("no network is said in words", async () => {
  globalThis.fetch = async () => {
    throw new TypeError("Failed to fetch");
  };
  await assert.rejects(getTile(URL_ASKED), /连不上服务器/);
});

test("a request called off stays an abort", async () => {
  globalThis.fetch = async () => {
    throw new DOMException("called off", "AbortError");
  };
  await assert.rejects(getTile(URL_ASKED), { name: "AbortError" });
});

test("an empty tile is null", async () => {
  answering(204);
  assert.equal(await getTile(URL_ASKED), null);
});

test("an answer that was cut off, or came from someone else, is no answer", async () => {
  for (const [body, type] of [['{"assets": [', "application/json"], ["<html>", "text/html"], ["", "text/plain"]]) {
    answering(200, body, { type });
    await assert.rejects(post("/api/x", {}), (error) => error instanceof RequestError && error.status === 0 && /完整的答复/.test(error.message));
  }
});

test("data that were cut off are said to be", async () => {
  answering(200, '{"assets": [');
  await assert.rejects(getJson(URL_ASKED), { name: "RequestError", message: /完整的答复/ });
});

test("a refusal with words of its own is handed on, one without is an error with its status", async () => {
  answering(422, '{"error": "有 1 处不能保存"}');
  assert.deepEqual(await post("/api/x", {}), { status: 422, body: { error: "有 1 处不能保存" } });
  answering(413, "<html>", { type: "text/html" });
  await assert.rejects(post("/api/x", {}), { status: 413 });
  answering(502, '{"err', {});
  await assert.rejects(post("/api/x", {}), { status: 502 });
});
