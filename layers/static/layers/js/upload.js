// Files sent in: dropped or chosen, named before they leave, with a bar that shows how far they are.
import { bindDropZone } from "./drop-zone.js";
import { element } from "./element.js";
import { expired, offline, refusal } from "./request.js";

const KB = 1024;
const UNITS = ["字节", "KB", "MB", "GB"];

/** 1.5 MB, as the person knows it from his own computer. */
export function formatSize(bytes) {
  const power = Math.min(Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(KB)), UNITS.length - 1);
  const figure = bytes / KB ** power;
  return `${power && figure < 100 ? figure.toFixed(1) : Math.round(figure)} ${UNITS[power]}`;
}

export function bindUpload(form) {
  new Upload(form).bind();
}

class Upload {
  constructor(form) {
    this.form = form;
    this.input = form.elements.files;
    this.drop = form.querySelector("[data-drop]");
    this.chosen = form.querySelector("[data-chosen]");
    this.trouble = form.querySelector("[data-upload-trouble]");
    this.progress = form.querySelector("[data-upload-progress]");
    this.button = form.querySelector("[type=submit]");
  }

  bind() {
    bindDropZone(this.drop, (files) => this.#take(files));
    this.input.addEventListener("change", () => this.#name());
    this.form.addEventListener("submit", (event) => this.#send(event));
    this.#name();
  }

  #take(files) {
    this.input.files = files;
    this.#name();
  }

  #name() {
    const files = [...this.input.files];
    this.chosen.replaceChildren(...files.map(({ name, size }) => element("li", {}, [
      element("span", { text: name }), element("span", { class: "num muted", text: formatSize(size) }),
    ])));
    const sum = files.reduce((total, { size }) => total + size, 0);
    const isTooMuch = sum > Number(this.form.dataset.limit);
    this.#tell(isTooMuch ? `一共 ${formatSize(sum)}，超过 ${this.form.dataset.limitWords} 的上限，请分成几份导入。` : "");
    this.button.disabled = isTooMuch;
  }

  #tell(sentence) {
    this.trouble.textContent = sentence;
    this.trouble.hidden = !sentence;
  }

  #send(event) {
    event.preventDefault();
    if (this.button.disabled) return;
    const request = new XMLHttpRequest();
    request.open("POST", this.form.action);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.addEventListener("progress", (at) => this.#show(at));
    request.addEventListener("load", () => this.#answered(request));
    request.addEventListener("error", () => this.#failed(offline()));
    this.#tell("");
    this.button.disabled = true;
    this.progress.hidden = false;
    request.send(new FormData(this.form));
  }

  #show({ loaded, total }) {
    const percent = total ? Math.floor((loaded * 100) / total) : 0;
    this.progress.querySelector("progress").value = percent;
    this.progress.querySelector("[data-upload-percent]").textContent = `${percent}%`;
    if (percent === 100) this.progress.querySelector("[data-upload-text]").textContent = "已上传，正在保存";
  }

  #answered({ status, response, responseURL }) {
    if (status === 200 && response?.url) location.assign(response.url);
    else if (new URL(responseURL).pathname !== new URL(this.form.action).pathname) this.#failed(expired());
    else this.#failed(refusal(status, response?.error));
  }

  #failed(error) {
    this.#tell(error.message);
    this.progress.hidden = true;
    this.button.disabled = false;
    delete this.form.dataset.sent;
  }
}
