// Who else has this project's drawing open. Only told, never a lock.
import { element } from "../element.js";
import { RequestError, isAbort } from "../request.js";
import { newId } from "./identity.js";
import { postAnew } from "./login.js";

const EVERY_MS = 20000;

export class Presence {
  constructor(editor, colleagues) {
    const { root } = editor;
    Object.assign(this, { editor, colleagues, url: root.dataset.editorsUrl, line: root.querySelector("[data-others]") });
    this.tab = newId();
  }

  start() {
    this.#ask();
    setInterval(() => document.visibilityState === "visible" && this.#ask(), EVERY_MS);
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.#ask());
    window.addEventListener("pagehide", () => this.#send({ leaving: true }, { keepalive: true }));
  }

  async #ask() {
    await this.#send({ leaving: false }, {}, async ({ others, edition }) => {
      this.#show(others ?? []);
      await this.colleagues.heard(edition);
      this.line.title = "";
    });
  }

  // Nothing is lost by not knowing who else is here: saving finds every conflict by itself.
  async #send(words, options, then = () => {}) {
    const content = { tab: this.tab, unsaved: this.editor.unsaved().length, ...words };
    try {
      const { body } = await postAnew(this.editor.root, this.url, content, { isUnattended: true, ...options });
      if (!body.error) await then(body);
    } catch (error) {
      if (!(error instanceof RequestError) && !isAbort(error)) throw error;
      this.line.title = error.message;
    }
  }

  #show(others) {
    const words = others.map(({ name, since, unsaved }) => (
      element("span", { class: "tag tag-warn", title: `${since} 打开${unsaved ? `，有 ${unsaved} 项未保存` : ""}`, text: `${name}也在绘制` })
    ));
    this.line.replaceChildren(...words);
  }
}
