// What the next asset of a kind begins with: what was said of the one drawn last in this sitting, or
// typed for what comes. What is only looked at or corrected is nobody's pattern, and a drawing that
// is undone no longer is. Before all that it is what goes without saying in the project's sector.
import { lastOf } from "../geometry/last.js";
import { sentenceOf } from "./measures.js";
import { withoutScopes } from "./scopes.js";

// How a place was found is known of that place alone.
const SOURCE = "accuracy";
const BY_HAND = "sketch";

/** What another asset takes over of these values: all but what is said of one alone. */
export function carried(values, fields) {
  return withoutScopes(fields, values, "own", "whole", "start", "end");
}

/** The same for one that lies elsewhere and has a source of its own. */
export function handedOn(values, fields) {
  const { [SOURCE]: _, ...rest } = carried(values, fields);
  return rest;
}

/** And for one that is drawn by hand. */
export function drawnLike(values, fields) {
  return { ...handedOn(values, fields), [SOURCE]: BY_HAND };
}

export class Carrying {
  // Of each kind, in their order: { id } of what was drawn, { values } of what was typed.
  #turns = new Map();

  constructor(editor) {
    this.editor = editor;
  }

  /** What the form of what comes says, also what is half typed. */
  shown(kind) {
    const { id, values } = this.#last(kind) ?? {};
    if (!id) return values ?? this.editor.kinds[kind].preset ?? {};
    return handedOn(this.editor.asset(id).values, this.#fields(kind));
  }

  /** What the next asset gets of it: nothing that is no value. */
  next(kind) {
    const fields = this.#fields(kind);
    const values = Object.entries(drawnLike(this.shown(kind), fields));
    const isValue = ([name, text]) => isPossible(fields.find((field) => field.name === name), text);
    return Object.fromEntries(values.filter(isValue));
  }

  /** Whether it is asked for before drawing: not what belongs to one asset, nor what is known already. */
  isAsked({ name, scope }) {
    return !scope && name !== SOURCE;
  }

  type(kind, name, text) {
    const values = { ...this.shown(kind), [name]: text };
    const turns = this.#turnsOf(kind);
    if (lastOf(turns)?.values) turns.pop();
    turns.push({ values });
  }

  drew(kind, ids) {
    this.#turnsOf(kind).push(...ids.map((id) => ({ id })));
  }

  /** For the draft, and back from it. */
  kept() {
    return [...this.#turns];
  }

  keptBefore(turns = []) {
    this.#turns = new Map(turns);
  }

  #fields(kind) {
    return this.editor.kinds[kind].fields;
  }

  #turnsOf(kind) {
    if (!this.#turns.has(kind)) this.#turns.set(kind, []);
    return this.#turns.get(kind);
  }

  #last(kind) {
    return lastOf(this.#turnsOf(kind).filter(({ id }) => !id || this.editor.asset(id)));
  }
}

// What the server alone can read (1998年, 0.3m) goes along: it converts it, or says which it cannot.
const isPossible = (field, text) => !sentenceOf(field, text);
