// Joining assets: which one stays, what it takes over, and what is said of it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { mergeAssets } from "../../layers/static/layers/js/draw/joining.js";
import { asset, editorWith } from "./editing.js";

const at = (n) => [101.7 + n / 100, 26.5];
const between = (from, to) => ({ type: "LineString", coordinates: [at(from), at(to)] });

/** What becomes of assets that are selected in this order, and what is said. */
function merged(...assets) {
  const editor = editorWith(assets, assets.map(({ client_id }) => client_id));
  mergeAssets(editor);
  const { changed, removed } = editor.told.exchanged ?? {};
  return { id: changed?.[0][0], ...changed?.[0][1], removed, said: editor.told.said };
}

test("joined lines begin and end where the whole does", () => {
  const { id, values, geometry, removed } = merged(
    asset("a", between(0, 1), { from: "W1", to: "W2" }), asset("b", between(2, 1), { from: "W3", to: "W2" }),
  );
  assert.deepEqual([id, values, geometry.coordinates.length, removed], ["a", { from: "W1", to: "W3" }, 3, ["b"]]);
});

test("what one of two lines knows is not lost with the other", () => {
  const { values, said } = merged(
    asset("a", between(0, 1), { medium: "gas" }), asset("b", between(1, 2), { number: "W2", diameter: "300" }),
  );
  assert.deepEqual(values, { medium: "gas", number: "W2", diameter: "300" });
  assert.equal(said, "已合并 2 条。");
});

test("what two lines say differently is told, with the value that was taken", () => {
  const { values, said } = merged(
    asset("a", between(0, 1), { number: "W1", diameter: "300", medium: "gas" }),
    asset("b", between(1, 2), { number: "W2", diameter: "400", medium: "water" }),
  );
  assert.deepEqual(values, { number: "W1", diameter: "300", medium: "gas" });
  assert.equal(said, "已合并 2 条。管径 300/400 不同，已取 300（编号 W1 的）；介质 燃气/供水 不同，已取 燃气（编号 W1 的），请核对。");
});

test("a length that one of them alone has is no length of both, and that is said", () => {
  const { values, said } = merged(asset("a", between(0, 1), { length: "10" }), asset("b", between(1, 2)));
  assert.deepEqual(values, {});
  assert.equal(said, "已合并 2 条。计量长度有一条没有填，已留空。");
  assert.deepEqual(merged(asset("a", between(0, 1), { length: "10" }), asset("b", between(1, 2), { length: "5" })).values, { length: "15" });
});
