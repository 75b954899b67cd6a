// What went wrong, said to the person where he looks, with what he can do about it. Several
// matters that failed for the same reason share one line.
import { element } from "./element.js";

export class Notices {
  #failures = new Map();

  constructor(container, loginUrl) {
    this.container = container;
    this.loginUrl = loginUrl;
  }

  /** Shows a RequestError under the name of its matter; `retry` tries that matter again. */
  fail(matter, error, retry) {
    this.#failures.set(matter, { error, retry });
    this.#draw();
  }

  clear(matter) {
    if (this.#failures.delete(matter)) this.#draw();
  }

  any() {
    return this.#failures.size > 0;
  }

  #draw() {
    const reasons = new Map();
    for (const failure of this.#failures.values()) {
      const { message } = failure.error;
      reasons.set(message, [...(reasons.get(message) ?? []), failure]);
    }
    this.container.replaceChildren(...[...reasons].map(([message, failures]) => this.#line(message, failures)));
    this.container.dispatchEvent(new CustomEvent("notices:drawn"));
  }

  #line(message, failures) {
    const remedy = failures.some(({ error }) => error.expired) ? this.#login() : retryButton(failures);
    return element("div", { class: "notice" }, [element("span", { text: message }), ...remedy]);
  }

  #login() {
    const back = encodeURIComponent(location.pathname + location.search + location.hash);
    return [element("a", { class: "btn btn-small", href: `${this.loginUrl}?next=${back}`, text: "登录" })];
  }
}

// What is not there is not there the next time either.
function retryButton(failures) {
  const retries = failures.filter(({ error }) => error.status !== 404).map(({ retry }) => retry).filter(Boolean);
  if (!retries.length) return [];
  const retryAll = () => retries.forEach((retry) => retry());
  return [element("button", { class: "btn btn-small", type: "button", text: "重试", on: { click: retryAll } })];
}
