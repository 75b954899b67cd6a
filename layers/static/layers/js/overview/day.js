// The day one looks at: a slider from the first day of the records to today, and an exact date.
const DAY_MS = 86_400_000;

const ordinal = (day) => Math.round(Date.parse(`${day}T00:00:00Z`) / DAY_MS);

/** 2026-06-30 of a day's number. */
export function dayOf(number) {
  return new Date(number * DAY_MS).toISOString().slice(0, 10);
}

export class DayBar {
  /** `ask(day)` is called with a date, or with "" for today; `peek(day)` while the slider moves. */
  constructor(form, ask, peek) {
    const { first, last: today } = form.dataset;
    Object.assign(this, { form, first: ordinal(first), today: ordinal(today), ask });
    this.slider = form.querySelector("[type=range]");
    this.exact = form.querySelector("[type=date]");
    this.told = form.querySelector("[data-day-told]");
    this.back = form.querySelector("[data-today]");
    Object.assign(this.slider, { min: this.first, max: this.today });
    Object.assign(this.exact, { min: first, max: today });
    this.slider.addEventListener("input", () => {
      const day = dayOf(Number(this.slider.value));
      this.#tell(day);
      peek(this.#asked(day));
    });
    this.slider.addEventListener("change", () => this.#ask(dayOf(Number(this.slider.value))));
    this.exact.addEventListener("change", () => this.exact.value && this.exact.validity.valid && this.#ask(this.exact.value));
    this.back.addEventListener("click", () => ask(""));
    form.addEventListener("submit", (event) => event.preventDefault());
  }

  show(day) {
    const shown = day || dayOf(this.today);
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

  #ask(day) {
    this.ask(this.#asked(day));
  }

  #asked(day) {
    return ordinal(day) >= this.today ? "" : day;
  }
}
