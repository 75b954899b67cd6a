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

const registered = (...facts) => ({ ...asset(...facts), base: { id: 1 } });

test("what is registered stays, whichever was selected first", () => {
  const { id, values, geometry, removed, said } = merged(
    asset("new", between(2, 1), { number: "W9", diameter: "400" }), registered("old", between(0, 1), { number: "W1", diameter: "300" }),
  );
  assert.deepEqual([id, removed], ["old", ["new"]]);
  assert.deepEqual(values, { number: "W1", diameter: "300" });
  assert.deepEqual(geometry.coordinates, [0, 1, 2].map(at));
  assert.equal(said, "已合并 2 条。管径 300/400 不同，已取 300（编号 W1 的），请核对。");
});

test("of several that are registered it is told whose record goes", () => {
  const { id, removed, said } = merged(
    asset("c", between(2, 3)), registered("b", between(1, 2), { number: "W2" }), registered("a", between(0, 1), { number: "W1" }),
  );
  assert.deepEqual([id, removed], ["b", ["a", "c"]]);
  assert.equal(said, "已合并 3 条。保留 W2 的登记，W1 的登记保存后删除。");
});

test("a length that one of them alone has is no length of both, and that is said", () => {
  const { values, said } = merged(asset("a", between(0, 1), { length: "10" }), asset("b", between(1, 2)));
  assert.deepEqual(values, {});
  assert.equal(said, "已合并 2 条。计量长度有一条没有填，已留空。");
  assert.deepEqual(merged(asset("a", between(0, 1), { length: "10" }), asset("b", between(1, 2), { length: "5" })).values, { length: "15" });
});

test("lines that make one chain are joined at once, in whatever order they were selected", () => {
  const { id, values, geometry, removed, said } = merged(
    asset("b", between(1, 2), { from: "W1", to: "W2", length: "2" }), asset("d", between(4, 3), { from: "W4", to: "W3", length: "4" }),
    asset("a", between(0, 1), { from: "W0", to: "W1", length: "1", diameter: "300" }), asset("c", between(2, 3), { from: "W2", to: "W3", length: "3" }),
  );
  assert.deepEqual([id, removed, said], ["b", ["d", "a", "c"], "已合并 4 条。"]);
  assert.deepEqual(geometry, { type: "LineString", coordinates: [0, 1, 2, 3, 4].map(at) });
  assert.deepEqual(values, { from: "W0", to: "W4", length: "10", diameter: "300" });
});

test("lines that do not make one chain are left as they are, and it is said why", () => {
  const fork = [asset("a", between(0, 1)), asset("b", between(1, 2)), asset("c", { type: "LineString", coordinates: [at(1), [101.71, 26.6]] })];
  for (const lines of [fork, [fork[0], fork[1], asset("c", between(5, 6))]]) {
    const { removed, said } = merged(...lines);
    assert.equal(removed, undefined);
    assert.match(said, /已选 3 条，不能首尾相接成一条/);
  }
  assert.match(merged(fork[0], asset("b", between(5, 6))).said, /没有相接/);
  assert.match(merged(fork[0]).said, /两条或更多/);
});
