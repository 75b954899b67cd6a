// Places at a distance along a line, and a line made longer.
import { direct, inverse, segmentMetres } from "./geodesy.js";
import { lastOf } from "./last.js";
import { between, isSamePosition } from "./plane.js";

// A share of a segment's degrees is not quite that share of its metres; two corrections make it so.
function shareAt(a, b, metres, whole) {
  let share = metres / whole;
  for (let n = 0; n < 3; n += 1) share += (metres - inverse(a, between(a, b, share)).metres) / whole;
  return share;
}

// Sums of lengths round; a place closer to a vertex than this is the vertex.
const ROUNDING_METRES = 1e-6;

function placeOn(line, index, metres, whole) {
  const [a, b] = [line[index], line[index + 1]];
  if (metres <= ROUNDING_METRES) return a;
  return metres >= whole - ROUNDING_METRES ? b : between(a, b, shareAt(a, b, metres, whole));
}

/** The place so many metres along the line: { index of its segment, position }; null beyond it. */
export function projectAlong(line, metres) {
  if (!(metres >= 0)) return null;
  let left = metres;
  const lengths = segmentMetres(line);
  for (let index = 0; index < lengths.length; index += 1) {
    const whole = lengths[index];
    if (left <= whole + ROUNDING_METRES) return { index, position: placeOn(line, index, left, whole) };
    left -= whole;
  }
  return null;
}

function extended(line, metres) {
  const end = lastOf(line);
  const from = line.length - 1 - [...line].reverse().findIndex((position) => !isSamePosition(position, end));
  if (from >= line.length) return null;
  const back = inverse(end, line[from]);
  if (metres <= -back.metres) return null;
  return [...line.slice(0, -1), direct(end, back.azimuth + 180, metres)];
}

/**
 * The line with its end (or its start) moved on in its own direction; negative metres shorten
 * it within its last segment. Null for a line without direction or shorter than that.
 */
export function extendLine(line, metres, end = "end") {
  if (end === "end") return extended(line, metres);
  return extended([...line].reverse(), metres)?.reverse() ?? null;
}
