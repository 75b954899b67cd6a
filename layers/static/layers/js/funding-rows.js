// Funding rows under the project's form: one more on demand, and their sum against the total.
import { formatWan } from "./numbers.js";

function amountOf(input) {
  const text = input.value.normalize("NFKC").replaceAll(",", "").trim();
  return text ? Number(text) : 0;
}

function textOf(wan) {
  const { figure, unit } = formatWan(wan);
  return `${figure} ${unit}`;
}

/** The sentence under the rows: what is arranged, and what is missing or too much. */
export function balance(funded, total) {
  if (Number.isNaN(funded) || Number.isNaN(total)) return "";
  const sum = `已安排 ${textOf(funded)}`;
  if (!total) return sum;
  const gap = Math.round((total - funded) * 100) / 100;
  if (gap === 0) return `${sum}，与总投资相符`;
  return gap > 0 ? `${sum}，缺口 ${textOf(gap)}` : `${sum}，超出总投资 ${textOf(-gap)}`;
}

export function bindFundingRows(form) {
  const box = form.querySelector("[data-rows]");
  const template = form.querySelector("[data-row-template]");
  const count = form.querySelector("[name=funding-TOTAL_FORMS]");
  const add = form.querySelector("[data-add-row]");
  const told = form.querySelector("[data-funding-sum]");

  function tell() {
    const rows = [...box.querySelectorAll("[data-row]")].filter((row) => !row.querySelector("[name$=-DELETE]").checked);
    const funded = rows.reduce((sum, row) => sum + amountOf(row.querySelector("[name$=-amount_wan]")), 0);
    told.textContent = balance(funded, amountOf(form.elements.investment_wan));
  }

  function addRow() {
    const row = template.content.firstElementChild.cloneNode(true);
    for (const each of row.querySelectorAll("*")) {
      for (const name of ["name", "id", "for", "aria-describedby"]) {
        const value = each.getAttribute(name);
        if (value) each.setAttribute(name, value.replace("__prefix__", count.value));
      }
    }
    count.value = Number(count.value) + 1;
    box.append(row);
    row.querySelector("select").focus();
  }

  add.hidden = false;
  add.addEventListener("click", addRow);
  form.addEventListener("input", tell);
  tell();
}
