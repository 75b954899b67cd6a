// The money of one project: the table, the cell beside it, what it comes to, and its save.
import "../../css/money.css";
import "../../css/notices.css";
import { element } from "../element.js";
import { Notices } from "../notices.js";
import { readAmount } from "./amounts.js";
import { balanceOf } from "./balance.js";
import { Book } from "./book.js";
import { showConflicts } from "./conflicts.js";
import { Draft } from "./draft.js";
import { Grid } from "./grid.js";
import { Names } from "./names.js";
import { Panel } from "./panel.js";
import { Saving } from "./saving.js";
import { layOut, linesOf } from "./sheet.js";
import { bindTools, showSteps } from "./tools.js";
import { linesRead } from "./wire.js";

const find = (name) => document.querySelector(`[data-${name}]`);

function tell(sentences) {
  find("money-told").replaceChildren(...sentences.map((text) => element("p", { text })));
}

class Desk {
  #leaving = false;

  constructor(root, given) {
    this.names = new Names(given);
    this.order = given.sources.map(([code]) => code);
    this.investment = given.investment_wan === null ? null : readAmount(given.investment_wan);
    this.draft = new Draft(root.dataset.draftKey, () => window.localStorage);
    const lines = linesRead(given.lines);
    this.book = new Book(this.#laidOut(lines, given.years, []));
    this.saving = new Saving(this.#page(root), this.book, this.names, lines, { tell, show: (fresh) => this.#show(fresh) });
    this.grid = new Grid(find("money-grid"), this.book, this.names, { tell, marks: () => this.#marks() });
    new Panel(find("cell-panel"), this.grid, this.book, this.names, { order: this.order, tell });
    bindTools(find, this.book, this.grid, this.order);
    this.book.onChange(() => this.#changed());
    find("give-up").addEventListener("click", () => this.#giveUp());
    window.addEventListener("beforeunload", (event) => {
      if (!this.#leaving && this.saving.isDirty) event.preventDefault();
    });
    this.#showState();
    this.#takeUp();
  }

  /** Rows of the sources that have lines, or had a row. */
  #laidOut(lines, years, rows) {
    return layOut(lines, years, this.order.filter((code) => [...lines, ...rows].some(({ source }) => source === code)));
  }

  #page(root) {
    return {
      form: find("save-form"), saveUrl: root.dataset.saveUrl, linesUrl: root.dataset.linesUrl,
      csrf: find("save-form").elements.csrfmiddlewaretoken.value,
      notices: new Notices(find("notices"), root.dataset.loginUrl),
      leave: () => {
        this.#leaving = true;
        this.draft.drop();
        location.reload();
      },
    };
  }

  #marks() {
    const { fresh, conflicts, refused } = this.saving;
    return new Map([
      ...[...fresh].map((id) => [id, "fresh"]),
      ...conflicts.map(({ id }) => [id, "conflict"]),
      ...[...refused.keys()].map((id) => [id, "refused"]),
    ]);
  }

  #show(fresh) {
    const { sheet } = this.book;
    if (fresh) this.book.restart(this.#laidOut(fresh, sheet.years, sheet.rows));
    else this.grid.draw();
    this.#showState();
  }

  #changed() {
    this.saving.refused.clear();
    if (this.saving.isDirty) this.draft.keep(this.saving.opened, linesOf(this.book.sheet));
    else this.draft.drop();
    this.#showState();
  }

  #giveUp() {
    const { sheet } = this.book;
    this.saving.conflicts = [];
    tell([]);
    this.book.write(this.#laidOut(this.saving.opened, sheet.years, sheet.rows));
  }

  #takeUp() {
    const left = this.draft.found();
    if (left) this.saving.restore(left);
    if (!this.saving.isDirty) this.draft.drop();
  }

  #showState() {
    const { saving, book } = this;
    const { tone, text } = balanceOf(book.sheet, this.investment);
    find("balance").className = `tag tag-${tone}`;
    find("balance").textContent = saving.isDirty ? `保存后：${text}` : text;
    const changes = saving.told;
    const { length: open } = saving.conflicts;
    find("pending").textContent = open ? `还有 ${open} 格要选择` : `${changes.length} 处修改没有保存`;
    find("changes").replaceChildren(...changes.map((each) => element("li", { text: each })));
    find("save-form").hidden = changes.length === 0 && !open;
    find("save").disabled = open > 0;
    find("money-empty").hidden = book.sheet.rows.length > 0;
    showSteps(find, book);
    showConflicts(find("conflicts"), saving, this.names);
  }
}

for (const root of document.querySelectorAll("[data-money]")) {
  root.hidden = false;
  find("money-static").classList.add("is-on-paper");
  new Desk(root, JSON.parse(document.getElementById("money-sheet").textContent));
}
