// Points that are typed: a coordinate, a bearing and distance from the last point, or a whole list.
import { element } from "../element.js";
import { direct } from "../geometry/geodesy.js";
import { readBearing, readDistance } from "../geometry/reading.js";
import { STORAGE } from "../geometry/systems.js";
import { toLatLng } from "./positions.js";
import { SmallWindow } from "./small-window.js";

const WAYS = [["point", "坐标"], ["bearing", "方位角和距离"], ["list", "坐标表"]];
// What was typed is seen beside the window, not under it.
const BESIDE_WINDOW = { paddingTopLeft: [380, 60], paddingBottomRight: [80, 60] };

/** What is typed into: not the ways to do it, which come first. */
const FIELDS = ".draw-inputs input, .draw-inputs textarea";

export class CoordinatesWindow extends SmallWindow {
  #way = "point";
  #system = STORAGE;

  /** `reader` reads what is typed as places of the city. */
  constructor(container, editor, reader) {
    super(container, "输入坐标", { build: () => this.#build(), submit: () => this.#add(), first: FIELDS });
    Object.assign(this, { editor, reader });
  }

  #build() {
    const ways = WAYS.map(([way, text]) => this.#radio(way, text));
    const system = element("select", { name: "system", on: { change: ({ target }) => this.#setSystem(target.value) } },
      this.reader.systems.map(({ code, label }) => element("option", { value: code, text: label })));
    system.value = this.#system;
    this.system = element("label", {}, [element("span", { text: "坐标系" }), system]);
    this.inputs = element("div", { class: "draw-inputs" });
    this.#showInputs();
    return [
      element("fieldset", { class: "draw-ways" }, ways), this.system, this.inputs,
      element("button", { type: "submit", class: "btn btn-primary", text: "添加" }),
    ];
  }

  #radio(way, text) {
    const input = element("input", { type: "radio", name: "way", value: way, checked: way === this.#way, on: { change: () => this.#setWay(way) } });
    return element("label", {}, [input, element("span", { text })]);
  }

  #setWay(way) {
    this.#way = way;
    this.#showInputs();
  }

  #setSystem(code) {
    this.#system = code;
    this.#showInputs();
  }

  #showInputs() {
    const made = {
      point: () => [this.#input("coordinate", "坐标", this.#example)],
      bearing: () => [this.#input("bearing", "方位角（正北为 0，顺时针）", "45.5 或 45°30′"), this.#input("distance", "距离", "12.5 m")],
      list: () => [this.#area()],
    }[this.#way]();
    this.system.hidden = this.#way === "bearing";
    this.inputs.replaceChildren(...made);
    this.#focus();
  }

  get #example() {
    return this.reader.systems.find(({ code }) => code === this.#system).example;
  }

  #input(name, label, placeholder) {
    const input = element("input", { name, placeholder, autocomplete: "off" });
    return element("label", {}, [element("span", { text: label }), input]);
  }

  #area() {
    const area = element("textarea", { name: "list", rows: 6, placeholder: `每行一个点，可带点号：\n1　${this.#example}` });
    return element("label", {}, [element("span", { text: "坐标表（可从 Excel 粘贴）" }), area]);
  }

  #value(name) {
    return this.made.querySelector(`[name="${name}"]`).value;
  }

  #add() {
    const { positions, error } = { point: () => this.#readPoint(), bearing: () => this.#readBearing(), list: () => this.#readList() }[this.#way]();
    if (error) return this.say(error);
    const { most = Infinity } = this.editor.tool;
    if (positions.length > most) return this.say(`这项设施只要一个点，坐标表里有 ${positions.length} 个`);
    const isReady = this.editor.tool.push || this.editor.use(positions.length > 1 ? "line" : this.#likelyTool());
    if (!isReady) return undefined;
    this.#put(positions);
    this.say("");
    return undefined;
  }

  #likelyTool() {
    return this.editor.kindFor("line") ? "line" : "point";
  }

  #put(positions) {
    this.#push(positions);
    this.editor.map.panInside(toLatLng(positions[positions.length - 1]), BESIDE_WINDOW);
    for (const input of this.inputs.querySelectorAll("input, textarea")) input.value = "";
    this.#focus();
  }

  #focus() {
    this.inputs.querySelector("input, textarea").focus();
  }

  // What is listed is drawn as one step, not as one for each of two thousand points.
  #push(positions) {
    const { tool } = this.editor;
    if (this.#way === "list") tool.pushAll(positions);
    else tool.push(positions[0]);
  }

  #readPoint() {
    const { position, error } = this.reader.position(this.#value("coordinate"), this.#system);
    return { positions: [position], error };
  }

  #readBearing() {
    const from = this.editor.tool.positions?.().pop();
    if (!from) return { error: "先画或输入一个起点，再按方位角和距离推算下一点" };
    const bearing = readBearing(this.#value("bearing"));
    const distance = readDistance(this.#value("distance"));
    const error = bearing.error ?? distance.error;
    return error ? { error } : { positions: [direct(from, bearing.degrees, distance.metres)] };
  }

  #readList() {
    const { positions, errors } = this.reader.list(this.#value("list"), this.#system);
    if (errors.length) return { error: `第 ${errors[0].line} 行：${errors[0].sentence}` };
    return positions.length ? { positions } : { error: "请粘贴至少一个点" };
  }
}
