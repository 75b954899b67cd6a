// In which coordinate system a file is read: the list of the import page, in the same words. The
// page brings it along as a template.
import { element } from "../element.js";

export class SystemChoice {
  constructor(root) {
    this.template = root.querySelector("template[data-systems]");
  }

  /** The name of a system; one that is not on the list is called by its text. */
  wordsOf(crs) {
    const found = [...this.template.content.querySelectorAll("option")].find(({ value }) => value === crs);
    return found?.textContent ?? crs;
  }

  /** The list with its caption, `crs` chosen ("" for none); `chosen(crs)` is told of another. */
  labelled({ crs, systemWords }, chosen) {
    const select = this.template.content.firstElementChild.cloneNode(true);
    if (!crs) select.prepend(element("option", { value: "", text: "请选定坐标系" }));
    else if (![...select.options].some(({ value }) => value === crs)) select.prepend(element("option", { value: crs, text: systemWords }));
    select.value = crs;
    select.addEventListener("change", () => select.value && chosen(select.value));
    return element("label", { class: "draw-system" }, [element("span", { text: "坐标系" }), select]);
  }
}
