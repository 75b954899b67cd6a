// How many projects stand behind each choice of the filter. A group in which something is ticked
// counts only that: the others would all read 0, which is no news.
import { element } from "./element.js";
import { formatCount } from "./numbers.js";

const SPLITS = {
  sector: "by_sector", funding: "by_funding", stage: "by_stage", district: "by_district",
};

function counted(label) {
  const there = label.querySelector(".count");
  if (there) return there;
  const made = element("span", { class: "num count" });
  label.append(made);
  return made;
}

export function showFacets(form, summary) {
  for (const [name, split] of Object.entries(SPLITS)) {
    const counts = new Map(summary[split].map(({ code, projects }) => [code, projects]));
    const boxes = [...form.querySelectorAll(`input[name="${name}"]`)];
    const narrowed = boxes.some(({ checked }) => checked);
    for (const box of boxes) {
      const count = counted(box.closest("label"));
      count.textContent = narrowed && !box.checked ? "" : formatCount(counts.get(box.value) ?? 0);
    }
  }
}
