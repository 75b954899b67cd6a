// Every step is kept in this browser, so that a crash, a lost connection or an expired session
// loses nothing. One write at a time; what changes during it is written after it.
//   fires "change"
import { restore, serialise } from "../geometry/document.js";
import { openDrafts } from "../geometry/drafts.js";
import { keep, kept, ofThisTab } from "../kept.js";
import { Claims } from "./claims.js";
import { newId } from "./identity.js";

const UNKEPT = "草稿没能存在本机（浏览器不允许或空间已满），请及时保存";

export class Keeper extends EventTarget {
  #drafts = null;
  #isWriting = false;
  #isStale = false;
  #former = null;

  constructor(editor, saving) {
    super();
    Object.assign(this, { editor, saving, claims: new Claims() });
    this.place = { projectNumber: editor.project.number, userName: editor.root.dataset.person, tab: newId() };
    this.keptAt = null;
    this.problem = "";
  }

  /** The drafts that were left behind, the newest first; those of tabs still open are not. */
  async find() {
    const { projectNumber, userName } = this.place;
    await this.claims.claim(this.place.tab);
    try {
      this.#drafts = await openDrafts();
      return await this.#drafts.find(projectNumber, userName);
    } catch (error) {
      this.#fail(error);
      return [];
    }
  }

  /** True where no other tab works on the draft; from now on none will. */
  claim({ tab }) {
    return this.claims.claim(tab);
  }

  /** Begin to keep; before, a draft that is still to be decided on would be overwritten. */
  start() {
    // Also where all is saved and there is no draft: the next asset is like the last one drawn.
    if (!this.#former) this.editor.carrying.keptBefore(kept(this.#carriedKey, ofThisTab) ?? []);
    for (const name of ["change", "progress"]) this.editor.addEventListener(name, () => this.keep());
    this.saving.addEventListener("unanswered", () => this.keep());
    this.keep();
  }

  /** Put a draft in place of the document and go on with it: what differs on the server. */
  take(draft, docs) {
    const { document, changed } = restore(draft.body.document, docs);
    this.#former = draft;
    this.saving.resume(draft.body.unanswered);
    this.editor.replace(document);
    this.editor.numbers.givenBefore(draft.body.numbers);
    this.editor.carrying.keptBefore(draft.body.carried);
    const { pending } = draft.body;
    if (pending) this.editor.use(pending.tool, pending);
    return changed;
  }

  /** Throw away a draft that is not wanted. */
  async discard({ tab }) {
    try {
      await this.#drop(tab);
    } catch (error) {
      this.#fail(error);
    }
  }

  async #drop(tab) {
    await this.#drafts?.drop({ ...this.place, tab });
  }

  get #carriedKey() {
    return `renewal-atlas.carried.${this.place.userName}.${this.place.projectNumber}`;
  }

  async keep() {
    keep(this.#carriedKey, this.editor.carrying.kept(), ofThisTab);
    this.#isStale = true;
    if (this.#isWriting || !this.#drafts) return;
    this.#isWriting = true;
    while (this.#isStale) {
      // What one gesture tells in several events is written once.
      await null;
      this.#isStale = false;
      await this.#write();
    }
    this.#isWriting = false;
  }

  async #write() {
    const changes = this.editor.unsaved();
    const pending = this.editor.pending();
    const { unanswered } = this.saving;
    try {
      if (!changes.length && !pending && !unanswered) await this.#drop(this.place.tab);
      else await this.#put(changes, pending, unanswered);
      await this.#leaveFormer();
      this.problem = "";
    } catch (error) {
      this.#fail(error);
    }
    this.dispatchEvent(new Event("change"));
  }

  // What was taken up is kept under this tab's own name now.
  async #leaveFormer() {
    if (this.#former) await this.#drop(this.#former.tab);
    this.#former = null;
  }

  async #put(changes, pending, unanswered) {
    const savedAt = new Date();
    await this.#drafts.keep(this.place, {
      savedAt: savedAt.toISOString(),
      title: this.editor.project.name,
      count: changes.length,
      body: {
        document: serialise(this.editor.document), changes: changes.map(({ op }) => ({ op })), pending, unanswered,
        numbers: this.editor.numbers.given(), carried: this.editor.carrying.kept(),
      },
    });
    this.keptAt = savedAt;
  }

  #fail(error) {
    console.warn(error);
    this.problem = UNKEPT;
    this.dispatchEvent(new Event("change"));
  }
}
