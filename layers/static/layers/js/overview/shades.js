// The lines of a legend of shades: a sample of each class and what it stands for.
import { element } from "../element.js";
import { legendOf } from "./measures.js";

/** A list of the classes that the values are in; `land` is the colour where there is nothing. */
export function shadeList(values, measure, { shades, land }) {
  const rows = legendOf(values, measure).map(({ number, text }) => {
    const swatch = element("span", { class: "shade", "aria-hidden": "true" });
    swatch.style.backgroundColor = number < 0 ? land : shades[number];
    return element("li", {}, [swatch, element("span", { class: "num", text })]);
  });
  return element("ul", { class: "shade-list" }, rows);
}
