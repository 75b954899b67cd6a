// Cells that two people have changed: both values side by side, one of them to be chosen.
import { element } from "../element.js";

export function showConflicts(list, saving, names) {
  list.replaceChildren(...saving.conflicts.map((conflict) => conflictLine(conflict, saving, names)));
}

function conflictLine(conflict, saving, names) {
  const choice = (side, label) => element("button", {
    class: "btn btn-small", type: "button",
    text: `${label}：${conflict[side] ? names.line(conflict[side]) : "删除这笔"}`,
    on: { click: () => saving.settle(conflict, side) },
  });
  const cell = element("strong", { text: names.cell(conflict.mine ?? conflict.theirs) });
  return element("li", {}, [cell, choice("mine", "用我的"), choice("theirs", "用别人的")]);
}
