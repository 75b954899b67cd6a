// Copies of the selected lines beside them, at a distance in metres.
import { element } from "../element.js";
import { parallelLine, partsOf } from "../geometry/lines.js";
import { readDistance } from "../geometry/reading.js";
import { drawnLike } from "./carrying.js";
import { readableMetres } from "./readable.js";
import { SmallWindow } from "./small-window.js";

const SIDES = [["right", "右侧（沿绘制方向）"], ["left", "左侧"]];

export function parallelWindow(container, editor) {
  let distance;
  let side;
  function build() {
    distance = element("input", { name: "distance", inputmode: "decimal", autocomplete: "off", value: "1.5" });
    side = element("select", { name: "side" }, SIDES.map(([value, text]) => element("option", { value, text })));
    return [
      element("label", {}, [element("span", { text: "距离（m）" }), distance]),
      element("label", {}, [element("span", { text: "哪一侧" }), side]),
      element("button", { type: "submit", class: "btn btn-primary", text: "复制" }),
    ];
  }
  function submit(small) {
    const { metres, error } = readDistance(distance.value);
    if (error) return small.say(error);
    copyBeside(editor, side.value === "left" ? -metres : metres);
    return small.close();
  }
  return new SmallWindow(container, "平行复制", { build, submit });
}

/** To the right by so many metres, to the left where they are less than none. */
export function copyBeside(editor, metres) {
  const lines = editor.selected().filter(({ geometry }) => geometry?.type.endsWith("LineString"));
  const added = lines.flatMap(({ kind, values, geometry }) => {
    const moved = partsOf(geometry).map((line) => parallelLine(line, metres)).filter(Boolean);
    if (!moved.length) return [];
    const coordinates = geometry.type === "LineString" ? moved[0] : moved;
    return [{ kind, values: drawnLike(values, editor.kinds[kind].fields), geometry: { ...geometry, coordinates } }];
  });
  if (!added.length) return editor.say("这样的距离画不出平行线，请改小一些");
  editor.add("平行复制", added);
  return editor.say(`已在${metres < 0 ? "左侧" : "右侧"}平行复制 ${added.length} 条，相距 ${readableMetres(Math.abs(metres))}`);
}
