// The same asset was changed here and elsewhere, and the two do not go together: both versions side
// by side, in words and on the map, and the planner chooses, field by field where there are several.
// Nothing is written until every one is decided.
import L from "leaflet";
import { element } from "../element.js";
import { metresOf } from "../geometry/geodesy.js";
import { SHAPE, bringTogether, keepMine, takeTheirs } from "../geometry/document.js";
import { namesOf, partsNamed } from "./meeting.js";
import { readableMetres, readableValue } from "./readable.js";

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

  /**
   * `conflicts`: [{ client_id, theirs, by, is_own, at, clashes, brought }], as meeting.js leaves
   * them open; `then` when all are decided.
   */
  show(conflicts, then) {
    this.#open = [...conflicts];
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
    this.container.querySelector("input, button").focus();
    return undefined;
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

  #content(conflict) {
    const mine = this.editor.asset(conflict.client_id);
    const name = this.editor.title(mine ?? conflict.theirs);
    const others = this.#open.length > 1 ? `（共 ${this.#open.length} 项）` : "";
    return [
      element("h2", { text: `${name}：${headingOf(mine, conflict)}${others}` }),
      element("p", { text: `${storyOf(conflict)}。地图上蓝色是您的，红色虚线是对方的。选择前什么都不会写入。` }),
      ...(conflict.clashes ? this.#fields(mine, conflict) : this.#whole(mine, conflict)),
    ];
  }

  /** One side has deleted the asset: it stays or it goes. */
  #whole(mine, { client_id, theirs }) {
    const fields = this.#fieldsOf(mine ?? theirs).filter(({ name }) => (mine ?? theirs).values[name]);
    const rows = [...fields, { name: SHAPE, label: "图形" }].map((field) => this.#row(field, mine, theirs));
    return [table(rows), element("div", { class: "draw-choices" }, [
      this.#choice("保留我的", (document) => keepMine(document, client_id, theirs)),
      this.#choice(theirs ? "采用对方的" : "同意删除", (document) => takeTheirs(document, client_id, theirs)),
    ])];
  }

  #fields(mine, { theirs, clashes, brought }) {
    const isSeveral = clashes.length > 1;
    const versions = table(partsNamed(this.editor, mine, clashes).map((field) => this.#row(field, mine, theirs, isSeveral)));
    const all = (side) => (document) => bringTogether(document, theirs, Object.fromEntries(clashes.map((name) => [name, side])));
    const picked = (document) => bringTogether(document, theirs, sidesPicked(versions));
    return [
      versions,
      ...(brought.length ? [element("p", { class: "muted", text: `对方另外改了${namesOf(this.editor, theirs, brought)}，会一并保留。` })] : []),
      element("div", { class: "draw-choices" }, [
        ...(isSeveral ? [this.#choice("按勾选的", picked, "btn btn-primary")] : []),
        this.#choice(isSeveral ? "全部保留我的" : "保留我的", all("mine")),
        this.#choice(isSeveral ? "全部采用对方的" : "采用对方的", all("theirs")),
      ]),
    ];
  }

  #fieldsOf({ kind }) {
    return this.editor.kinds[kind]?.fields ?? [];
  }

  #choice(text, decide, look = "btn") {
    const choose = () => {
      this.#open.shift();
      this.editor.replace(decide(this.editor.document));
      this.#draw();
    };
    return element("button", { type: "button", class: look, text, on: { click: choose } });
  }

  /** `isAsked`: with a choice between the two. */
  #row(field, mine, theirs, isAsked = false) {
    const cells = [["mine", mine], ["theirs", theirs]].map(([side, asset]) => {
      const text = shown(field, asset, side === "mine" ? theirs : mine);
      return element("td", isAsked ? {} : { text }, isAsked ? [radio(field.name, side, text)] : []);
    });
    return element("tr", {}, [element("th", { scope: "row", text: field.label }), ...cells]);
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

function headingOf(mine, { theirs }) {
  if (!theirs) return "您改了，别处已删除";
  return mine ? "两处改得不一样" : "您删除了，别处又改过";
}

function storyOf({ theirs, by, is_own: isOwn, at }) {
  const what = theirs ? "也修改了这项设施" : "已删除这项设施";
  const who = isOwn ? "您在另一个窗口" : by || "别处";
  return at ? `${who}于 ${at} ${what}` : `${who}${what}`;
}

function table(rows) {
  const head = ["", "我的", "对方的"].map((text) => element("th", { scope: "col", text }));
  return element("table", { class: "table draw-versions" }, [
    element("thead", {}, [element("tr", {}, head)]), element("tbody", {}, rows),
  ]);
}

function radio(name, side, text) {
  const input = element("input", { type: "radio", name: `version-${name}`, value: side, data: { part: name }, checked: side === "mine" });
  return element("label", {}, [input, element("span", { text })]);
}

function sidesPicked(versions) {
  const picked = [...versions.querySelectorAll("input:checked")];
  return Object.fromEntries(picked.map(({ value, dataset }) => [dataset.part, value]));
}

function shown(field, asset, other) {
  if (!asset) return "已删除";
  if (field.name !== SHAPE) return readableValue(field, asset.values[field.name]) || "（空）";
  if (!asset.geometry) return "未上图";
  const metres = metresOf(asset.geometry);
  if (!metres) return "见地图";
  // Two lengths that read the same do not say what differs.
  const isAsLong = other?.geometry && readableMetres(metresOf(other.geometry)) === readableMetres(metres);
  return `${readableMetres(metres)}${isAsLong ? "（见地图）" : ""}`;
}
