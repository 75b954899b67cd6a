// What is laid under the drawing to trace from: files that are dropped on the map or chosen. They
// are read, shown and snapped to, and never saved; this computer keeps them until they are taken away.
import L from "leaflet";
import { element } from "../element.js";
import { makeGuides } from "../geometry/snap.js";
import { RequestError } from "../request.js";
import { datasetsOf } from "./datasets.js";
import { newId } from "./identity.js";
import { postAnew } from "./login.js";
import { OverlayShelf } from "./overlay-shelf.js";
import { PICTURE, WORLD } from "./picture-files.js";
import { Picture, readWorld } from "./picture.js";
import { SmallWindow } from "./small-window.js";
import { SystemChoice } from "./system-choice.js";

const PANE = "tracing";
const Z_INDEX = 160;
const COLOURS = ["#8a3ffc", "#d6336c", "#b35c00", "#0b7285"];
const UNKEPT = "没能存在本机（可能是无痕窗口或空间不足），刷新页面后要重新选择";
const HOW = { file: "按文件说明为", deduced: "按坐标推断为", given: "按指定的" };

const isPicture = (files) => files.some(({ name }) => PICTURE.test(name));

/** Why files show nothing. A browser may have lost one that it kept. */
function reasonOf(error) {
  if (error instanceof RequestError) return error.message;
  if (error instanceof DOMException) return "这份文件已经打不开，请移除后重新选择";
  throw error;
}

export class Overlays extends SmallWindow {
  #list = [];
  #count = 0;

  /** `citySystems`: those that a picture may be placed in. */
  constructor(container, editor, citySystems) {
    super(container, "描图底图", { build: () => this.#build() });
    const shelf = new OverlayShelf(editor.project.number, editor.root.dataset.person);
    Object.assign(this, { editor, shelf, citySystems, systems: new SystemChoice(editor.root) });
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
    this.#layAgain();
  }

  // What was laid under before the page was left. Who draws meanwhile is not interrupted: what cannot
  // be read now is named in the line below the map, and stays. What was hidden is read when it is shown.
  async #layAgain() {
    const missed = [];
    for (const entry of await this.shelf.find()) {
      const overlay = this.#add({ ...entry, isPicture: isPicture(entry.files), color: this.#count, layer: null });
      if (entry.isShown && !await this.#readAgain(overlay)) missed.push(overlay.name);
    }
    if (missed.length) this.editor.say(`描图底图没有读出：${missed.join("、")}。点“底图”查看原因或重读`);
  }

  /** Lay a kept overlay under once more; false where it shows nothing, and why stands beside it. */
  async #readAgain(overlay) {
    const { words, ...made } = await this.#made(overlay.files, overlay.asked, overlay.color);
    if (!this.#list.includes(overlay)) return true;
    Object.assign(overlay, made, { trouble: made.layer ? "" : words });
    if (overlay.layer && overlay.isShown) overlay.layer.addTo(this.editor.map);
    this.#refresh();
    return Boolean(overlay.layer);
  }

  /** What the overlays that are shown offer to snap to. */
  get guides() {
    return this.#list.filter(({ isShown, guides }) => isShown && guides).map(({ guides }) => guides);
  }

  /** Each thing that the files make is an overlay of its own. */
  async take(files) {
    if (!files.length) return;
    if (!this.isOpen) this.open();
    this.report("正在读取……");
    const told = [];
    const sets = datasetsOf(files);
    for (const set of sets) {
      const { words, isShown } = await this.#taken(set);
      told.push({ words: sets.length > 1 ? `${set[0].name}：${words}` : words, isShown });
    }
    const words = told.map((each) => each.words).join("\n");
    if (told.every(({ isShown }) => isShown)) this.report(words);
    else this.say(words);
  }

  /** Whether one set of files is shown now, and words about it. */
  async #taken(files) {
    const { isRefused, words, ...made } = await this.#made(files);
    if (isRefused) return { isShown: false, words };
    const overlay = this.#add({ id: newId(), laidAt: Date.now(), isShown: true, ...made });
    this.#show(overlay);
    return { isShown: Boolean(made.layer), words: await this.#kept(overlay, words) };
  }

  async #kept(overlay, words) {
    return (await this.shelf.keep(overlay)) ? words : `${words}；${UNKEPT}`;
  }

  /** What one set of files shows, and words about it; without a layer where it shows nothing. */
  async #made(files, asked = "", color = this.#count) {
    const given = { files, asked, color, isPicture: isPicture(files) };
    try {
      return { ...given, ...(given.isPicture ? await this.#picture(files) : await this.#shapes(files, asked, color)) };
    } catch (error) {
      return { ...given, name: files[0].name, crs: asked, layer: null, words: reasonOf(error), isRefused: true };
    }
  }

  async #picture(files) {
    const picture = files.find(({ name }) => PICTURE.test(name));
    const world = files.find(({ name }) => WORLD.test(name));
    if (!world) throw new RequestError("图片要和它的坐标文件（如 .jgw、.pgw）一起选或一起拖入");
    const { error, place, code } = readWorld(await world.text(), this.citySystems);
    if (error) throw new RequestError(`${world.name}：${error}`);
    const bitmap = await createImageBitmap(picture).catch(() => {
      throw new RequestError(`${picture.name} 不是能打开的图片`);
    });
    return {
      name: picture.name, layer: new Picture(bitmap, { place }, { pane: PANE }),
      words: `按 ${this.systems.wordsOf(code)} 放置`,
    };
  }

  /** What the files show when read in a system, "" for what they say or their numbers tell. */
  async #shapes(files, crs, color) {
    const { status, body } = await this.#read(files, crs);
    // Without a system nothing is shown yet: the choice of one is what it waits for.
    if (body.needs_crs && !crs) return { name: files[0].name, crs, layer: null, words: body.error };
    if (status !== 200) throw new RequestError(body.error);
    const { features: { features }, left_out: leftOut, warnings = [] } = body;
    const words = [
      `${HOW[body.how] ?? ""} ${body.words}，${features.length} 个图形`, leftOut ? `${leftOut} 个无法显示` : "", ...warnings,
      body.how === "deduced" ? "位置不对的，请在这份文件下改选坐标系" : "",
    ];
    return {
      name: body.name, crs: body.crs, systemWords: body.words,
      layer: this.#layer(features, color), guides: makeGuides(features), words: words.filter(Boolean).join("；"),
    };
  }

  #read(files, crs) {
    const form = new FormData();
    for (const file of files) form.append("files", file);
    if (crs) form.append("crs", crs);
    const { root } = this.editor;
    return postAnew(root, root.dataset.overlaysUrl, form);
  }

  #layer(features, count) {
    const color = COLOURS[count % COLOURS.length];
    const style = { pane: PANE, color, weight: 2, dashArray: "6 4", fillOpacity: 0.06, interactive: false };
    return L.geoJSON(features, {
      style: () => style, pointToLayer: (_, latlng) => L.circleMarker(latlng, { ...style, radius: 4 }), interactive: false,
    });
  }

  #add(overlay) {
    this.#count += 1;
    this.#list.push(overlay);
    this.#refresh();
    // The list may be longer than its place: the newest is the one that is asked about.
    if (this.rows) this.rows.scrollTop = this.rows.scrollHeight;
    return overlay;
  }

  #show({ layer }) {
    const { map } = this.editor;
    layer?.addTo(map);
    const bounds = layer?.getBounds();
    if (bounds?.isValid() && !map.getBounds().intersects(bounds)) map.fitBounds(bounds);
  }

  /**
   * Read the same files again in the system that was chosen; what was shown stays where that fails.
   * Of several choices the last one counts, whichever answer comes first.
   */
  async #readIn(overlay, crs) {
    this.report("正在读取……");
    const choice = (overlay.choice = {});
    const isWanted = () => overlay.choice === choice && this.#list.includes(overlay);
    try {
      const fresh = await this.#shapes(overlay.files, crs, overlay.color);
      if (!isWanted()) return;
      overlay.layer?.remove();
      const { words, ...made } = fresh;
      Object.assign(overlay, made, { asked: crs, isShown: true, trouble: "" });
      this.#show(overlay);
      this.report(await this.#kept(overlay, words));
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      if (!isWanted()) return;
      this.say(error.message);
    }
    overlay.choice = null;
    this.#refresh();
  }

  #build() {
    const input = element("input", { type: "file", multiple: true, name: "files", on: { change: ({ target }) => this.take([...target.files]) } });
    this.rows = element("ul", { class: "draw-rows draw-overlays" });
    this.#refresh();
    return [
      element("p", { class: "muted", text: "拖入或选择 shp（zip 或成套文件）、KML、KMZ、DXF、GeoJSON、GeoPackage，或图片加坐标文件。可以吸附，不会存进项目；只存在这台电脑上，退出登录时清除。" }),
      element("label", { class: "btn" }, [element("span", { text: "选择文件" }), input]), this.rows,
    ];
  }

  #refresh() {
    this.rows?.replaceChildren(...this.#list.map((overlay) => this.#row(overlay)));
  }

  #row(overlay) {
    const { layer, isPicture, name, trouble } = overlay;
    const parts = [element("label", {}, [this.#shownBox(overlay), element("span", { text: name })])];
    if (layer) parts.push(this.#button("定位", () => this.editor.map.fitBounds(layer.getBounds())));
    if (trouble) parts.push(this.#button("重读", () => this.#readAgain(overlay)));
    parts.push(this.#button("移除", () => this.#remove(overlay)));
    if (!isPicture) parts.push(this.systems.labelled(overlay, (crs) => this.#readIn(overlay, crs)));
    if (trouble) parts.push(element("p", { class: "field-error", text: trouble }));
    return element("li", { class: "draw-overlay" }, parts);
  }

  #shownBox(overlay) {
    const { layer, isShown, trouble } = overlay;
    const change = async ({ target }) => {
      overlay.isShown = target.checked;
      this.shelf.keep(overlay);
      if (!target.checked) overlay.layer?.remove();
      else if (overlay.layer) overlay.layer.addTo(this.editor.map);
      else await this.#readAgain(overlay);
    };
    const isUnread = !layer && (Boolean(trouble) || isShown);
    return element("input", { type: "checkbox", checked: Boolean(layer) && isShown, disabled: isUnread, on: { change } });
  }

  #button(text, click) {
    return element("button", { type: "button", class: "btn btn-small", text, on: { click } });
  }

  #remove(overlay) {
    overlay.layer?.remove();
    this.#list = this.#list.filter((other) => other !== overlay);
    this.shelf.drop(overlay);
    if (overlay.choice) this.report("");
    this.#refresh();
  }
}
