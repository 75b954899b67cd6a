// Every step is kept in this browser, so that a crash, a lost connection or an expired session
// loses nothing. One write at a time; what changes during it is written after it.
//   fires "change"
import { restore, serialise } from "../geometry/document.js";
import { openDrafts } from "../geometry/drafts.js";

const UNKEPT = "草稿没能存在本机（浏览器不允许或空间已满），请及时保存";

export class Keeper extends EventTarget {
  #drafts = null;
  #isWriting = false;
  #isStale = false;

  constructor(editor, saving) {
    super();
    Object.assign(this, { editor, saving, person: editor.root.dataset.person });
    this.keptAt = null;
    this.problem = "";
  }

  /** The draft that was left behind, or null. */
  async find() {
    try {
      this.#drafts = await openDrafts();
      return await this.#drafts.find(this.editor.project.number, this.person);
    } catch (error) {
      this.#fail(error);
      return null;
    }
  }

  /** Begin to keep; before, a draft that is still to be decided on would be overwritten. */
  start() {
    for (const name of ["change", "progress"]) this.editor.addEventListener(name, () => this.keep());
    this.saving.addEventListener("sending", () => this.keep());
  }

  /** Put a draft in place of the document: { changed } lists what differs on the server. */
  take(draft, docs) {
    const { document, changed } = restore(draft.body.document, docs);
    this.saving.resume(draft.body.unanswered);
    this.editor.replace(document);
    const { pending } = draft.body;
    if (pending) this.editor.use(pending.tool, pending);
    return changed;
  }

  async drop() {
    await this.#drafts?.drop(this.editor.project.number, this.person);
  }

  async keep() {
    this.#isStale = true;
    if (this.#isWriting || !this.#drafts) return;
    this.#isWriting = true;
    while (this.#isStale) {
      this.#isStale = false;
      await this.#write();
    }
    this.#isWriting = false;
  }

  async #write() {
    const changes = this.editor.unsaved();
    const pending = this.editor.tool.pending?.() ?? null;
    const { unanswered } = this.saving;
    try {
      if (!changes.length && !pending && !unanswered) await this.drop();
      else await this.#put(changes, pending, unanswered);
      this.problem = "";
    } catch (error) {
      this.#fail(error);
    }
    this.dispatchEvent(new Event("change"));
  }

  async #put(changes, pending, unanswered) {
    const savedAt = new Date();
    await this.#drafts.keep(this.editor.project.number, this.person, {
      savedAt: savedAt.toISOString(),
      title: this.editor.project.name,
      count: changes.length,
      body: { document: serialise(this.editor.document), changes: changes.map(({ op }) => ({ op })), pending, unanswered },
    });
    this.keptAt = savedAt;
  }

  #fail(error) {
    console.warn(error);
    this.problem = UNKEPT;
    this.dispatchEvent(new Event("change"));
  }
}
