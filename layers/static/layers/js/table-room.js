// How high the table below the map may be. Pure.
/** A head, three rows and the totals. */
const LEAST_PX = 200;
/** What is left above it: the totals of the question and a map that still shows something. */
const ABOVE_PX = 300;

/** The height that is nearest to the one wanted, in a page of so many pixels. */
export function heightWithin(wanted, page) {
  return Math.max(LEAST_PX, Math.min(wanted, page - ABOVE_PX));
}
