// Cutting the selected line in two at a distance from its start: what needs no pointing.
import { element } from "../element.js";
import { metresOf } from "../geometry/geodesy.js";
import { placeAlong } from "../geometry/lines.js";
import { readDistance } from "../geometry/reading.js";
import { splitAsset } from "./cutting.js";
import { readableMetres } from "./readable.js";
import { SmallWindow } from "./small-window.js";

export function splitWindow(container, editor) {
  let distance;
  let line;
  function build() {
    [line] = editor.selected();
    distance = element("input", { name: "distance", inputmode: "decimal", autocomplete: "off" });
    return [
      element("p", { class: "muted", text: `${editor.title(line)}，全长 ${readableMetres(metresOf(line.geometry))}，从起点沿绘制方向量。` }),
      element("label", {}, [element("span", { text: "距起点（m）" }), distance]),
      element("button", { type: "submit", class: "btn btn-primary", text: "打断" }),
    ];
  }
  function submit(small) {
    const { metres, error } = readDistance(distance.value);
    if (error) return small.say(error);
    const { geometry } = editor.asset(line.client_id) ?? {};
    const at = geometry && placeAlong(geometry, metres);
    if (!at) return small.say(geometry ? `要小于全长 ${readableMetres(metresOf(geometry))}` : "这条线已被删除或取下");
    splitAsset(editor, line.client_id, at);
    return small.close();
  }
  return new SmallWindow(container, "打断于距离", { build, submit });
}
