// One save: what changed goes to the server in one request. What became of a request without an
// answer is not known, so the very same one is sent again first: the server does nothing twice.
//   fires "change" (its state), "unanswered" (what the draft has to know), "saved" (the answer),
//   "conflicts" { conflicts }
import { settle } from "../geometry/document.js";
import { RequestError } from "../request.js";
import { gapWords } from "./gaps.js";
import { postAnew } from "./login.js";
import { broughtWords, meet } from "./meeting.js";
import { readableTime } from "./readable.js";

const NO_SAVE = "没有收到服务器对保存的答复，请重试";
// The server, or whoever stands before it, has not done it.
const isDefinite = ({ status }) => status >= 400 && status < 500 && status !== 408;

export class Saving extends EventTarget {
  #unanswered = null;
  #isBusy = false;
  #moved = [];
  #brought = [];
  // Assets of this save, which may take several requests.
  #saved = [];

  constructor(editor, refusals, colleagues) {
    super();
    const { root } = editor;
    Object.assign(this, { editor, refusals, colleagues, url: root.dataset.changesUrl });
    this.savedAt = null;
    this.isClosed = false;
  }

  start() {
    this.editor.addEventListener("change", () => this.#tell());
    this.#tell();
  }

  /** Why there is nothing to save now; "" where there is. */
  reason() {
    if (this.#isBusy) return "正在保存";
    if (this.isClosed) return "还有没处理的冲突或草稿";
    return this.editor.unsaved().length || this.#unanswered ? "" : "没有未保存的改动";
  }

  get isBusy() {
    return this.#isBusy;
  }

  /** For the draft: what was sent and never answered. */
  get unanswered() {
    return this.#unanswered;
  }

  resume(unanswered) {
    this.#unanswered = unanswered ?? null;
  }

  async save() {
    if (this.reason()) return;
    this.#isBusy = true;
    this.#saved = [];
    this.#tell();
    try {
      await this.#repeat();
      await this.#sendAll();
      this.editor.notices.clear("save");
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      this.editor.notices.fail("save", error, () => this.save());
    } finally {
      this.#isBusy = false;
      this.#tell();
    }
  }

  // A refusal of the repeated one says nothing new: what it held is among the changes of now.
  async #repeat() {
    if (!this.#unanswered) return;
    const changes = this.#unanswered;
    const { status, body } = await this.#ask(changes);
    if (status === 200) this.#settle(changes, body);
  }

  /** All in one request, or in as few as the server's limit allows. */
  async #sendAll() {
    for (let left = this.editor.unsaved(); left.length; left = this.editor.unsaved()) {
      const isTaken = await this.#send(this.#next());
      if (!isTaken || this.editor.unsaved().length >= left.length) return;
    }
  }

  #next() {
    return this.editor.unsaved().slice(0, this.editor.limits.changes);
  }

  /** True where the server has taken the changes. */
  async #send(changes) {
    if (!changes.length) return true;
    const { status, body } = await this.#ask(changes);
    if (status === 422 && await this.#numberOn(body)) return this.#send(this.#next());
    if (status === 409 && this.#bringTogether(body)) return this.#send(this.#next());
    if (status === 200) this.#settle(changes, body);
    else this.#refused(status, body);
    return status === 200;
  }

  async #ask(changes) {
    // The draft has to know of it before the server may.
    this.#remember(changes);
    try {
      const answer = await postAnew(this.editor.root, this.url, { changes });
      if (answer.status === 200 && !Array.isArray(answer.body.assets)) throw new RequestError(NO_SAVE);
      this.#remember(null);
      return answer;
    } catch (error) {
      if (isDefinite(error)) this.#remember(null);
      throw error;
    }
  }

  #remember(changes) {
    this.#unanswered = changes;
    this.dispatchEvent(new Event("unanswered"));
  }

  #settle(changes, body) {
    this.savedAt = new Date();
    this.#saved.push(...changes.map(({ client_id }) => client_id));
    this.refusals.show([]);
    this.editor.replace(settle(this.editor.document, changes, body));
    this.dispatchEvent(new CustomEvent("saved", { detail: body }));
    const moved = this.#moved.length ? `编号已被同事用了，顺延：${this.#moved.join("，")}` : "";
    const saved = `已保存 ${this.#saved.length} 项（${readableTime(this.savedAt)}）`;
    const assets = this.#saved.map((id) => this.editor.asset(id)).filter(Boolean);
    this.editor.say([saved, broughtWords(this.#brought), moved, gapWords(this.editor.kinds, assets)].filter(Boolean).join("；"));
    this.#moved = [];
    this.#brought = [];
  }

  // Two who number on from the same asset need not be asked: the second one's numbers move on.
  async #numberOn({ refused = [] }) {
    const ids = refused.filter(({ field }) => field === "number").map(({ client_id }) => client_id);
    if (!ids.some((id) => this.editor.numbers.isGiven(id))) return false;
    await this.colleagues.refresh();
    const moved = this.editor.numbers.moveOn(ids);
    if (moved) this.#moved.push(moved);
    return Boolean(moved);
  }

  // Who changed other things of the same asset need not be asked: true where all goes together,
  // on what the server has now; else the rest waits for the planner's choice.
  #bringTogether({ conflicts = [] }) {
    const { open, brought } = meet(this.editor, conflicts);
    this.#brought.push(...brought);
    if (open.length) this.dispatchEvent(new CustomEvent("conflicts", { detail: { conflicts: open } }));
    return conflicts.length > 0 && !open.length;
  }

  #refused(status, { error, conflicts, refused, doubts }) {
    if (status === 409 && conflicts) return;
    this.refusals.show([...(refused ?? []), ...(doubts ?? []).map((doubt) => ({ ...doubt, field: "geometry", isDoubt: true }))]);
    if (refused?.length || doubts?.length) {
      this.editor.use("select");
      this.#selectFaulty(refused?.length ? refused : doubts);
      this.editor.say(error);
      return;
    }
    throw new RequestError(error, { status });
  }

  // All that can be corrected at once: those of one kind.
  #selectFaulty(found) {
    const assets = found.map(({ client_id }) => this.editor.asset(client_id)).filter(Boolean);
    const alike = assets.filter(({ kind }) => kind === assets[0].kind);
    if (alike.length) this.editor.select(alike.map(({ client_id }) => client_id));
  }

  #tell() {
    this.dispatchEvent(new Event("change"));
  }
}
