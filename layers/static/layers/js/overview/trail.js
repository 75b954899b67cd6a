// Where one is and the way back: 全市 › 西区, or the two that are compared; title and day with it.
// Whose projects are seen (`scope`) stands where the city does for who sees all.
import { asked } from "../address.js";
import { element } from "../element.js";
import { comparing } from "./look.js";

export function showTrail(root, { scope, name, chosen, sides, on, params, follow }) {
  const steps = [[scope, without(params, "district")]];
  if (chosen.length) steps.push([name, comparing(params, [])]);
  const pair = sides.map(({ label }) => label).join(sides[0]?.name === "year" ? "与 " : "与");
  if (sides.length) steps.push([`比较：${pair}`, params]);
  const trail = root.querySelector("[data-trail]");
  // The title says it already.
  trail.hidden = steps.length === 1;
  trail.replaceChildren(...steps.map(([text, next], i) => {
    const isHere = i === steps.length - 1;
    return element("li", isHere ? { text, "aria-current": "page" } : {}, isHere ? [] : [link(text, next, follow)]);
  }));
  const title = sides.length ? `${pair}比较` : `${name}总览`;
  root.querySelector("h1").textContent = title;
  document.title = `${title} · 焕新图`;
  const past = root.querySelector("[data-past-note]");
  past.hidden = !on;
  past.textContent = on ? `${on} 当日的情况：按阶段变动的生效日期推算，当时还没有的项目不计；投资、资金和长度是现在的登记数，已支付只算到当年。项目列表打开的是今天的情况。` : "";
}

function without(params, name) {
  const next = comparing(params, []);
  next.delete(name);
  return next;
}

function link(text, next, follow) {
  const press = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    follow(next);
  };
  return element("a", { href: asked(location.pathname, next), text, on: { click: press } });
}
