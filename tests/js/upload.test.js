// Sizes and confirmations as the import's pages word them.
import assert from "node:assert/strict";
import test from "node:test";
import { missingWords } from "../../layers/static/layers/js/confirmations.js";
import { formatSize } from "../../layers/static/layers/js/chosen-files.js";

test("a size is told in the unit that suits it", () => {
  assert.equal(formatSize(0), "0 字节");
  assert.equal(formatSize(1023), "1023 字节");
  assert.equal(formatSize(1536), "1.5 KB");
  assert.equal(formatSize(5 * 2 ** 20), "5.0 MB");
  assert.equal(formatSize(300 * 2 ** 20), "300 MB");
  assert.equal(formatSize(3 * 2 ** 40), "3072 GB");
});

test("nothing is missing once everything is ticked", () => {
  assert.equal(missingWords(0), "");
  assert.equal(missingWords(2), "还有 2 项没有勾选确认。");
});
