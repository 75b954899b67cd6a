// How many projects each choice of the filter would give, the other filters kept.
import { asked } from "./address.js";
import { element } from "./element.js";
import { formatCount } from "./numbers.js";
import { getJson, isAbort } from "./request.js";

export class Facets {
  #asking = null;

  constructor(form, url, notices) {
    Object.assign(this, { form, url, notices });
  }

  /** Takes the counts away where they would be of something else. */
  clear() {
    this.#asking?.abort();
    this.notices.clear("facets");
    for (const count of this.form.querySelectorAll(".choice-list .count")) count.remove();
    for (const label of this.form.querySelectorAll(".choice-list .is-zero")) label.classList.remove("is-zero");
  }

  /** Ends when the counts are shown, have failed (and said so) or are asked for anew. */
  async show(params) {
    this.#asking?.abort();
    const asking = (this.#asking = new AbortController());
    try {
      showCounts(this.form, await getJson(asked(this.url, params), asking));
      this.notices.clear("facets");
    } catch (error) {
      if (!isAbort(error)) this.notices.fail("facets", error, () => this.show(params));
    }
  }
}

function counted(label) {
  const there = label.querySelector(".count");
  if (there) return there;
  const made = element("span", { class: "num count" });
  label.append(made);
  return made;
}

function showCounts(form, facets) {
  for (const [name, counts] of Object.entries(facets)) {
    for (const box of form.querySelectorAll(`input[name="${name}"]`)) {
      const label = box.closest("label");
      const count = counts[box.value] ?? 0;
      counted(label).textContent = formatCount(count);
      label.classList.toggle("is-zero", count === 0 && !box.checked);
    }
  }
}
