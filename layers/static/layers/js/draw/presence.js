// Who else has this project's drawing open. Only told, never a lock.
import { element } from "../element.js";
import { isAbort, post } from "../request.js";
import { newId } from "./identity.js";

const EVERY_MS = 20000;

export class Presence {
  constructor(editor) {
    const { root } = editor;
    Object.assign(this, { editor, url: root.dataset.editorsUrl, csrf: root.dataset.csrf, line: root.querySelector("[data-others]") });
    this.tab = newId();
  }

  start() {
    this.#ask();
    setInterval(() => document.visibilityState === "visible" && this.#ask(), EVERY_MS);
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.#ask());
    window.addEventListener("pagehide", () => this.#send({ leaving: true }, { keepalive: true }));
  }

  async #ask() {
    const { body } = await this.#send({ leaving: false });
    this.#show(body?.others ?? []);
  }

  // Nothing is lost by not knowing who else is here: saving finds every conflict by itself.
  async #send(words, options = {}) {
    const content = { tab: this.tab, unsaved: this.editor.unsaved().length, ...words };
    try {
      return await post(this.url, content, { csrf: this.csrf, ...options });
    } catch (error) {
      if (!isAbort(error)) this.line.title = error.message;
      return {};
    }
  }

  #show(others) {
    const words = others.map(({ name, since, unsaved }) => (
      element("span", { class: "tag tag-warn", title: `${since} 打开${unsaved ? `，有 ${unsaved} 项未保存` : ""}`, text: `${name}也在绘制` })
    ));
    this.line.replaceChildren(...words);
  }
}
