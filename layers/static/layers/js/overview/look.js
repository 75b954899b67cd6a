// The overview's address holds the question and how one looks at it: `show`, `on`, `compare`.
// Conditions is the question alone, as the filter's form and its chips know it. What is compared
// the question does not choose from: an address that does so all the same is read without.
const LOOK = ["show", "on", "compare"];

export function isOfLook(name) {
  return LOOK.includes(name);
}

/** The part of an address that passes. */
export function partOf(params, wanted) {
  return new URLSearchParams([...params].filter(([name]) => wanted(name)));
}

/** Which parameter of the question the values of `compare` are of; "" where nothing is compared. */
function comparedIn([first]) {
  if (!first) return "";
  return /^\d{4}$/.test(first) ? "year" : "district";
}

/** The question that an address asks. */
export function conditionsOf(params) {
  const compared = comparedIn(params.getAll("compare"));
  return partOf(params, (name) => !isOfLook(name) && name !== compared);
}

/** The question that finds the projects of an address: of two that are compared, those of both. */
export function listedOf(params) {
  const sides = params.getAll("compare");
  const both = conditionsOf(params);
  sides.forEach((value) => both.append(comparedIn(sides), value));
  return both;
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
    return conditionsOf(this.#address.params);
  }

  toString() {
    return this.params.toString();
  }

  ask(params) {
    const asked = new URLSearchParams([...params, ...partOf(this.#address.params, isOfLook)]);
    this.#address.ask(choosing(asked, params.keys()));
  }
}

// Who chooses among what is compared looks at that alone.
function choosing(params, names) {
  const compared = comparedIn(params.getAll("compare"));
  return [...names].includes(compared) ? partOf(params, (name) => name !== "compare") : params;
}

/** The address asked for these values alone, or without them where they were asked for alone already; "" is any value. */
export function turned(params, asks) {
  const question = conditionsOf(params);
  const wanted = new URLSearchParams(asks);
  const names = new Set(wanted.keys());
  const isAsked = [...names].every((name) => question.getAll(name).join() === wanted.getAll(name).join());
  const next = choosing(new URLSearchParams(params), names);
  for (const name of names) {
    const [first, ...more] = isAsked ? [] : wanted.getAll(name);
    if (!first) next.delete(name);
    else next.set(name, first);
    more.forEach((value) => next.append(name, value));
  }
  return next;
}

/** The address without anything that could find nothing, the day as little as a condition. */
export function startedOver(params) {
  return partOf(params, (name) => name === "show");
}

/** All of the address that could find nothing. */
export function narrowing(params) {
  return partOf(params, (name) => name !== "show");
}

/** The address of two side by side; `[]` compares nothing. */
export function comparing(params, values) {
  const compared = [params.getAll("compare"), values].map(comparedIn);
  const next = partOf(params, (name) => name !== "compare" && !compared.includes(name));
  values.forEach((value) => next.append("compare", value));
  return next;
}
