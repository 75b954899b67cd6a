// What a screen shows one after the other: all that it may see, then each district that has
// projects, unless all is in one; round by round in another measure. A round is of one answer. Pure.
const MEASURES = ["investment", "projects", "completion", "length"];

export class Rounds {
  #found = null;
  #step = 0;
  #round = -1;

  /** The next { found, place, chosen, show } of the answer of its round, which is `latest` where one begins; `isLast` where the next begins one. */
  next(latest) {
    this.#step += 1;
    if (!this.#found || this.#step >= placesOf(this.#found).length) {
      this.#found = latest;
      this.#step = 0;
      this.#round += 1;
    }
    const places = placesOf(this.#found);
    const place = places[this.#step];
    return {
      found: this.#found,
      place,
      chosen: place.code ? [place.code] : [],
      show: MEASURES[this.#round % MEASURES.length],
      isLast: this.#step === places.length - 1,
    };
  }
}

function placesOf({ scope, total, districts }) {
  const busy = districts.filter(({ projects }) => projects > 0);
  return [{ ...total, label: scope }, ...(busy.length > 1 ? busy : [])];
}
