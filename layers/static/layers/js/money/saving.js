// One save with its reason; where somebody else was quicker, both versions side by side.
import { getJson, post } from "../request.js";
import { broughtTogether, chosen, differences, isEmpty } from "./meanwhile.js";
import { linesOf } from "./sheet.js";
import { linesRead, linesWritten } from "./wire.js";

const CHOOSE = "有的格子两边都改了，请在下面逐格选择。";

export class Saving {
  #opened;
  #isBusy = false;
  conflicts = [];
  fresh = new Set();
  refused = new Map();

  /** `page` has the form, the addresses and the token; `show(lines)` lays out lines afresh. */
  constructor(page, book, names, lines, { tell, show }) {
    Object.assign(this, { page, book, names, tell, show });
    this.#opened = lines;
    page.form.addEventListener("submit", (event) => this.#submit(event));
  }

  get differences() {
    return differences(this.#opened, linesOf(this.book.sheet));
  }

  get isDirty() {
    return !isEmpty(this.differences);
  }

  /** Each change in words. */
  get told() {
    const { added, changed, removed } = this.differences;
    const { names } = this;
    return [
      ...added.map((line) => `新增 ${names.cell(line)}：${names.line(line)}`),
      ...changed.map(({ before, line }) => `修改 ${names.cell(before)}：${names.line(before)} → ${before.year === line.year ? "" : `${names.year(line.year)} `}${names.line(line)}${before.note === line.note ? "" : `（说明：${line.note || "空"}）`}`),
      ...removed.map((line) => `删除 ${names.cell(line)}：${names.line(line)}`),
    ];
  }

  async #submit(event) {
    event.preventDefault();
    if (this.#isBusy) return;
    this.#isBusy = true;
    try {
      const { status, body } = await post(this.page.saveUrl, this.#content(), { csrf: this.page.csrf });
      if (status === 200) return this.page.leave();
      if (status === 409) await this.#meet(body);
      else this.#refuse(body);
    } catch (error) {
      this.page.notices.fail("save", error, error.expired ? undefined : () => this.page.form.requestSubmit());
    } finally {
      this.#isBusy = false;
    }
  }

  #content() {
    const { added, changed, removed } = this.differences;
    return {
      opened: Object.fromEntries(this.#opened.map(({ id, version }) => [id, version])),
      lines: linesWritten([...added, ...changed.map(({ line }) => line)]).map(({ id, version, ...line }) => line),
      removed: removed.map(({ client_id: id }) => id),
      reason: this.page.form.elements.reason.value.trim(),
    };
  }

  #refuse({ error, refused = [] }) {
    this.refused = new Map(refused.map(({ client_id: id, text }) => [id, text]));
    this.tell([error, ...this.refused.values()]);
    this.show(null);
  }

  async #meet({ error, told }) {
    const { lines, needs_reason: isAsked } = await getJson(this.page.linesUrl);
    if (isAsked) this.#askWhy();
    const merged = this.#bring(this.#opened, linesOf(this.book.sheet), linesRead(lines));
    const next = this.conflicts.length ? CHOOSE : "别人的修改已并入（蓝框），核对后请再次保存。";
    this.tell([error, ...told.map((each) => `${each}。`), next]);
    this.show(merged);
  }

  // With what another has saved it is the first money no more.
  #askWhy() {
    const { reason } = this.page.form.elements;
    reason.required = true;
    reason.placeholder = reason.dataset.example;
    reason.closest("label").querySelector("span").classList.add("required");
  }

  #bring(opened, mine, theirs) {
    const { lines, conflicts, fresh } = broughtTogether(opened, mine, theirs);
    Object.assign(this, { conflicts, fresh });
    this.#opened = theirs;
    return lines;
  }

  /** Takes up what was not saved the last time, whatever others have saved since. */
  restore({ at, opened, lines }) {
    const merged = this.#bring(opened, lines, this.#opened);
    if (isEmpty(differences(this.#opened, merged)) && !this.conflicts.length) return;
    this.tell([`已恢复这台电脑上 ${at.toLocaleString("zh-CN")} 没有保存的修改，请核对后保存或放弃。`, ...(this.conflicts.length ? [CHOOSE] : [])]);
    this.show(merged);
  }

  get opened() {
    return this.#opened;
  }

  settle(conflict, side) {
    this.conflicts = this.conflicts.filter((each) => each !== conflict);
    this.show(chosen(linesOf(this.book.sheet), conflict, side));
  }
}
