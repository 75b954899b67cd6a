// The page's end of the tile worker: load(url, answer) gives back a function that calls it off.
import { RequestError } from "./request.js";

export class TileClient {
  #worker;
  #waiting = new Map();
  #last = 0;

  constructor(workerUrl) {
    this.#worker = new Worker(workerUrl);
    this.#worker.addEventListener("message", ({ data }) => this.#answer(data));
  }

  /** `answer(error, layers)` is called once, unless the request is called off before. */
  load(url, answer) {
    const id = (this.#last += 1);
    this.#waiting.set(id, answer);
    this.#worker.postMessage({ id, url: new URL(url, document.baseURI).href });
    return () => this.#cancel(id);
  }

  #cancel(id) {
    if (this.#waiting.delete(id)) this.#worker.postMessage({ id, cancel: true });
  }

  #answer({ id, layers, error }) {
    const answer = this.#waiting.get(id);
    if (!this.#waiting.delete(id)) return;
    answer(error ? new RequestError(error.message, error) : null, layers);
  }
}
