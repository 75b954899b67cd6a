// The project's assets as a list beside the map, and the tray of those without a place: a click
// or a drag puts each on the map.
import L from "leaflet";
import { element } from "../element.js";
import { metresOf } from "../geometry/geodesy.js";
import { toPosition } from "./positions.js";
import { readableMetres, titleOf } from "./readable.js";

const MOST_ROWS = 300;
const DRAGGED = "application/x-atlas-asset";

export class Listing {
  #wanted = "";

  /** `isTray`: only what has no place yet. */
  constructor(container, editor, { isTray }) {
    Object.assign(this, { container, editor, isTray });
    this.search = element("input", {
      type: "search", class: "draw-search", placeholder: "按编号、名称、道路查找", "aria-label": "查找设施",
      on: { input: () => this.#find() },
    });
    this.rows = element("ul", { class: "draw-rows" });
    this.note = element("p", { class: "muted" });
    container.append(...(isTray ? [] : [this.search]), this.note, this.rows);
  }

  start() {
    for (const name of ["change", "selection"]) this.editor.addEventListener(name, () => this.draw());
    if (this.isTray) this.#acceptDrops();
    this.draw();
  }

  get assets() {
    const all = this.editor.assets();
    return this.isTray ? all.filter(({ geometry }) => !geometry) : all;
  }

  draw() {
    const found = this.assets.filter((asset) => this.#matches(asset));
    this.rows.replaceChildren(...found.slice(0, MOST_ROWS).map((asset) => this.#row(asset)));
    this.note.textContent = this.#words(found.length);
  }

  #words(count) {
    if (this.isTray) return count ? `${count} 项还没有位置：单击后在地图上指定，或直接拖到地图上。` : "本项目的设施都已上图。";
    if (count > MOST_ROWS) return `共 ${count} 项，这里列出前 ${MOST_ROWS} 项，请用查找缩小范围。`;
    return count ? `共 ${count} 项，Shift 加选` : "还没有设施。";
  }

  #find() {
    this.#wanted = this.search.value.trim().toLowerCase();
    this.draw();
  }

  #matches({ values }) {
    return !this.#wanted || ["number", "name", "road"].some((name) => values[name]?.toLowerCase().includes(this.#wanted));
  }

  #row(asset) {
    const { client_id, kind, values, geometry, id } = asset;
    const { label } = this.editor.kinds[kind] ?? { label: kind };
    const title = titleOf(values);
    const metres = geometry ? metresOf(geometry) : 0;
    const isChosen = this.editor.selection.has(client_id);
    const button = element("button", {
      type: "button", class: "draw-row", "aria-pressed": String(isChosen), draggable: this.isTray ? "true" : undefined,
      on: { click: (event) => this.#choose(asset, event), dragstart: (event) => event.dataTransfer.setData(DRAGGED, client_id) },
    }, [
      element("span", { class: "draw-row-name", text: title }),
      element("span", { class: "muted", text: [this.#medium(values.medium), label, values.road].filter(Boolean).join(" · ") }),
      element("span", { class: "num", text: metres ? readableMetres(metres) : "" }),
      ...(id ? [] : [element("span", { class: "tag", text: "新" })]),
      ...(geometry ? [] : [element("span", { class: "tag tag-warn", text: "未上图" })]),
    ]);
    return element("li", { data: { asset: client_id } }, [button]);
  }

  #medium(code) {
    return code ? this.editor.styling.label("medium", code) : "";
  }

  #choose(asset, event) {
    if (event.shiftKey || event.ctrlKey) return this.editor.toggle(asset.client_id);
    this.editor.select([asset.client_id]);
    if (!asset.geometry) return this.#place(asset);
    const bounds = L.geoJSON(asset.geometry).getBounds();
    return this.editor.map.fitBounds(bounds, { padding: [80, 80], maxZoom: 18 });
  }

  /** The tool that gives the asset its shape; `positions`: where a drag let it fall. */
  #place({ client_id, kind }, positions) {
    const { shapes } = this.editor.kinds[kind];
    if (shapes.includes("point") && positions) {
      this.editor.reshape("放上地图", client_id, { type: "Point", coordinates: positions[0] });
      this.editor.select([client_id]);
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
