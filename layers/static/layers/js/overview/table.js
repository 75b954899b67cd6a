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

export function tableOf({ head, rows }, caption, lead) {
  const [first, ...rest] = head;
  const heads = [element("th", { scope: "col", text: first }), ...rest.map((text) => element("th", { scope: "col", class: "num", text }))];
  const body = rows.map(({ label, asks, cells }) => element("tr", {}, [
    element("th", { scope: "row" }, linked(label, asks, lead)),
    ...cells.map((cell) => element("td", { class: "num" }, linked(cell.text, cell.asks, lead))),
  ]));
  return element("table", { class: "table table-figures" }, [
    element("caption", { class: "sr-only", text: caption }),
    element("thead", {}, [element("tr", {}, heads)]),
    element("tbody", {}, body),
  ]);
}
