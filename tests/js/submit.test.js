// Forms are sent once; those answered by a file may be asked again, but not by a double click.
import assert from "node:assert/strict";
import test from "node:test";
import { guardDoubleSubmit } from "../../layers/static/layers/js/submit.js";

function page(t) {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  globalThis.window = new EventTarget();
  const root = { addEventListener: (type, listener) => (root.listener = listener) };
  guardDoubleSubmit(root);
  // Whether a click on the form's button sends it.
  return (form) => {
    const event = { target: form, isHeld: false, preventDefault: () => (event.isHeld = true) };
    root.listener(event);
    return !event.isHeld;
  };
}

test("a form that changes records is sent once, however late the second click", (t) => {
  const click = page(t);
  const form = { method: "post", dataset: {} };
  assert.deepEqual([click(form), click(form)], [true, false]);
  t.mock.timers.tick(60_000);
  assert.equal(click(form), false);
});

test("a file is downloaded as often as it is asked for, and once by a double click", (t) => {
  const click = page(t);
  const form = { method: "post", dataset: { download: "" } };
  assert.deepEqual([click(form), click(form)], [true, false]);
  t.mock.timers.tick(1000);
  assert.equal(click(form), true);
});

test("a question is asked as often as one likes", (t) => {
  const click = page(t);
  const form = { method: "get", dataset: {} };
  assert.deepEqual([click(form), click(form)], [true, true]);
});
