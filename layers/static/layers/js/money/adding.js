// One more row or column of the table, by a button or by Enter: a list alone would act while one
// still looks through it by the arrow keys.
import { withRow, withYear } from "./sheet.js";

const UNSET = "unset";

/**
 * Calls `add(code)` when the form is sent with something chosen in its list; what was added is
 * taken out of it. Browsers differ in whether Enter sends a form from a list.
 */
export function bindAdding(form, add) {
  const list = form.querySelector("select");
  list.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !list.value) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (list.value && add(list.value)) list.value = "";
  });
}

/**
 * Whether a row was added. A source that is there already is gone to and told of; `asked` again, it
 * gets a further row if its last one holds money: several lines of one year need as many rows.
 */
export class SourceRows {
  #asked = "";

  constructor(grid, book, names, { order, tell }) {
    Object.assign(this, { grid, book, names, order, tell });
  }

  add(source) {
    const last = this.#lastRowOf(source);
    const isFree = last >= 0 && !Object.keys(this.book.sheet.rows[last].cells).length;
    if (last >= 0 && (isFree || this.#asked !== source)) return this.#goTo(source, last, isFree);
    this.#asked = "";
    this.tell([]);
    this.book.write(withRow(this.book.sheet, source, this.order));
    this.grid.go({ row: this.#lastRowOf(source), column: 0 });
    return true;
  }

  #goTo(source, row, isFree) {
    this.#asked = source;
    const further = isFree ? "" : "同一年要另记一笔，请再按一次“添加来源”。";
    this.tell([`“${this.names.sources.get(source)}”已在表中，光标在它的那一行。${further}`]);
    this.grid.go({ row, column: 0 });
    return false;
  }

  #lastRowOf(source) {
    return this.book.sheet.rows.map((row) => row.source).lastIndexOf(source);
  }
}

/** Adds the column of a year, or goes to the one that is there. */
export function addYear(grid, book, names, { tell }, chosen) {
  const year = chosen === UNSET ? "" : chosen;
  const isThere = book.sheet.years.includes(year);
  tell(isThere ? [`“${names.year(year)}”已在表中。`] : []);
  if (!isThere) book.write(withYear(book.sheet, year));
  if (book.sheet.rows.length) grid.go({ row: grid.place.row, column: book.sheet.years.indexOf(year) });
  return true;
}
