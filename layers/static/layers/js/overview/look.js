// The overview's address holds the question and how one looks at it: `show`, `on`, `compare`.
// Conditions is the question alone, as the filter's form and its chips know it.
const LOOK = ["show", "on", "compare"];

export function isOfLook(name) {
  return LOOK.includes(name);
}

/** The part of an address that passes. */
export function partOf(params, wanted) {
  return new URLSearchParams([...params].filter(([name]) => wanted(name)));
}

export class Conditions extends EventTarget {
  #address;

  /** `address`: the Question that holds the whole address. */
  constructor(address) {
    super();
    this.#address = address;
    address.addEventListener("change", () => this.dispatchEvent(new Event("change")));
  }

  get params() {
    return partOf(this.#address.params, (name) => !isOfLook(name));
  }

  toString() {
    return this.params.toString();
  }

  ask(params) {
    this.#address.ask(new URLSearchParams([...params, ...partOf(this.#address.params, isOfLook)]));
  }
}

/** The address asked for one value alone, or without it where it was asked for alone already. */
export function turned(params, asks) {
  const isAsked = asks.every(([name, value]) => params.getAll(name).join() === value);
  const next = new URLSearchParams(params);
  for (const [name, value] of asks) {
    if (isAsked) next.delete(name);
    else next.set(name, value);
  }
  return next;
}

/** The address of two side by side; `[]` compares nothing. */
export function comparing(params, values) {
  const next = partOf(params, (name) => name !== "compare");
  values.forEach((value) => next.append("compare", value));
  return next;
}
