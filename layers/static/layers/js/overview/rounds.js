// What a screen shows one after the other: all that it may see, then each district that has
// projects, unless all is in one; round by round in another measure. Pure.
const MEASURES = ["investment", "projects", "completion", "length"];

export class Rounds {
  #step = -1;
  #round = 0;

  /** The next { place, chosen, show }; `isNew` where a round begins and figures may be asked anew. */
  next({ scope, total, districts }) {
    const busy = districts.filter(({ projects }) => projects > 0);
    const places = [{ ...total, label: scope }, ...(busy.length > 1 ? busy : [])];
    this.#step += 1;
    if (this.#step >= places.length) {
      this.#step = 0;
      this.#round += 1;
    }
    const place = places[this.#step];
    return {
      place,
      chosen: place.code ? [place.code] : [],
      show: MEASURES[this.#round % MEASURES.length],
      isNew: this.#step === 0,
    };
  }
}
