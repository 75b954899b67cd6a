// Numbers that are counted on from the last one: G-009 → G-010. They are the page's, not the
// planner's, until he writes one himself: where another has taken one meanwhile they move on.

/** The next number of a row of numbers that nobody has; "" where there is nothing to count. */
export function nextNumber(number, taken) {
  const found = /^(.*?)(\d+)(\D*)$/.exec(number ?? "");
  if (!found) return "";
  const [, head, digits, tail] = found;
  for (let n = BigInt(digits) + 1n; ; n += 1n) {
    const next = `${head}${String(n).padStart(digits.length, "0")}${tail}`;
    if (!taken.has(next)) return next;
  }
}

/** `ids` of assets whose numbers are taken: a map of client_id → the number it moves on to. */
export function movedOn(assets, ids) {
  const taken = new Set(assets.map(({ values }) => values.number).filter(Boolean));
  const moved = new Map();
  for (const { client_id, values } of assets.filter((asset) => ids.has(asset.client_id))) {
    const next = nextNumber(values.number, taken);
    taken.add(next);
    moved.set(client_id, next);
  }
  return moved;
}
