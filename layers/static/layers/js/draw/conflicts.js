// Two people changed the same asset: both versions side by side, in words and on the map, and the
// planner chooses. Nothing is written until every one is decided.
import L from "leaflet";
import { element } from "../element.js";
import { same } from "../geometry/same.js";
import { metresOf } from "../geometry/geodesy.js";
import { keepMine, takeTheirs } from "../geometry/document.js";
import { readableMetres } from "./readable.js";

const SHUT_MEANWHILE = ".draw-tools, .draw-panel, .draw-strip, .draw-bar button, .draw-window:not(.draw-conflict)";

export class Conflicts {
  #open = [];
  #shapes = L.layerGroup();

  constructor(container, editor, saving) {
    Object.assign(this, { container, editor, saving });
  }

  get isOpen() {
    return this.#open.length > 0;
  }

  /** `conflicts`: [{ client_id, theirs, by, at, told }]; `then` when all are decided. */
  show(conflicts, then) {
    this.#open = conflicts.filter((each) => !this.#isSettled(each));
    this.then = then;
    this.#close(true);
    this.#shapes.addTo(this.editor.map);
    // Handles and glow would lie over the two versions.
    this.editor.layAside();
    this.#draw();
  }

  #draw() {
    this.#shapes.clearLayers();
    this.container.hidden = !this.isOpen;
    if (!this.isOpen) return this.#finish();
    const [current] = this.#open;
    this.#map(current);
    this.container.replaceChildren(...this.#content(current));
    this.container.querySelector("button").focus();
    return undefined;
  }

  /** What both have deleted is agreed on. */
  #isSettled({ client_id, theirs }) {
    if (theirs || this.editor.asset(client_id)) return false;
    this.editor.replace(keepMine(this.editor.document, client_id, null));
    return true;
  }

  // What is decided on must not change meanwhile.
  #close(isClosed) {
    this.saving.isClosed = isClosed;
    for (const part of this.editor.root.querySelectorAll(SHUT_MEANWHILE)) {
      part.toggleAttribute("inert", isClosed);
    }
  }

  #finish() {
    this.#shapes.remove();
    this.#close(false);
    this.editor.takeUp();
    this.saving.dispatchEvent(new Event("change"));
    this.then();
  }

  #content({ client_id, theirs, by, at }) {
    const mine = this.editor.asset(client_id);
    const name = (mine ?? theirs)?.values.number || (mine ?? theirs)?.values.name || "未编号的设施";
    const who = [by, at].filter(Boolean).join(" 于 ");
    const what = theirs ? "也修改了这项设施" : "已删除这项设施";
    return [
      element("h2", { text: `${name}：您和别人都改了${this.#open.length > 1 ? `（共 ${this.#open.length} 项）` : ""}` }),
      element("p", { text: `${who || "另一个人"} ${what}。地图上蓝色是您的，红色虚线是对方的。请选择保留哪一个，选择前什么都不会写入。` }),
      this.#table(mine, theirs),
      element("div", { class: "draw-choices" }, [
        this.#choice("保留我的", () => keepMine(this.editor.document, client_id, theirs)),
        this.#choice(theirs ? "采用对方的" : "同意删除", () => takeTheirs(this.editor.document, client_id, theirs)),
      ]),
    ];
  }

  #choice(text, decide) {
    const choose = () => {
      this.#open.shift();
      this.editor.replace(decide());
      this.#draw();
    };
    return element("button", { type: "button", class: "btn", text, on: { click: choose } });
  }

  #table(mine, theirs) {
    const fields = this.editor.kinds[(mine ?? theirs).kind].fields;
    const rows = fields.filter(({ name }) => mine?.values[name] !== theirs?.values[name]).map((field) => (
      [field.label, shown(field, mine), shown(field, theirs)]
    ));
    if (!same(mine?.geometry, theirs?.geometry)) rows.push(["图形", shapeWords(mine), shapeWords(theirs)]);
    const head = ["", "我的", "对方的"].map((text) => element("th", { scope: "col", text }));
    const body = rows.map(([label, ...texts]) => element("tr", {}, [
      element("th", { scope: "row", text: label }), ...texts.map((text) => element("td", { text })),
    ]));
    return element("table", { class: "table draw-versions" }, [
      element("thead", {}, [element("tr", {}, head)]), element("tbody", {}, body),
    ]);
  }

  #map({ client_id, theirs }) {
    const mine = this.editor.asset(client_id);
    const both = [[mine, "conflict-mine"], [theirs, "conflict-theirs"]].filter(([asset]) => asset?.geometry);
    for (const [{ geometry }, className] of both) {
      this.#shapes.addLayer(L.geoJSON(geometry, {
        style: { className, fill: false },
        pointToLayer: (_, latlng) => L.circleMarker(latlng, { radius: 10, className }),
        interactive: false,
      }));
    }
    const bounds = L.featureGroup(this.#shapes.getLayers()).getBounds();
    if (bounds.isValid()) this.editor.map.fitBounds(bounds, { padding: [80, 80], maxZoom: 18 });
  }
}

function shown(field, asset) {
  if (!asset) return "已删除";
  const value = asset.values[field.name] ?? "";
  return field.options?.find(([code]) => code === value)?.[1] ?? (value || "（空）");
}

function shapeWords(asset) {
  if (!asset) return "已删除";
  if (!asset.geometry) return "未上图";
  const metres = metresOf(asset.geometry);
  return metres ? readableMetres(metres) : "见地图";
}
