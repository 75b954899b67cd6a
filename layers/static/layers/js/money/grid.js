// The table under the hands: where one is, what is chosen, typing in place, the clipboard.
import { element } from "../element.js";
import { amountText, BadAmount, readAmount } from "./amounts.js";
import { blockText, readBlock } from "./block.js";
import { drawn } from "./drawing.js";
import { lineAt, pasted, withAmount } from "./sheet.js";

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const COARSE = window.matchMedia("(pointer: coarse), (max-width: 900px)");

export class Grid {
  #anchor = { row: 0, column: 0 };
  #place = { row: 0, column: 0 };
  #input = null;
  /** The cell that is typed into: one may be elsewhere before the typing ends. */
  #typed = null;
  #watchers = [];
  #openers = [];

  #acts = {
    ...Object.fromEntries(Object.entries(STEPS).map(([key, step]) => [key, (event) => this.#step(event, step)])),
    Home: (event) => this.#step(event, [0, -Infinity]),
    End: (event) => this.#step(event, [0, Infinity]),
    Enter: (event) => this.#open(event),
    F2: (event) => this.#open(event),
    Tab: (event) => this.#tab(event),
    Delete: (event) => this.#clear(event),
    Backspace: (event) => this.#clear(event),
    // An input method has taken the key: it goes on in the field.
    Process: () => this.edit(""),
  };

  /** `tell(sentences)` shows what is refused; `marks` are those of `drawn`. */
  constructor(table, book, names, { tell, marks }) {
    Object.assign(this, { table, book, names, tell, marks });
    book.onChange(() => this.draw());
    table.addEventListener("keydown", (event) => this.#key(event));
    table.addEventListener("pointerdown", (event) => this.#point(event));
    table.addEventListener("click", (event) => COARSE.matches && this.#at(event) && this.offer());
    table.addEventListener("dblclick", (event) => !COARSE.matches && this.#at(event) && this.edit());
    table.addEventListener("focusin", (event) => this.#focused(event));
    for (const type of ["copy", "cut", "paste"]) table.addEventListener(type, (event) => this.#clipboard(event));
    this.draw();
  }

  onMove(watcher) {
    this.#watchers.push(watcher);
  }

  /** Where fingers type: the cell is opened apart from the table. */
  onOpen(opener) {
    this.#openers.push(opener);
  }

  get place() {
    return this.#place;
  }

  /** Places of the chosen block that hold a line. */
  get chosen() {
    const { top, bottom, left, right } = this.#block();
    const places = [];
    for (let row = top; row <= bottom; row += 1) {
      for (let column = left; column <= right; column += 1) {
        if (lineAt(this.book.sheet, { row, column })) places.push({ row, column });
      }
    }
    return places;
  }

  draw() {
    const hadFocus = this.table.contains(document.activeElement);
    this.#input = null;
    this.table.replaceChildren(...drawn(this.book.sheet, this.names, this.marks()));
    this.#place = this.#within(this.#place);
    this.#anchor = this.#within(this.#anchor);
    this.#show();
    if (hadFocus) this.#cell(this.#place)?.focus();
  }

  /** Goes to a cell; the chosen block reaches from the anchor to it where it is `extended`. */
  go(place, { extended = false, focus = true } = {}) {
    this.#place = this.#within(place);
    if (!extended) this.#anchor = this.#place;
    this.#show();
    if (focus) this.#cell(this.#place)?.focus();
  }

  /** Types in place: `text` replaces what stands there, none opens it as it is. */
  edit(text) {
    const cell = this.#cell(this.#place);
    if (!cell || this.#input) return;
    this.#typed = this.#place;
    const line = lineAt(this.book.sheet, this.#place);
    const value = text ?? (line ? amountText(line.amount) : "");
    this.#input = element("input", {
      class: "cell-input", inputmode: "decimal", autocomplete: "off", "aria-label": `${this.#name(this.#place)}，金额（万元）`,
      on: { keydown: (event) => this.#typing(event), blur: () => this.#leave() },
    });
    this.#input.value = value;
    cell.append(this.#input);
    this.#input.focus();
    if (text === undefined) this.#input.select();
  }

  /** Takes up what is being typed; false where that is no amount. */
  finish() {
    return !this.#input || this.#commit();
  }

  #within({ row, column }) {
    const { rows, years } = this.book.sheet;
    return { row: Math.min(Math.max(row, 0), rows.length - 1), column: Math.min(Math.max(column, 0), years.length - 1) };
  }

  #cell({ row, column }) {
    return this.table.querySelector(`td[data-row="${row}"][data-column="${column}"]`);
  }

  #name(place) {
    return this.names.cell({ source: this.book.sheet.rows[place.row].source, year: this.book.sheet.years[place.column] });
  }

  #block() {
    const [one, other] = [this.#anchor, this.#place];
    const span = (name) => [Math.min(one[name], other[name]), Math.max(one[name], other[name])];
    const [[top, bottom], [left, right]] = [span("row"), span("column")];
    return { top, bottom, left, right };
  }

  #show() {
    const { top, bottom, left, right } = this.#block();
    for (const cell of this.table.querySelectorAll("td.cell")) {
      const [row, column] = [Number(cell.dataset.row), Number(cell.dataset.column)];
      const isHere = row === this.#place.row && column === this.#place.column;
      cell.tabIndex = isHere ? 0 : -1;
      cell.setAttribute("aria-selected", row >= top && row <= bottom && column >= left && column <= right);
    }
    for (const watcher of this.#watchers) watcher(this.#place);
  }

  #at(event) {
    const cell = event.target.closest("td.cell");
    return cell && { row: Number(cell.dataset.row), column: Number(cell.dataset.column) };
  }

  #point(event) {
    const place = this.#at(event);
    if (!place || event.target === this.#input) return;
    this.go(place, { extended: event.shiftKey });
    if (event.pointerType !== "mouse") return;
    const drag = (move) => {
      const over = document.elementFromPoint(move.clientX, move.clientY);
      const there = over && this.table.contains(over) && this.#at({ target: over });
      if (there) this.go(there, { extended: true });
    };
    document.addEventListener("pointermove", drag);
    document.addEventListener("pointerup", () => document.removeEventListener("pointermove", drag), { once: true });
  }

  #focused(event) {
    const place = event.target.matches("td.cell") && this.#at(event);
    if (place && (place.row !== this.#place.row || place.column !== this.#place.column)) this.go(place, { focus: false });
  }

  #key(event) {
    if (this.#input || !event.target.matches("td.cell")) return;
    if (event.ctrlKey || event.metaKey) return this.#chord(event);
    const act = this.#acts[event.key];
    if (act) act(event);
    else if (event.key.length === 1 && !event.altKey) this.#open(event, event.key);
  }

  offer() {
    for (const opener of this.#openers) opener(this.#place);
  }

  #chord(event) {
    const key = event.key.toLowerCase();
    const isRedo = key === "y" || (key === "z" && event.shiftKey);
    if (key === "a") this.#all(event);
    if (key !== "z" && key !== "y") return;
    event.preventDefault();
    if (isRedo) this.book.redo();
    else this.book.undo();
  }

  #all(event) {
    event.preventDefault();
    this.#anchor = { row: 0, column: 0 };
    this.go({ row: Infinity, column: Infinity }, { extended: true });
  }

  #open(event, text) {
    event.preventDefault();
    if (COARSE.matches && text === undefined) this.offer();
    else this.edit(text);
  }

  #step(event, [down, right]) {
    event.preventDefault();
    this.go({ row: this.#place.row + down, column: this.#place.column + right }, { extended: event.shiftKey });
  }

  /** Through the row and on to the next; out of the table at its ends. */
  #tab(event) {
    const { rows, years } = this.book.sheet;
    const place = this.#place.row * years.length + this.#place.column + (event.shiftKey ? -1 : 1);
    if (place < 0 || place >= rows.length * years.length) return;
    event.preventDefault();
    this.go({ row: Math.floor(place / years.length), column: place % years.length });
  }

  #clear(event) {
    event.preventDefault();
    this.book.write(this.chosen.reduce((sheet, place) => withAmount(sheet, place, null), this.book.sheet));
  }

  #typing(event) {
    if (event.isComposing) return;
    if (event.key === "Escape") {
      event.stopPropagation();
      this.#close();
      this.tell([]);
      this.#cell(this.#place).focus();
    } else if (event.key === "Enter" || event.key === "Tab") {
      event.preventDefault();
      const back = event.shiftKey ? -1 : 1;
      if (!this.#commit()) return;
      if (event.key === "Tab") this.#tab(event);
      else this.go({ row: this.#place.row + back, column: this.#place.column });
    }
  }

  #close() {
    const input = this.#input;
    this.#input = null;
    input.remove();
  }

  #leave() {
    if (this.#input && !this.#commit()) this.#close();
  }

  /** Whether what was typed is an amount; if not, the reason is told. */
  #commit() {
    const { value } = this.#input;
    try {
      const amount = readAmount(value);
      this.#close();
      this.write(this.#typed, amount);
      this.#cell(this.#place)?.focus();
      return true;
    } catch (error) {
      if (!(error instanceof BadAmount)) throw error;
      this.tell([`${this.#name(this.#typed)}：${error.message}。`]);
      this.#input.setAttribute("aria-invalid", "true");
      return false;
    }
  }

  write(place, amount) {
    this.tell([]);
    if ((lineAt(this.book.sheet, place)?.amount ?? null) !== amount) this.book.write(withAmount(this.book.sheet, place, amount));
  }

  #clipboard(event) {
    if (this.#input || !event.target.closest("td.cell")) return;
    event.preventDefault();
    if (event.type === "paste") return this.#paste(event.clipboardData.getData("text/plain"));
    event.clipboardData.setData("text/plain", blockText(this.#texts()));
    if (event.type === "cut") this.#clear(event);
  }

  #texts() {
    const { top, bottom, left, right } = this.#block();
    const { rows, years } = this.book.sheet;
    return rows.slice(top, bottom + 1).map(({ cells }) =>
      years.slice(left, right + 1).map((year) => (cells[year] ? amountText(cells[year].amount) : "")));
  }

  #paste(text) {
    const block = readBlock(text);
    const { top, left } = this.#block();
    const { sheet, errors } = pasted(this.book.sheet, { row: top, column: left }, block, (place) => this.#name(place));
    this.tell(errors ? ["没有粘贴：", ...errors] : []);
    if (!sheet) return;
    this.#anchor = { row: top, column: left };
    this.#place = { row: top + block.length - 1, column: left + Math.max(...block.map((row) => row.length)) - 1 };
    this.book.write(sheet);
  }
}
