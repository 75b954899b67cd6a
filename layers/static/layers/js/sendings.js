// Many files, each sent by itself: one that is refused or breaks off does not hold up the others.
import { formatSize } from "./chosen-files.js";
import { bindDropZone } from "./drop-zone.js";
import { element } from "./element.js";
import { isByFinger } from "./hand.js";
import { rememberSent } from "./just-sent.js";
import { expired, offline, refusal } from "./request.js";

const AT_ONCE = 2;

export class Sendings {
  #files = [];
  #isSending = false;

  constructor(form) {
    this.form = form;
    this.input = form.elements.files;
    this.list = form.querySelector("[data-sendings]");
    this.button = form.querySelector("[type=submit]");
    this.over = form.querySelector("[data-sent-all]");
  }

  bind() {
    const camera = this.form.querySelector("[data-camera]");
    camera.hidden = !isByFinger();
    this.input.required = false;
    bindDropZone(this.form.querySelector("[data-drop]"), (files) => this.#add(files));
    for (const input of [this.input, camera.querySelector("input")]) {
      input.addEventListener("change", () => {
        this.#add(input.files);
        input.value = "";
      });
    }
    this.form.addEventListener("submit", (event) => this.#send(event));
    this.over.addEventListener("click", () => this.#remember());
  }

  #add(files) {
    for (const file of files) this.#files.push(new Sending(file, this.form.dataset));
    this.list.append(...this.#files.filter(({ row }) => !row.isConnected).map(({ row }) => row));
    this.button.scrollIntoView({ block: "nearest", behavior: "smooth" });
  }

  async #send(event) {
    event.preventDefault();
    delete this.form.dataset.sent;
    if (this.#isSending) return;
    this.#isSending = this.button.disabled = true;
    const waiting = this.#files.filter((file) => file.isWaiting);
    const next = async () => {
      for (let file = waiting.shift(); file; file = waiting.shift()) await file.send(this.form);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, next));
    this.#isSending = this.button.disabled = false;
    this.#tell();
  }

  #tell() {
    const refused = this.#files.filter(({ state }) => state === "refused");
    this.over.hidden = !this.#sent.length;
    if (!this.#sent.length || refused.length) return;
    this.#remember();
    location.replace(location.pathname);
  }

  get #sent() {
    return this.#files.filter(({ state }) => state === "sent");
  }

  #remember() {
    rememberSent(this.#sent.map(({ url }) => url));
  }
}

class Sending {
  constructor(file, { limit, limitWords }) {
    this.file = file;
    this.words = element("span", { class: "sending-words muted" });
    this.bar = element("progress", { class: "bar", max: 100, value: 0, "aria-label": `上传进度：${file.name}` });
    this.away = element("button", { type: "button", class: "btn btn-small", text: "移除", on: { click: () => this.#remove() } });
    this.row = element("li", {}, [
      element("span", { class: "file-name", text: file.name }), element("span", { class: "num muted", text: formatSize(file.size) }),
      this.away, this.bar, this.words,
    ]);
    this.#be("waiting", "");
    if (file.size > Number(limit)) this.#be("refused", `超过 ${limitWords} 的上限，请压缩或拆分后再传。`);
    else if (!file.size) this.#be("refused", "是空文件。");
    this.isTooMuch = this.state === "refused";
  }

  get isWaiting() {
    return this.state === "waiting" || (this.state === "refused" && !this.isTooMuch);
  }

  send(form) {
    const body = new FormData(form);
    body.set("files", this.file);
    this.#be("sending", "正在上传");
    return new Promise((done) => {
      const request = new XMLHttpRequest();
      request.open("POST", form.action);
      request.setRequestHeader("Accept", "application/json");
      request.responseType = "json";
      request.upload.addEventListener("progress", ({ loaded, total }) => this.#show(loaded / total));
      request.addEventListener("load", () => done(this.#answered(request, form)));
      request.addEventListener("error", () => done(this.#be("refused", offline().message)));
      request.send(body);
    });
  }

  #show(part) {
    this.bar.value = Math.floor(part * 100);
    if (part === 1) this.words.textContent = "已上传，正在检查";
  }

  #answered({ status, response, responseURL }, form) {
    const isElsewhere = new URL(responseURL).pathname !== new URL(form.action).pathname;
    if (status === 201 && !isElsewhere) this.#keep(response);
    else this.#be("refused", (isElsewhere ? expired() : refusal(status, response?.error)).message);
  }

  #keep({ url, type }) {
    this.url = url;
    this.#be("sent", `已保存为“${type}”`);
  }

  #be(state, words) {
    this.state = this.row.dataset.state = state;
    this.words.textContent = words;
    this.bar.hidden = state !== "sending";
    this.away.hidden = !["waiting", "refused"].includes(state);
  }

  #remove() {
    this.state = "removed";
    this.row.remove();
  }
}
