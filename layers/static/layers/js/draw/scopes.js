// What an attribute is said of: its asset alone ("own"), all of a line ("whole"), its "start" or its
// "end". Where a line is cut, joined, turned or continued, that decides what is still true.

export function named(fields, ...scopes) {
  return fields.filter(({ scope }) => scopes.includes(scope)).map(({ name }) => name);
}

export function withoutScopes(fields, values, ...scopes) {
  const names = named(fields, ...scopes);
  return Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));
}

/** Start and end trade places, and so does what was said of them. */
export function turned(fields, values) {
  const [starts, ends] = [named(fields, "start"), named(fields, "end")];
  const next = { ...values };
  starts.forEach((start, i) => {
    [next[start], next[ends[i]]] = [values[ends[i]], values[start]];
  });
  return Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined));
}

/** The values of a line made of two that lie one after the other, each in the direction of the whole. */
export function inRow(fields, first, second) {
  const sum = (name) => {
    const total = Number((Number(first[name] || NaN) + Number(second[name] || NaN)).toFixed(3));
    return Number.isFinite(total) ? String(total) : undefined;
  };
  const values = {
    ...Object.fromEntries(named(fields, "start").map((name) => [name, first[name]])),
    ...Object.fromEntries(named(fields, "end").map((name) => [name, second[name]])),
    // Where one was not measured, nothing is known of the whole.
    ...Object.fromEntries(named(fields, "whole").map((name) => [name, sum(name)])),
  };
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
