// What others do to the same project meanwhile: read anew when the server's edition of it is no
// longer the one that is known here, and taken over wherever nothing of ours is at stake.
import { absorbAll, isOutdated } from "../geometry/document.js";
import { cutOff, getJson } from "../request.js";

export class Colleagues {
  #known;
  #saves = 0;
  #saving = null;

  constructor(editor, edition) {
    Object.assign(this, { editor, url: editor.root.dataset.drawingUrl });
    this.#known = edition;
  }

  watch(saving) {
    this.#saving = saving;
    saving.addEventListener("saved", ({ detail }) => this.#saved(detail));
  }

  /** The server's edition as somebody was told it by the way. */
  async heard(edition) {
    const { isBusy, isClosed, unanswered } = this.#saving;
    // Before it is known what became of a request, what others did cannot be told from our own.
    if (edition === this.#known || isBusy || isClosed || unanswered) return;
    const before = this.editor.document;
    await this.refresh();
    const isFree = !this.editor.tool.isUnfinished?.();
    if (this.editor.document !== before && isFree) this.editor.say("同事保存的改动已读入，图上已更新");
  }

  async refresh() {
    const saves = this.#saves;
    const { assets, edition } = await getJson(this.url);
    // An answer from before a save would take away what that save has brought.
    if (saves !== this.#saves) return;
    if (!Array.isArray(assets)) throw cutOff();
    const inHand = this.editor.inHand();
    const { document } = this.editor;
    // What is passed over now is asked for again.
    if (![...inHand].some((id) => isOutdated(document, assets, id))) this.#known = edition;
    this.editor.replace(absorbAll(document, assets, inHand));
  }

  // Somebody else's change before ours is not known yet, so the edition stays the old one.
  #saved({ before, edition }) {
    this.#saves += 1;
    if (before === this.#known) this.#known = edition;
  }
}
