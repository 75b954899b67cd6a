// Files sent in: dropped or chosen, named before they leave, with a bar that shows how far they are.
import { bindChosenFiles, formatSize } from "./chosen-files.js";
import { expired, offline, refusal } from "./request.js";

export function bindUpload(form) {
  new Upload(form).bind();
}

class Upload {
  constructor(form) {
    this.form = form;
    this.trouble = form.querySelector("[data-upload-trouble]");
    this.progress = form.querySelector("[data-upload-progress]");
    this.button = form.querySelector("[type=submit]");
  }

  bind() {
    bindChosenFiles(this.form, (files) => this.#weigh(files));
    this.form.addEventListener("submit", (event) => this.#send(event));
  }

  #weigh(files) {
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
