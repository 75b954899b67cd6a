// Whether two plain JSON values say the same. Positions must be the same pair of doubles.

function sameList(a, b) {
  return a.length === b.length && a.every((each, i) => same(each, b[i]));
}

function sameFields(a, b) {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length
    && names.every((name) => name in b && same(a[name], b[name]));
}

export function same(a, b) {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  return Array.isArray(a) ? sameList(a, b) : sameFields(a, b);
}
