import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Peek } from "../../layers/static/layers/js/overview/peek.js";

let frames;
const nextFrame = () => frames.splice(0).forEach((each) => each());
const settled = () => new Promise((resolve) => setImmediate(resolve));

beforeEach(() => {
  frames = [];
  globalThis.requestAnimationFrame = (each) => frames.push(each);
  globalThis.cancelAnimationFrame = () => frames.splice(0);
});

function looker() {
  const looks = [];
  const peek = new Peek((value, asking) => new Promise((answer) => looks.push({ value, asking, answer })));
  return { peek, looks, values: () => looks.map(({ value }) => value) };
}

test("one value is asked at a time, and next the one wanted last", async () => {
  const { peek, looks, values } = looker();
  peek.at(1);
  peek.at(2);
  nextFrame();
  assert.deepEqual(values(), [2]);
  [3, 4, 5].forEach((value) => peek.at(value));
  nextFrame();
  assert.deepEqual(values(), [2]);
  looks[0].answer();
  await settled();
  assert.deepEqual(values(), [2, 5]);
  looks[1].answer();
  await settled();
  peek.at(6);
  nextFrame();
  assert.deepEqual(values(), [2, 5, 6]);
});

test("what is asked for good in the same breath is not peeked at", () => {
  const { peek, values } = looker();
  peek.at(1);
  peek.stop();
  nextFrame();
  assert.deepEqual(values(), []);
});

test("stopping calls off what is under way and forgets what was wanted", async () => {
  const { peek, looks, values } = looker();
  peek.at(1);
  nextFrame();
  peek.at(2);
  peek.stop();
  assert.equal(looks[0].asking.signal.aborted, true);
  looks[0].answer();
  await settled();
  assert.deepEqual(values(), [1]);
  peek.at(3);
  nextFrame();
  assert.deepEqual(values(), [1, 3]);
});
