// The money of one project: the table, the cell beside it, what it comes to, and its save.
import "../../css/money.css";
import "../../css/money-grid.css";
import "../../css/notices.css";
import { element } from "../element.js";
import { Notices } from "../notices.js";
import { addYear, bindAdding, SourceRows } from "./adding.js";
import { readAmount } from "./amounts.js";
import { balanceOf } from "./balance.js";
import { Book } from "./book.js";
import { Draft } from "./draft.js";
import { Grid } from "./grid.js";
import { Names } from "./names.js";
import { Panel } from "./panel.js";
import { bindSaveKey } from "./save-key.js";
import { Saving } from "./saving.js";
import { layOut, linesOf } from "./sheet.js";
import { linesRead } from "./wire.js";

const find = (name) => document.querySelector(`[data-${name}]`);

function bind(root) {
  const given = JSON.parse(document.getElementById("money-sheet").textContent);
  const names = new Names(given);
  const order = given.sources.map(([code]) => code);
  const lines = linesRead(given.lines);
  const investment = given.investment_wan === null ? null : readAmount(given.investment_wan);
  const sourcesOf = (all, rows = []) => order.filter((code) => all.some(({ source }) => source === code) || rows.some(({ source }) => source === code));
  const book = new Book(layOut(lines, given.years, sourcesOf(lines)));
  const told = find("money-told");

  // That the money was saved is over with the next change, and with whatever is refused. Its line
  // keeps its room: a page that moves slips from under the finger.
  const takeBackSaved = () => document.querySelector(`.messages [data-answers="${root.dataset.saveUrl}"]`)?.style.setProperty("visibility", "hidden");
  const tell = (sentences) => {
    if (sentences.length) takeBackSaved();
    told.replaceChildren(...sentences.map((text) => element("p", { text })));
  };
  const draft = new Draft(root.dataset.draftKey, () => window.localStorage);
  let leaving = false;
  const page = {
    form: find("save-form"), saveUrl: root.dataset.saveUrl, linesUrl: root.dataset.linesUrl,
    csrf: find("save-form").elements.csrfmiddlewaretoken.value,
    notices: new Notices(find("notices"), root.dataset.loginUrl),
    leave: () => {
      leaving = true;
      draft.drop();
      location.reload();
    },
  };
  const show = (fresh) => {
    if (fresh) book.restart(layOut(fresh, book.sheet.years, sourcesOf(fresh, book.sheet.rows)));
    else grid.draw();
    showConflicts();
  };
  const saving = new Saving(page, book, names, lines, { tell, show });
  const marks = () => new Map([
    ...[...saving.fresh].map((id) => [id, "fresh"]),
    ...saving.conflicts.map(({ id }) => [id, "conflict"]),
    ...[...saving.refused.keys()].map((id) => [id, "refused"]),
  ]);
  const grid = new Grid(find("money-grid"), book, names, { tell, marks });
  const panel = new Panel(find("cell-panel"), grid, book, names, { order, tell });

  function showConflicts() {
    find("conflicts").replaceChildren(...saving.conflicts.map((conflict) => conflictLine(conflict)));
    showState();
  }

  function conflictLine(conflict) {
    const text = (line) => (line ? names.line(line) : "删除这笔");
    const choice = (side, label) => element("button", { class: "btn btn-small", type: "button", text: `${label}：${text(conflict[side])}`, on: { click: () => saving.settle(conflict, side) } });
    return element("li", {}, [element("strong", { text: names.cell(conflict.mine ?? conflict.theirs) }), choice("mine", "用我的"), choice("theirs", "用别人的")]);
  }

  function showState() {
    const { tone, text } = balanceOf(book.sheet, investment);
    find("balance").className = `tag tag-${tone}`;
    find("balance").textContent = saving.isDirty ? `保存后：${text}` : text;
    find("undo").disabled = !book.canUndo;
    find("redo").disabled = !book.canRedo;
    const changes = saving.told;
    find("pending").textContent = saving.conflicts.length ? `还有 ${saving.conflicts.length} 格要选择` : `${changes.length} 处修改没有保存`;
    find("changes").replaceChildren(...changes.map((text) => element("li", { text })));
    find("save-form").hidden = changes.length === 0;
    find("save").disabled = saving.conflicts.length > 0;
    find("money-empty").hidden = book.sheet.rows.length > 0;
  }

  const keep = () => (saving.isDirty ? draft.keep(saving.opened, linesOf(book.sheet)) : draft.drop());
  book.onChange(() => {
    takeBackSaved();
    saving.refused.clear();
    keep();
    showState();
  });
  find("give-up").addEventListener("click", () => {
    saving.conflicts = [];
    tell([]);
    book.write(layOut(saving.opened, book.sheet.years, sourcesOf(saving.opened, book.sheet.rows)));
    showConflicts();
  });
  find("undo").addEventListener("click", () => book.undo());
  find("redo").addEventListener("click", () => book.redo());
  const sourceRows = new SourceRows(grid, book, names, { order, tell });
  bindAdding(find("add-source"), (source) => sourceRows.add(source));
  bindAdding(find("add-year"), (year) => addYear(grid, book, names, { tell }, year));
  bindSaveKey(document, () => {
    if (!grid.finish() || !panel.finish()) return;
    if (!saving.isDirty) tell(["没有要保存的修改。"]);
    else if (!saving.conflicts.length) page.form.requestSubmit();
  });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && saving.isDirty) event.preventDefault();
  });
  root.hidden = false;
  find("money-static").classList.add("is-on-paper");
  showState();
  const left = draft.found();
  if (left) saving.restore(left);
  if (!saving.isDirty) draft.drop();
}

for (const root of document.querySelectorAll("[data-money]")) bind(root);
