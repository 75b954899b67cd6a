// The wall screen: goes round the districts by itself, for days. Everything is made once and
// drawn anew; figures are asked once a round, and the last ones stay where asking fails.
import "../../css/theme-dark.css";
import "../../css/overview.css";
import "../../css/overview-board.css";
import "../../css/screen.css";
import { onPageMap } from "../page-map.js";
import { RequestError, getJson } from "../request.js";
import { Styling } from "../styling.js";
import { themeColours } from "../theme.js";
import { Board } from "./board.js";
import { Choropleth } from "./choropleth.js";
import { clockIn } from "./clock.js";
import { measureOf } from "./measures.js";
import { Rounds } from "./rounds.js";
import { showStrip } from "./strip.js";

const PACE_MS = 15_000;
const NOTHING = { href: () => "", follow: () => {} };
/** Marks of charts are read from across a room: larger than the text beside them. */
const CHARTS = 1.15;

onPageMap("data-screen", async (page) => {
  const { stylesUrl, outlinesUrl } = page.root.dataset;
  const asked = { isUnattended: true };
  const [styles, outlines] = await Promise.all([getJson(stylesUrl, asked), getJson(outlinesUrl, asked)]);
  await new Screen(page, styles, outlines).start();
}, { retryMs: PACE_MS });

/** How much larger the wall's type is than a desk's; another when the window moves to another wall. */
function scaleNow() {
  return parseFloat(getComputedStyle(document.documentElement).fontSize) / 16 * CHARTS;
}

class Screen {
  #found = null;
  #rounds = new Rounds();

  constructor(page, styles, outlines) {
    const { root } = page;
    Object.assign(this, { root, notices: page.notices, urls: root.dataset });
    this.clock = clockIn(root.dataset.timeZone);
    // On a dark ground more is brighter.
    const shades = [...styles.shades].reverse();
    const { accent } = themeColours(["accent"]);
    this.map = new Choropleth(page, outlines, shades, () => {});
    this.board = new Board(root, new Styling(styles), styles, NOTHING, {
      fill: true, scaleNow, shades, plan: shades[1], stage: () => ({ color: accent }),
    });
  }

  async start() {
    await this.#ask();
    this.#step();
    setInterval(() => this.#step(), PACE_MS);
  }

  async #ask() {
    const found = await this.#get(this.urls.figuresUrl);
    if (!found) return;
    this.#found = found;
    this.notices.clear(this.urls.aliveUrl);
  }

  async #get(url) {
    try {
      const answer = await getJson(url, { isUnattended: true });
      this.notices.clear(url);
      return answer;
    } catch (error) {
      const { ended } = this.urls;
      this.notices.fail(url, error.expired && ended ? new RequestError(ended) : error);
      if (error.expired) this.#close();
      return null;
    }
  }

  // A screen that was revoked goes dark, and lights up again if it is granted anew.
  #close() {
    this.#found = null;
    this.#rounds = new Rounds();
    this.root.dataset.state = "closed";
  }

  #step() {
    this.root.querySelector("[data-clock]").textContent = this.clock(new Date());
    if (!this.#found) return void this.#ask();
    const { found, place, chosen, show, isLast } = this.#rounds.next(this.#found);
    const measure = measureOf(show);
    this.root.querySelector("[data-place]").textContent = place.label;
    this.root.querySelector("[data-measure]").textContent = `各地区${measure.label}`;
    showStrip(this.root.querySelector("[data-strip]"), place, new URLSearchParams());
    this.map.show(found.districts, measure, chosen);
    this.board.show(found, [place], measure);
    this.root.dataset.shown = place.code ?? "all";
    this.root.dataset.state = "idle";
    // Figures are asked once a round, in time for the next; whether they may still be shown, at every turn.
    if (isLast) this.#ask();
    else this.#get(this.urls.aliveUrl);
  }
}
