// What is laid under the drawing to trace from: files that are dropped on the map or chosen. They
// are read, shown and snapped to, and never saved.
import L from "leaflet";
import { element } from "../element.js";
import { makeGuides } from "../geometry/snap.js";
import { RequestError, post } from "../request.js";
import { PICTURE, Picture, WORLD, readWorld } from "./picture.js";
import { SmallWindow } from "./small-window.js";

const PANE = "tracing";
const Z_INDEX = 160;
const COLOURS = ["#8a3ffc", "#d6336c", "#b35c00", "#0b7285"];

export class Overlays extends SmallWindow {
  #list = [];

  constructor(container, editor) {
    super(container, "描图底图", { build: () => this.#build() });
    this.editor = editor;
    editor.map.createPane(PANE).style.zIndex = Z_INDEX;
  }

  start() {
    const frame = this.editor.map.getContainer();
    const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
    frame.addEventListener("dragover", (event) => hasFiles(event) && event.preventDefault());
    frame.addEventListener("drop", (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      this.take([...event.dataTransfer.files]);
    });
  }

  /** What the overlays that are shown offer to snap to. */
  get guides() {
    return this.#list.filter(({ isShown, guides }) => isShown && guides).map(({ guides }) => guides);
  }

  async take(files) {
    if (!files.length) return;
    if (!this.isOpen) this.open();
    this.say("正在读取……");
    try {
      const made = files.some(({ name }) => PICTURE.test(name)) ? await this.#picture(files) : await this.#shapes(files);
      this.#add(made);
      this.say(made.words ?? "");
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      this.say(error.message);
    }
  }

  async #picture(files) {
    const picture = files.find(({ name }) => PICTURE.test(name));
    const world = files.find(({ name }) => WORLD.test(name));
    if (!world) throw new RequestError("图片要和它的坐标文件（如 .jgw、.pgw）一起选或一起拖入");
    const { error, place, code } = readWorld(await world.text());
    if (error) throw new RequestError(`${world.name}：${error}`);
    const bitmap = await createImageBitmap(picture).catch(() => {
      throw new RequestError(`${picture.name} 不是能打开的图片`);
    });
    return { name: picture.name, layer: new Picture(bitmap, { place }, { pane: PANE }), words: `按 ${code} 放置` };
  }

  async #shapes(files) {
    const form = new FormData();
    for (const file of files) form.append("files", file);
    const { overlaysUrl, csrf } = this.editor.root.dataset;
    const { status, body } = await post(overlaysUrl, form, { csrf });
    if (status !== 200) throw new RequestError(body.error);
    const { name, crs, how, features, left_out: leftOut, warnings = [] } = body;
    const found = { file: "按文件说明", deduced: "按坐标推断", given: "按指定" }[how] ?? "";
    const words = [`${found} ${crs}，${features.features.length} 个图形`, leftOut ? `${leftOut} 个无法显示` : "", ...warnings];
    return { name, layer: this.#layer(features), guides: makeGuides(features.features), words: words.filter(Boolean).join("；") };
  }

  #layer(features) {
    const color = COLOURS[this.#list.length % COLOURS.length];
    const style = { pane: PANE, color, weight: 2, dashArray: "6 4", fillOpacity: 0.06, interactive: false };
    return L.geoJSON(features, {
      style: () => style, pointToLayer: (_, latlng) => L.circleMarker(latlng, { ...style, radius: 4 }), interactive: false,
    });
  }

  #add(overlay) {
    const added = { ...overlay, isShown: true };
    this.#list.push(added);
    added.layer.addTo(this.editor.map);
    const bounds = added.layer.getBounds();
    if (bounds.isValid() && !this.editor.map.getBounds().intersects(bounds)) this.editor.map.fitBounds(bounds);
    this.#refresh();
  }

  #build() {
    const input = element("input", { type: "file", multiple: true, name: "files", on: { change: ({ target }) => this.take([...target.files]) } });
    this.rows = element("ul", { class: "draw-rows" });
    this.#refresh();
    return [
      element("p", { class: "muted", text: "拖入或选择 shp（zip 或成套文件）、KML、KMZ、DXF、GeoJSON、GeoPackage，或图片加坐标文件。只在本页显示，可以吸附，不会保存。" }),
      element("label", { class: "btn" }, [element("span", { text: "选择文件" }), input]), this.rows,
    ];
  }

  #refresh() {
    this.rows?.replaceChildren(...this.#list.map((overlay) => this.#row(overlay)));
  }

  #row(overlay) {
    const { editor } = this;
    const shown = element("input", { type: "checkbox", checked: overlay.isShown, on: { change: ({ target }) => {
      overlay.isShown = target.checked;
      if (target.checked) overlay.layer.addTo(editor.map);
      else overlay.layer.remove();
    } } });
    const remove = () => {
      overlay.layer.remove();
      this.#list = this.#list.filter((other) => other !== overlay);
      this.#refresh();
    };
    return element("li", { class: "draw-overlay" }, [
      element("label", {}, [shown, element("span", { text: overlay.name })]),
      element("button", { type: "button", class: "btn btn-small", text: "定位", on: { click: () => editor.map.fitBounds(overlay.layer.getBounds()) } }),
      element("button", { type: "button", class: "btn btn-small", text: "移除", on: { click: remove } }),
    ]);
  }
}
