// What went wrong, said to the person where he looks, with what he can do about it. Several
// matters that failed for the same reason share one line.
import { element } from "./element.js";

const [LOGIN, RETRY, NONE] = ["login", "retry", "none"];

export class Notices {
  #failures = new Map();
  #lines = new Map();

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

  // A line that already stands is left alone: a button made anew under the pointer loses its click.
  #draw() {
    const reasons = new Map();
    for (const failure of this.#failures.values()) {
      const { message } = failure.error;
      reasons.set(message, [...(reasons.get(message) ?? []), failure]);
    }
    this.#lines = new Map([...reasons].map(([message, failures]) => [message, this.#line(message, failures)]));
    const nodes = [...this.#lines.values()].map(({ node }) => node);
    const shown = [...this.container.children];
    if (nodes.length !== shown.length || nodes.some((node, place) => node !== shown[place])) {
      this.container.replaceChildren(...nodes);
    }
    this.container.dispatchEvent(new CustomEvent("notices:drawn"));
  }

  #line(message, failures) {
    const way = wayOut(failures);
    const before = this.#lines.get(message);
    const line = before?.way === way ? before : { way, remedy: this.#remedy(way, () => retry(line.failures)) };
    line.failures = failures;
    if (way === LOGIN) line.remedy.href = this.#login();
    line.node ??= element("div", { class: "notice" }, [element("span", { text: message }), ...(line.remedy ? [line.remedy] : [])]);
    return line;
  }

  #remedy(way, press) {
    if (way === LOGIN) return element("a", { class: "btn btn-small", text: "登录" });
    return way === RETRY ? element("button", { class: "btn btn-small", type: "button", text: "重试", on: { click: press } }) : null;
  }

  #login() {
    return `${this.loginUrl}?next=${encodeURIComponent(location.pathname + location.search + location.hash)}`;
  }
}

function wayOut(failures) {
  if (failures.some(({ error }) => error.expired)) return LOGIN;
  return retriesOf(failures).length ? RETRY : NONE;
}

// What is not there is not there the next time either.
function retriesOf(failures) {
  return failures.filter(({ error }) => error.status !== 404).map(({ retry }) => retry).filter(Boolean);
}

function retry(failures) {
  retriesOf(failures).forEach((again) => again());
}
