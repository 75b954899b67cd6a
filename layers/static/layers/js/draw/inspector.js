// The attributes beside the map: of the asset that is selected, of several at once, or of what is
// about to be drawn. What is entered is one step.
import { element } from "../element.js";
import { areaM2, metresOf } from "../geometry/geodesy.js";
import { fieldInput, markNeeded, refreshField } from "./fields.js";
import { sentenceOf } from "./measures.js";
import { readableArea, readableMetres } from "./readable.js";

export class Inspector {
  constructor(container, editor, { refusals, borrow }) {
    Object.assign(this, { container, editor, refusals, borrow });
  }

  start() {
    for (const name of ["change", "selection", "tool"]) this.editor.addEventListener(name, () => this.draw());
    this.refusals.addEventListener("change", () => this.draw());
    this.#giveBackKeys();
    this.draw();
  }

  // A letter would choose in the list again, where it was meant for the map. Who walks the list with
  // the keys goes on there.
  #giveBackKeys() {
    let pointed = null;
    this.container.addEventListener("pointerdown", ({ target }) => (pointed = target.closest("select")));
    this.container.addEventListener("keydown", () => (pointed = null));
    this.container.addEventListener("change", ({ target }) => {
      if (target === pointed) this.#toMap();
      pointed = null;
    });
  }

  #toMap() {
    this.editor.map.getContainer().focus({ preventScroll: true });
  }

  /** Put the cursor into a field of the form, where it can be seen. */
  focus(name) {
    this.container.querySelector(`[data-field="${name}"] :is(input, select, textarea)`)?.focus();
  }

  // A form that is built anew under someone's hands would lose the cursor: while the same assets
  // are shown, only what its inputs say is brought up to date.
  draw() {
    const shown = this.#shown();
    const signature = JSON.stringify(shown.signature);
    if (signature !== this.signature) {
      this.signature = signature;
      const left = this.container.contains(document.activeElement) && document.activeElement;
      this.container.replaceChildren(...shown.build());
      this.container.scrollTop = 0;
      if (left) this.#goOnFrom(left);
    }
    this.#refresh(shown);
  }

  // Another kind is chosen with the arrow keys; whatever else had the cursor is of another asset.
  #goOnFrom(left) {
    if (left.closest("[data-field=kind]")) this.focus("kind");
    else this.#toMap();
  }

  /** What is to be seen: { signature, build(), values, facts }. */
  #shown() {
    const { editor } = this;
    const chosen = editor.selected();
    const shape = editor.tool.shape ?? (editor.tool.name === "point" ? "point" : null);
    if (!chosen.length && shape && editor.tool.kind) return this.#coming(shape, editor.tool.kind);
    if (!chosen.length) return { signature: [], build: () => [element("p", { class: "muted", text: "在地图上单击一项设施，或选一种工具开始画。" })], values: {} };
    return chosen.length === 1 ? this.#one(chosen[0]) : this.#several(chosen);
  }

  #refresh({ kind, values, facts, ids = [] }) {
    for (const field of this.container.querySelectorAll(".draw-field")) {
      const { field: name } = field.dataset;
      const text = name in values ? values[name] : "";
      const declared = this.#declared(kind, name);
      refreshField(field, text, this.refusals.ofAll(ids, name).join("") || sentenceOf(declared, text));
      markNeeded(field, declared, values);
    }
    const line = this.container.querySelector(".draw-facts");
    if (line) line.textContent = facts;
    const wrong = this.container.querySelector(".draw-wrong");
    wrong?.replaceChildren(...this.refusals.ofAll(ids, null).map((text) => element("p", { class: "field-error", text })));
  }

  #declared(kind, name) {
    return this.editor.kinds[kind]?.fields.find((field) => field.name === name) ?? {};
  }

  #coming(shape, kind) {
    const { editor } = this;
    const fitting = Object.entries(editor.kinds).filter(([, each]) => each.shapes.includes(shape));
    const kinds = { name: "kind", label: "类别", input: "select", options: fitting.map(([code, { label }]) => [code, label]) };
    const coming = editor.carrying.shown(kind);
    const build = () => [
      element("h2", { text: "将要画的设施" }),
      element("p", { class: "muted", text: "在这里填一次，之后画的每一项都沿用；编号从起始编号起自动递增。" }),
      fieldInput(kinds, kind, { change: (code) => code && editor.chooseKind(shape, code) }),
      ...this.#firstNumber(kind),
      ...this.#fields(editor.kinds[kind].fields.filter((field) => editor.carrying.isAsked(field)), coming, (field, text) => {
        editor.carrying.type(kind, field.name, text);
        this.draw();
      }),
    ];
    return { signature: ["coming", shape, kind], build, kind, values: { ...coming, kind, number: editor.numbers.next(kind) } };
  }

  #firstNumber(kind) {
    const { editor } = this;
    const declared = editor.kinds[kind].fields.filter(({ name }) => name === "number");
    return declared.map((field) => fieldInput({ ...field, label: "起始编号" }, editor.numbers.next(kind), {
      change: (text) => {
        const words = editor.numbers.begin(kind, text);
        if (words) editor.say(words);
        this.draw();
      },
    }));
  }

  #one(asset) {
    const { client_id, kind, values } = asset;
    const { label, fields } = this.editor.kinds[kind] ?? { label: kind, fields: [] };
    const build = () => [
      element("h2", { text: label }),
      element("p", { class: "draw-facts" }),
      element("div", { class: "draw-wrong" }),
      this.#borrowing(),
      ...this.#fields(fields, values, (field, ...typed) => this.#set([client_id], field, ...typed)),
    ];
    return { signature: ["one", client_id], build, kind, values, facts: factsOf(asset), ids: [client_id] };
  }

  #several(assets) {
    const ids = assets.map(({ client_id }) => client_id);
    const kinds = new Set(assets.map(({ kind }) => kind));
    const metres = assets.reduce((sum, { geometry }) => sum + (geometry ? metresOf(geometry) : 0), 0);
    const head = () => [
      element("h2", { text: `选中 ${assets.length} 项` }), element("p", { class: "draw-facts" }), element("div", { class: "draw-wrong" }),
    ];
    const facts = metres ? `合计 ${readableMetres(metres)}` : "";
    if (kinds.size > 1) {
      const words = "类别不同的设施不能一起改属性，可以一起删除。";
      return { signature: ["mixed", ids], build: () => [...head(), element("p", { text: words })], values: {}, facts, ids };
    }
    const shared = this.editor.kinds[assets[0].kind].fields.filter(({ scope }) => scope !== "own");
    const values = Object.fromEntries(shared.map(({ name }) => [name, common(assets, name)]));
    const build = () => [
      ...head(),
      element("p", { class: "muted", text: "改动的栏目会写到选中的每一项，没动的保持原样。" }),
      this.#borrowing(),
      ...this.#fields(shared, values, (field, ...typed) => this.#set(ids, field, ...typed)),
    ];
    return { signature: ["several", ids], build, kind: assets[0].kind, values, facts, ids };
  }

  #fields(fields, values, change) {
    return neededFirst(fields).map((field) => fieldInput(field, field.name in values ? values[field.name] : "", {
      change: (text, token) => change(field, text, token),
    }));
  }

  #set(ids, field, text, token) {
    this.editor.type(token, `修改${field.label}`, ids, ({ values }) => (
      (values[field.name] ?? "") === text ? null : { values: changed(values, field.name, text) }
    ));
  }

  #borrowing() {
    return element("button", {
      type: "button", class: "btn btn-small", text: "取相邻设施的属性", title: "再单击图上一项设施，把它的属性写到选中的设施（编号等除外）", on: { click: this.borrow },
    });
  }
}

/** The number, then what counts as missing while it is empty, then what stands for one of those. */
export function neededFirst(fields) {
  const standIns = new Set(fields.map(({ instead }) => instead).filter(Boolean));
  const places = [({ name }) => name === "number", ({ required }) => required, ({ name }) => standIns.has(name), () => true];
  const placeOf = (field) => places.findIndex((isHere) => isHere(field));
  return [...fields].sort((a, b) => placeOf(a) - placeOf(b));
}

function factsOf({ geometry, base, id }) {
  const words = [];
  if (!geometry) words.push("未上图");
  else if (metresOf(geometry)) words.push(`图上长度 ${readableMetres(metresOf(geometry))}`);
  else if (geometry.type.endsWith("Polygon")) words.push(`面积 ${readableArea(areaM2(geometry))}`);
  if (geometry && base?.lies_in?.length && base.geometry === geometry) words.push(`位于${base.lies_in.join("、")}`);
  if (!id) words.push("新画，未保存");
  return words.join("　");
}

function changed(values, name, text) {
  const { [name]: _, ...rest } = values;
  return text === "" ? rest : { ...rest, [name]: text };
}

/** The value that all have, "" where none has one, undefined where they differ. */
function common(assets, name) {
  const texts = new Set(assets.map(({ values }) => values[name] ?? ""));
  return texts.size === 1 ? [...texts][0] : undefined;
}
