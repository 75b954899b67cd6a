// A sheet as a table; what its rows and cells stand for are links.
import { element } from "../element.js";

function linked(text, asks, { href, follow }) {
  if (!asks?.length || text === "—") return [text];
  const press = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    follow(asks);
  };
  return [element("a", { href: href(asks), text, on: { click: press } })];
}

/** A card that shows its picture, or by its button “表格” the table behind it. */
export class TableBehind {
  /** `fit()` is called when the picture may have another width than before. */
  constructor(card, fit = () => {}) {
    Object.assign(this, { card, fit });
    this.table = card.querySelector("[data-table]");
    this.button = card.querySelector("[data-as-table]");
    this.button.addEventListener("click", () => this.#turn());
  }

  show(content) {
    this.table.replaceChildren(content);
  }

  #turn() {
    const asTable = this.button.getAttribute("aria-pressed") !== "true";
    this.button.setAttribute("aria-pressed", String(asTable));
    this.card.toggleAttribute("data-tabled", asTable);
    this.fit();
  }
}

function figures(cells, lead) {
  return cells.map((cell) => element("td", { class: "num" }, linked(cell.text, cell.asks, lead)));
}

// The line that all rows add up to, where there is more than one.
function footOf({ rows, sum }, lead) {
  if (!sum || rows.length < 2) return [];
  return [element("tfoot", {}, [element("tr", {}, [element("th", { scope: "row", text: "合计" }), ...figures(sum, lead)])])];
}

export function tableOf(sheet, caption, lead) {
  const { rows, sumHead } = sheet;
  const [first, ...rest] = sumHead ? [...sheet.head, sumHead] : sheet.head;
  const heads = [element("th", { scope: "col", text: first }), ...rest.map((text) => element("th", { scope: "col", class: "num", text }))];
  const body = rows.map(({ label, asks, cells, sum }) => element("tr", {}, [
    element("th", { scope: "row" }, linked(label, asks, lead)),
    ...figures(sum ? [...cells, sum] : cells, lead),
  ]));
  return element("table", { class: "table table-figures" }, [
    element("caption", { class: "sr-only", text: caption }),
    element("thead", {}, [element("tr", {}, heads)]),
    element("tbody", {}, body),
    ...footOf(sheet, lead),
  ]);
}
