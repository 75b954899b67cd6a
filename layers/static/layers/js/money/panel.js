// What belongs to one cell besides its amount: status, paper, day, note, another year, a payment.
// On a phone it is a sheet at the bottom that a tap opens.
import { element } from "../element.js";
import { amountText, BadAmount, readAmount } from "./amounts.js";
import { asPaid, lineAt, moved, paidOut, withAmount, withParts } from "./sheet.js";

const PARTS = ["status", "document_number", "dated_on", "note"];

export class Panel {
  #place = { row: 0, column: 0 };

  constructor(box, grid, book, names, { order, tell }) {
    Object.assign(this, { box, grid, book, names, order, tell });
    this.form = box.querySelector("[data-cell-form]");
    this.payment = box.querySelector("[data-payment]");
    grid.onMove((place) => this.#show(place));
    grid.onOpen(() => this.#open());
    book.onChange(() => this.#show(grid.place));
    this.form.addEventListener("change", (event) => this.#changed(event.target));
    this.form.addEventListener("submit", (event) => this.#done(event));
    box.querySelector("[data-close]").addEventListener("click", () => this.close());
    box.querySelector("[data-remove]").addEventListener("click", () => this.#write(withAmount(this.book.sheet, this.#place, null)));
    box.querySelector("[data-pay]").addEventListener("click", () => this.#pay());
    box.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
    this.#show(grid.place);
  }

  close() {
    this.box.classList.remove("is-open");
    this.grid.go(this.#place);
  }

  /** Takes up what is being typed; false where that is no amount. */
  finish() {
    const field = document.activeElement;
    return field?.form !== this.form || this.#changed(field);
  }

  #open() {
    this.box.classList.add("is-open");
    this.form.elements.amount.focus();
  }

  #done(event) {
    event.preventDefault();
    this.close();
  }

  get #line() {
    return lineAt(this.book.sheet, this.#place);
  }

  #show(place) {
    this.#place = place;
    const { rows, years } = this.book.sheet;
    const line = this.#line;
    const isAny = this.grid.chosen.length > 0;
    const isCell = place.row in rows && place.column in years;
    const { elements } = this.form;
    this.box.querySelector("[data-cell-name]").textContent = isCell ? this.#title(rows[place.row].source, years[place.column]) : "还没有选格子";
    elements.amount.disabled = !isCell;
    elements.amount.value = line ? amountText(line.amount) : "";
    for (const name of PARTS) elements[name].value = line?.[name] ?? (name === "status" ? "intended" : "");
    elements.year.replaceChildren(...years.map((each) => element("option", { value: each, text: this.names.year(each), selected: each === years[place.column] })));
    for (const name of PARTS) elements[name].disabled = !isAny;
    for (const control of [elements.year, this.box.querySelector("[data-remove]")]) control.disabled = !line;
    // Greyed, not hidden: a sheet that changes its height slips from under the finger.
    for (const control of this.payment.querySelectorAll("input, button")) control.disabled = !line || line.status === "paid";
  }

  #title(source, year) {
    const count = this.grid.chosen.length;
    const name = this.names.cell({ source, year });
    return count > 1 ? `${name} 等 ${count} 笔，状态、文号、日期、说明一起改` : name;
  }

  #write(sheet) {
    this.tell([]);
    this.book.write(sheet);
  }

  #changed(control) {
    if (control.name === "amount") return this.#attempt(() => this.grid.write(this.#place, readAmount(control.value)));
    if (control.name === "year") this.#move(control.value);
    else if (PARTS.includes(control.name)) this.#give({ [control.name]: control.value.trim() });
    return true;
  }

  /** To every line of the chosen block: a grant is told of many lines by one paper. */
  #give(parts) {
    this.#write(this.grid.chosen.reduce((sheet, place) => withParts(sheet, place, parts), this.book.sheet));
  }

  #move(year) {
    const id = this.#line.client_id;
    this.#write(moved(this.book.sheet, this.#place, year, this.order));
    const { rows, years } = this.book.sheet;
    this.grid.go({ row: rows.findIndex(({ cells }) => cells[year]?.client_id === id), column: years.indexOf(year) }, { focus: false });
  }

  #pay() {
    const [amount, day, paper] = ["pay_amount", "pay_day", "pay_paper"].map((name) => this.box.querySelector(`[name=${name}]`));
    this.#attempt(() => {
      const paid = readAmount(amount.value);
      const { amount: whole } = this.#line;
      if (paid === null || paid === 0n) throw new BadAmount("请填写本次支付的金额");
      if (paid > whole) throw new BadAmount(`本次支付 ${amountText(paid)} 万元，多于这一格的 ${amountText(whole)} 万元`);
      const parts = { dated_on: day.value, document_number: paper.value.trim() };
      const { maxLength: longest } = this.form.querySelector("[name=note]");
      if (asPaid(this.#line, parts).note.length > longest) throw new BadAmount(`支付后说明会超过 ${longest} 个字，请先缩短说明`);
      this.#write(paidOut(this.book.sheet, this.#place, paid, parts, this.order));
      for (const control of [amount, day, paper]) control.value = "";
      this.payment.open = false;
    });
  }

  /** Whether it was done; the reason is told where an amount was in the way. */
  #attempt(act) {
    try {
      act();
      return true;
    } catch (error) {
      if (!(error instanceof BadAmount)) throw error;
      const { rows, years } = this.book.sheet;
      const name = this.names.cell({ source: rows[this.#place.row].source, year: years[this.#place.column] });
      this.tell([`${name}：${error.message}。`]);
      return false;
    }
  }
}
