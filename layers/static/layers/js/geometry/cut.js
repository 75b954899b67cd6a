// A line cut by a polygon: what lies inside it and what lies outside.
import { lastOf } from "./last.js";
import { between, isSamePosition } from "./plane.js";
import { closeRing, isInRings, meetings } from "./rings.js";

/** The line with a vertex wherever it meets the ring. */
function withCrossings(line, ring) {
  const full = [line[0]];
  for (let i = 0; i + 1 < line.length; i += 1) {
    const inner = meetings(line[i], line[i + 1], ring)
      .map((met) => met.position)
      .filter((position) => !isSamePosition(position, line[i + 1]));
    for (const position of [...inner, line[i + 1]]) {
      if (!isSamePosition(position, lastOf(full)) || position === line[i + 1]) full.push(position);
    }
  }
  return full;
}

// A stretch between two crossings is wholly on one side: its middle tells which.
function sides(full, ring) {
  return full.slice(1).map((position, i) => isInRings(between(full[i], position, 0.5), [ring]));
}

/** { inside: line[], outside: line[] }; where the line crosses, both have the identical position. */
export function cutLine(line, ring) {
  const closed = closeRing(ring);
  const full = withCrossings(line, closed);
  const isInside = sides(full, closed);
  const pieces = { inside: [], outside: [] };
  let start = 0;
  for (let i = 1; i <= isInside.length; i += 1) {
    if (i < isInside.length && isInside[i] === isInside[i - 1]) continue;
    pieces[isInside[i - 1] ? "inside" : "outside"].push(full.slice(start, i + 1));
    start = i;
  }
  return pieces;
}
