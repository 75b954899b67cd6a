// Files dropped or chosen, named before they leave.
import { bindDropZone } from "./drop-zone.js";
import { element } from "./element.js";

const KB = 1024;
const UNITS = ["字节", "KB", "MB", "GB"];

/** 1.5 MB, as the person knows it from his own computer. */
export function formatSize(bytes) {
  const power = Math.min(Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(KB)), UNITS.length - 1);
  const figure = bytes / KB ** power;
  return `${power && figure < 100 ? figure.toFixed(1) : Math.round(figure)} ${UNITS[power]}`;
}

/** Names what the form's input holds, wherever it came from; `told(files)` hears of it, at first too. */
export function bindChosenFiles(form, told = () => {}) {
  const { files: input } = form.elements;
  const list = form.querySelector("[data-chosen]");
  const name = () => {
    const files = [...input.files];
    list.replaceChildren(...files.map((file) => element("li", {}, [
      element("span", { text: file.name }), element("span", { class: "num muted", text: formatSize(file.size) }),
    ])));
    told(files);
  };
  bindDropZone(form.querySelector("[data-drop]"), (files) => {
    input.files = files;
    name();
  });
  input.addEventListener("change", name);
  name();
}
