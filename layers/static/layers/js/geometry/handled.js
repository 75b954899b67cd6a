// Which vertices of a path get a handle on the screen.

const ALL_UP_TO = 150;
const LEAST_PX = 14;

const distance = (a, b) => Math.hypot(a.x - b.x, a.y - b.y);

/**
 * Indices of the points that get a handle. `points` are pixels, null for what is out of view. Up to
 * some hundred in view all do; of more those that lie apart from the one before, and the ends.
 */
export function handled(points) {
  const seen = points.map((_, index) => index).filter((index) => points[index]);
  if (seen.length <= ALL_UP_TO) return seen;
  const last = points.length - 1;
  const kept = points[last] ? [last] : [];
  let former = kept.length ? points[last] : null;
  // From the end backwards: it is the end that the next pipe is joined to.
  for (const index of seen.reverse()) {
    const isApart = !former || distance(points[index], former) >= LEAST_PX;
    if (index !== last && (isApart || index === 0)) {
      kept.push(index);
      former = points[index];
    }
  }
  return kept.reverse();
}
