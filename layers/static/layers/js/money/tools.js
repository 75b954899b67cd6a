// The tools over the table: one more source or year, steps back and forth.
import { withRow, withYear } from "./sheet.js";

/** The years' list says "unset" for money without a year: a blank choice is the list's own title. */
const UNSET = "unset";

export function bindTools(find, book, grid, order) {
  const choose = (name, act) => find(name).addEventListener("change", ({ target }) => {
    if (target.value) act(target.value);
    target.value = "";
  });
  choose("add-source", (source) => {
    book.write(withRow(book.sheet, source, order));
    grid.go({ row: book.sheet.rows.map((row) => row.source).lastIndexOf(source), column: 0 });
  });
  choose("add-year", (year) => book.write(withYear(book.sheet, year === UNSET ? "" : year)));
  find("undo").addEventListener("click", () => book.undo());
  find("redo").addEventListener("click", () => book.redo());
}

export function showSteps(find, book) {
  find("undo").disabled = !book.canUndo;
  find("redo").disabled = !book.canRedo;
}
