// The question now asked. It lives in the query string; whoever changes it changes the address,
// and everyone who answers it listens for "change".
import { questionOf } from "./address.js";

export class Question extends EventTarget {
  #params = questionOf(location.search);

  constructor() {
    super();
    window.addEventListener("popstate", () => this.#follow());
  }

  get params() {
    return new URLSearchParams(this.#params);
  }

  toString() {
    return this.#params.toString();
  }

  /** What is asked one after the other in the same `stay` is one step of the browser's history. */
  ask(params, stay = null) {
    const query = params.toString();
    if (query === this.toString()) return;
    const isSameStep = stay !== null && history.state?.stay === stay;
    const address = `${location.pathname}${query && `?${query}`}${location.hash}`;
    history[isSameStep ? "replaceState" : "pushState"](stay && { stay }, "", address);
    this.#set(params);
  }

  #follow() {
    const params = questionOf(location.search);
    if (params.toString() !== this.toString()) this.#set(params);
  }

  #set(params) {
    this.#params = new URLSearchParams(params);
    this.dispatchEvent(new Event("change"));
  }
}
