// The lines of a legend of shades: a sample of each class and what it stands for.
import { element } from "../element.js";
import { OUT_OF_SIGHT, legendOf } from "./measures.js";

/**
 * A list of the classes that the values are in; `land` is the colour where there is nothing, `veil`
 * where the reader may see nothing, if there is such a place.
 */
export function shadeList(values, measure, { shades, land, veil }) {
  const classes = legendOf(values, measure).map(({ number, text }) => line(number < 0 ? land : shades[number], text));
  return element("ul", { class: "shade-list" }, veil ? [...classes, line(veil, OUT_OF_SIGHT)] : classes);
}

function line(colour, text) {
  const swatch = element("span", { class: "shade", "aria-hidden": "true" });
  swatch.style.backgroundColor = colour;
  return element("li", {}, [swatch, element("span", { class: "num", text })]);
}
