// The names that decoded tiles of labels tell, and how they are broken into lines. Pure.
import { textOf } from "./decode.js";

const LINE_LENGTH = 10;
const MOST_LINES = 2;

/** A name in lines of about one length; what is too long ends in dots. */
export function linesOf(name) {
  const letters = [...name];
  const room = LINE_LENGTH * MOST_LINES;
  const kept = letters.length > room ? [...letters.slice(0, room - 1), "…"] : letters;
  const length = Math.ceil(kept.length / Math.ceil(kept.length / LINE_LENGTH));
  return Array.from({ length: Math.ceil(kept.length / length) }, (_, n) => kept.slice(n * length, (n + 1) * length).join(""));
}

/** The labels of decoded tiles, the dearest first, each with its place in pixels of the map. */
export function labelsOf(tiles) {
  const found = tiles.flatMap(({ layers: { labels }, corner, size }) => {
    if (!labels) return [];
    return Array.from({ length: labels.count }, (_, i) => {
      const p = 2 * labels.rings[labels.parts[i]];
      const [x, y] = [labels.coords[p], labels.coords[p + 1]].map((place) => (place * size) / labels.extent);
      return {
        code: textOf(labels, "code", i), lines: linesOf(textOf(labels, "name", i)),
        wan: labels.numbers.wan?.[i] ?? 0, at: [corner.x + x, corner.y + y],
      };
    });
  });
  return found.sort((a, b) => b.wan - a.wan || (a.code < b.code ? -1 : 1));
}
