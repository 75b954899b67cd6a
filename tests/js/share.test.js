import assert from "node:assert/strict";
import { test } from "node:test";
import { briefUrl, codeUrl } from "../../layers/static/layers/js/share.js";

test("a code carries question and view", () => {
  const url = codeUrl("/qr.svg", { pathname: "/", search: "?sector=A03", hash: "#12/26.58/101.7" });
  assert.equal(new URLSearchParams(url.split("?")[1]).get("to"), "/?sector=A03#12/26.58/101.7");
});

test("one district has a brief, none and several have not", () => {
  const template = "/districts/CODE/brief.pdf";
  assert.equal(briefUrl(template, "?district=510402&q=x"), "/districts/510402/brief.pdf?district=510402&q=x");
  assert.equal(briefUrl(template, "?q=x"), null);
  assert.equal(briefUrl(template, "?district=1&district=2"), null);
});

test("a district out of sight has no brief", () => {
  const template = "/districts/CODE/brief.pdf";
  assert.equal(briefUrl(template, "?district=510402", ["510403"]), null);
  assert.equal(briefUrl(template, "?district=510402", [""]), null);
  assert.equal(briefUrl(template, "?district=510402", ["510402", "510403"]), "/districts/510402/brief.pdf?district=510402");
});
