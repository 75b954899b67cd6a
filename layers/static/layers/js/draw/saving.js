// One save: what changed goes to the server in one request. What became of a request without an
// answer is not known, so the very same one is sent again first: the server does nothing twice.
//   fires "change" (its state), "conflicts" { conflicts }
import { settle } from "../geometry/document.js";
import { RequestError, post } from "../request.js";
import { readableTime } from "./readable.js";

export class Saving extends EventTarget {
  #unanswered = null;
  #isBusy = false;

  constructor(editor, refusals) {
    super();
    const { root } = editor;
    Object.assign(this, { editor, refusals, url: root.dataset.changesUrl, csrf: root.dataset.csrf });
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
    this.#tell();
    try {
      const isSettled = !this.#unanswered || await this.#send(this.#unanswered);
      if (isSettled) await this.#sendAll();
      this.editor.notices.clear("save");
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      this.editor.notices.fail("save", error, () => this.save());
    } finally {
      this.#isBusy = false;
      this.#tell();
    }
  }

  /** All in one request, or in as few as the server's limit allows. */
  async #sendAll() {
    for (let left = this.editor.unsaved(); left.length; left = this.editor.unsaved()) {
      const isTaken = await this.#send(left.slice(0, this.editor.limits.changes));
      if (!isTaken || this.editor.unsaved().length >= left.length) return;
    }
  }

  /** True where the server has taken the changes. */
  async #send(changes) {
    this.#unanswered = changes;
    // The draft has to know of it before the server may.
    this.dispatchEvent(new Event("sending"));
    const { status, body } = await post(this.url, { changes }, { csrf: this.csrf });
    this.#unanswered = null;
    if (status === 200) this.#settle(changes, body);
    else this.#refused(status, body);
    return status === 200;
  }

  #settle(changes, body) {
    this.savedAt = new Date();
    this.refusals.show([]);
    this.editor.replace(settle(this.editor.document, changes, body));
    this.editor.say(`已保存 ${changes.length} 项（${readableTime(this.savedAt)}）`);
  }

  #refused(status, { error, conflicts, refused, doubts }) {
    if (status === 409 && conflicts) {
      this.dispatchEvent(new CustomEvent("conflicts", { detail: { conflicts } }));
      return;
    }
    this.refusals.show([...(refused ?? []), ...(doubts ?? []).map((doubt) => ({ ...doubt, field: "geometry", isDoubt: true }))]);
    if (refused?.length || doubts?.length) {
      this.editor.say(error);
      this.editor.use("select");
      this.editor.select([(refused?.[0] ?? doubts[0]).client_id]);
      return;
    }
    throw new RequestError(error, { status });
  }

  #tell() {
    this.dispatchEvent(new Event("change"));
  }
}
