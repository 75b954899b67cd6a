// The code on the paper that leads to what it shows, or why there is none. The picture waits for it.
import { codeUrl } from "./share.js";

const MATTER = "code";
const TOO_LONG = "地址太长，不印二维码";
const NOT_HERE = new Error("二维码没有取到，请重试");

function lengthOf({ pathname, search, hash }) {
  return new TextEncoder().encode(`${location.origin}${pathname}${search}${hash}`).length;
}

export class PaperCode {
  #image;
  #words;
  #usual;

  /** `figure` holds the image and its words, `url` makes codes of addresses up to `longest` bytes. */
  constructor(figure, { url, longest, activity, notices }) {
    Object.assign(this, { url, longest, activity, notices });
    this.#image = figure.querySelector("img");
    this.#words = figure.querySelector("figcaption");
    this.#usual = this.#words.textContent;
    this.#image.addEventListener("load", () => this.#settle(true));
    this.#image.addEventListener("error", () => this.#fail());
  }

  /** To lead to `place`: { pathname, search, hash }. */
  lead(place) {
    const isTooLong = lengthOf(place) > this.longest;
    this.#words.textContent = isTooLong ? TOO_LONG : this.#usual;
    if (isTooLong) this.#settle(false);
    else this.#load(codeUrl(this.url, place));
  }

  #load(src) {
    if (src === this.#image.getAttribute("src")) return;
    this.activity.set(MATTER, true);
    this.#image.src = src;
  }

  #settle(isThere) {
    if (!isThere) this.#image.removeAttribute("src");
    this.#image.hidden = !isThere;
    this.notices.clear(MATTER);
    this.activity.set(MATTER, false);
  }

  #fail() {
    const src = this.#image.getAttribute("src");
    this.#settle(false);
    this.notices.fail(MATTER, NOT_HERE, () => this.#load(src));
  }
}
