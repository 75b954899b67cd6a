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

function isWithin([x, y], { min, max }) {
  return x >= min.x && x <= max.x && y >= min.y && y <= max.y;
}

/** Every label of every tile; `index` is its place among the `labels` of its tile. */
function told(tiles, sight) {
  return tiles.flatMap(({ layers: { labels }, corner, size }) => {
    if (!labels) return [];
    return Array.from({ length: labels.count }, (_, index) => {
      const p = 2 * labels.rings[labels.parts[index]];
      const [x, y] = [labels.coords[p], labels.coords[p + 1]].map((place) => (place * size) / labels.extent);
      const at = [corner.x + x, corner.y + y];
      return {
        labels, index, at, isSeen: isWithin(at, sight),
        code: textOf(labels, "code", index), lines: linesOf(textOf(labels, "name", index)),
        wan: labels.numbers.wan?.[index] ?? 0, span: labels.numbers.span_m?.[index] ?? 0,
      };
    });
  });
}

function isBetter(label, other) {
  return label.isSeen === other.isSeen ? label.span > other.span : label.isSeen;
}

/**
 * The labels of decoded tiles, the dearest first, each with its place in pixels of the map. What
 * several tiles name is labelled once: in sight if it can be, and where most of it lies.
 */
export function labelsOf(tiles, sight) {
  const best = new Map();
  for (const label of told(tiles, sight)) {
    const other = best.get(label.code);
    if (!other || isBetter(label, other)) best.set(label.code, label);
  }
  return [...best.values()].sort((a, b) => b.wan - a.wan || (a.code < b.code ? -1 : 1));
}
