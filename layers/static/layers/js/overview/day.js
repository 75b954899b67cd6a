// The day one looks at: a slider from the first day of the records to today, and an exact date.
const DAY_MS = 86_400_000;

const ordinal = (day) => Math.round(Date.parse(`${day}T00:00:00Z`) / DAY_MS);

/** 2026-06-30 of a day's number. */
export function dayOf(number) {
  return new Date(number * DAY_MS).toISOString().slice(0, 10);
}

/** The day of the slider that is nearest to one typed, and in words why it is another. */
export function nearestDay(typed, first, today) {
  if (typed < first) return { day: first, why: `${typed} 早于最早的记录，看的是最早的一天 ${first}。` };
  if (typed > today) return { day: today, why: `${typed} 还没有到，看的是今天 ${today}。` };
  return { day: typed, why: "" };
}

export class DayBar {
  /**
   * `ask(day, stay)` is called with a date, or with "" for today, and since when one has been at the
   * slider or the date; `peek(day)` while the slider moves.
   */
  constructor(form, ask, peek) {
    const { first, last: today } = form.dataset;
    Object.assign(this, { form, first: ordinal(first), today: ordinal(today), ask });
    this.slider = form.querySelector("[type=range]");
    this.exact = form.querySelector("[type=date]");
    this.told = form.querySelector("[data-day-told]");
    this.back = form.querySelector("[data-today]");
    this.note = form.querySelector("[data-day-note]");
    Object.assign(this.slider, { min: this.first, max: this.today });
    Object.assign(this.exact, { min: first, max: today });
    this.slider.addEventListener("input", () => {
      const day = dayOf(Number(this.slider.value));
      this.#tell(day);
      peek(this.#asked(day));
    });
    this.slider.addEventListener("change", () => this.#ask(dayOf(Number(this.slider.value))));
    this.exact.addEventListener("change", () => this.exact.validity.valid && this.#settle());
    // A year that is still being typed is out of range for a while: it is judged when left.
    this.exact.addEventListener("blur", () => this.#settle());
    this.back.addEventListener("click", () => ask(""));
    // Every press of an arrow key asks, every drag begins where the hand comes down.
    for (const type of ["focusin", "pointerdown"]) form.addEventListener(type, () => (this.stay = Date.now()));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#settle();
    });
  }

  show(day) {
    const shown = day || dayOf(this.today);
    this.shown = shown;
    if (shown !== this.instead) this.#say("");
    this.slider.value = ordinal(shown);
    this.#tell(shown);
    this.back.hidden = !day;
    this.form.toggleAttribute("data-past", Boolean(day));
  }

  #tell(day) {
    this.exact.value = day;
    this.told.textContent = `${day} 的情况`;
    this.slider.setAttribute("aria-valuetext", day);
  }

  // What was typed is asked for, or the nearest day that there is; half a date is given up.
  #settle() {
    if (this.exact.value === this.shown) return;
    const { day, why } = nearestDay(this.exact.value || this.shown, dayOf(this.first), dayOf(this.today));
    this.instead = day;
    this.#tell(day);
    this.#say(why);
    this.#ask(day);
  }

  #say(why) {
    this.note.textContent = why;
    this.note.hidden = !why;
  }

  #ask(day) {
    this.ask(this.#asked(day), this.stay);
  }

  #asked(day) {
    return ordinal(day) >= this.today ? "" : day;
  }
}
