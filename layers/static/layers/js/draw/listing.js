// The project's assets as a list beside the map, where boxes gather several, and the tray of those
// without a place: a click or a drag puts each on the map.
import L from "leaflet";
import { element } from "../element.js";
import { metresOf } from "../geometry/geodesy.js";
import { worded } from "../hand.js";
import { gapsOf } from "./gaps.js";
import { putOnMap } from "./placing.js";
import { toPosition } from "./positions.js";
import { readableMetres } from "./readable.js";

const MOST_ROWS = 300;
const LACKING = "缺项";
const DRAGGED = "application/x-atlas-asset";

export class Listing {
  #wanted = "";

  /** `isTray`: only what has no place yet. */
  constructor(container, editor, { isTray }) {
    Object.assign(this, { container, editor, isTray });
    this.search = element("input", {
      type: "search", class: "draw-search", placeholder: "按编号、名称、道路查找，或写“缺项”", "aria-label": "查找设施",
      on: { input: () => this.#find() },
    });
    this.rows = element("ul", { class: "draw-rows" });
    this.note = element("p", { class: "muted" });
    this.all = element("button", { type: "button", class: "btn btn-small", on: { click: () => this.editor.selectAll(this.found.map(({ client_id }) => client_id)) } });
    container.append(...(isTray ? [] : [this.search]), element("div", { class: "draw-found" }, [this.note, ...(isTray ? [] : [this.all])]), this.rows);
  }

  start() {
    this.editor.addEventListener("change", () => this.draw());
    this.editor.addEventListener("selection", () => this.#mark());
    if (this.isTray) this.#acceptDrops();
    this.draw();
  }

  get assets() {
    const all = this.editor.assets();
    return this.isTray ? all.filter(({ geometry }) => !geometry) : all;
  }

  draw() {
    const found = this.assets.filter((asset) => this.#matches(asset));
    const focused = this.#focused();
    this.rows.replaceChildren(...found.slice(0, MOST_ROWS).map((asset) => this.#row(asset)));
    if (focused) this.#focus(focused);
    this.found = found;
    this.lacking = found.filter((asset) => this.#gapMark(asset)).length;
    this.all.hidden = !found.length;
    this.all.textContent = this.#wanted ? "全选查到的" : "全选";
    this.#mark();
  }

  /** Where the cursor is among the rows, for when they are made anew. */
  #focused() {
    const row = this.rows.contains(document.activeElement) && document.activeElement.closest("[data-asset]");
    return row && { asset: row.dataset.asset, place: [...this.rows.children].indexOf(row), tag: document.activeElement.localName };
  }

  /** The same row, the one in its place where it has gone, and the search where none is left. */
  #focus({ asset, place, tag }) {
    const same = this.rows.querySelector(`[data-asset="${asset}"]`);
    const row = same ?? this.rows.children[Math.min(place, this.rows.children.length - 1)];
    const target = row ? row.querySelector(tag) : this.search;
    target.focus({ preventScroll: Boolean(same) });
  }

  #mark() {
    for (const row of this.rows.children) {
      const isChosen = this.editor.selection.has(row.dataset.asset);
      row.querySelector("button").setAttribute("aria-pressed", String(isChosen));
      const box = row.querySelector("input");
      if (box) box.checked = isChosen;
    }
    this.note.textContent = this.#words(this.found.length);
  }

  #words(count) {
    if (this.isTray) return count ? `${count} 项还没有位置：${worded("单击后在地图上指定，或直接拖到地图上", "点一项，再在地图上点它的位置")}。` : "本项目的设施都已上图。";
    if (count > MOST_ROWS) return `共 ${count} 项，这里列出前 ${MOST_ROWS} 项，请用查找缩小范围。`;
    if (!count) return this.#wanted ? "没有找到。" : "还没有设施。";
    const { size } = this.editor.selection;
    const lacking = this.lacking ? `；${this.lacking} 项有缺项` : "";
    return `共 ${count} 项，${size ? `已选 ${size} 项` : worded("打勾或按住 Shift 单击选中几项", "打勾选中几项")}${lacking}`;
  }

  #find() {
    this.#wanted = this.search.value.trim().toLowerCase();
    this.draw();
  }

  #matches(asset) {
    const { number, name, road } = asset.values;
    return !this.#wanted || [number, name, road, this.#gapMark(asset)].some((text) => text?.toLowerCase().includes(this.#wanted));
  }

  #gapMark(asset) {
    return gapsOf(this.editor.kinds, asset).length ? LACKING : "";
  }

  #row(asset) {
    const { client_id, kind, values, geometry, id } = asset;
    const { label } = this.editor.kinds[kind] ?? { label: kind };
    const title = this.editor.title(asset);
    const metres = geometry ? metresOf(geometry) : 0;
    const gaps = gapsOf(this.editor.kinds, asset);
    const button = element("button", {
      type: "button", class: "draw-row", draggable: this.isTray ? "true" : undefined,
      on: { click: (event) => this.#choose(asset, event), dragstart: (event) => event.dataTransfer.setData(DRAGGED, client_id) },
    }, [
      element("span", { class: "draw-row-name", text: title }),
      element("span", { class: "muted", text: [this.#medium(values.medium), label, values.road].filter(Boolean).join(" · ") }),
      element("span", { class: "num", text: metres ? readableMetres(metres) : "" }),
      ...(id ? [] : [element("span", { class: "tag", text: "新" })]),
      ...(geometry ? [] : [element("span", { class: "tag tag-warn", text: "未上图" })]),
      ...(gaps.length ? [element("span", { class: "tag tag-warn", text: LACKING, title: `缺${gaps.join("、")}` })] : []),
    ]);
    if (this.isTray) return element("li", { data: { asset: client_id } }, [button]);
    return element("li", { class: "is-pickable", data: { asset: client_id } }, [this.#box(client_id, title), button]);
  }

  #box(client_id, title) {
    const toggle = () => this.editor.toggle(client_id);
    return element("label", { class: "draw-pick" }, [element("input", { type: "checkbox", "aria-label": `选中 ${title}`, on: { change: toggle } })]);
  }

  #medium(code) {
    return code ? this.editor.styling.label("medium", code) : "";
  }

  #choose(asset, event) {
    const isOneMore = event.shiftKey || event.ctrlKey || event.metaKey || (this.editor.options.gather && !this.isTray);
    if (isOneMore) return this.editor.toggle(asset.client_id);
    // Who walks the list with the keys goes on from this row.
    this.editor.select([asset.client_id], { stays: event.detail === 0 });
    if (!asset.geometry) return this.#place(asset);
    const bounds = L.geoJSON(asset.geometry).getBounds();
    return this.editor.map.fitBounds(bounds, { padding: [80, 80], maxZoom: 18 });
  }

  /** The tool that gives the asset its shape; `positions`: where a drag let it fall. */
  #place({ client_id, kind }, positions) {
    const { shapes } = this.editor.kinds[kind];
    if (shapes.includes("point") && positions) {
      putOnMap(this.editor, client_id, { type: "Point", coordinates: positions[0] });
      return;
    }
    this.editor.use(shapes[0], { place: client_id, positions });
  }

  #acceptDrops() {
    const frame = this.editor.map.getContainer();
    const isOurs = (event) => event.dataTransfer?.types.includes(DRAGGED);
    frame.addEventListener("dragover", (event) => isOurs(event) && event.preventDefault());
    frame.addEventListener("drop", (event) => {
      if (!isOurs(event)) return;
      event.preventDefault();
      const asset = this.editor.asset(event.dataTransfer.getData(DRAGGED));
      if (asset) this.#place(asset, [toPosition(this.editor.map.mouseEventToLatLng(event))]);
    });
  }
}
