// A polygon of more corners than an address carries, brought down to those that keep its shape.
// The corner farthest from the outline drawn so far joins it, until there are as many as there may
// be. So every corner is looked at once for each one kept, and how far the rest lies off is known.
import { ringArea } from "./geometry/geodesy.js";
import { planeAt } from "./geometry/plane.js";

/** Addresses are written to a decimetre. */
const FINEST_M = 0.1;
/** An outline that moves by more of its size (the side of a square as large) is another one. */
const MOST_SHARE = 0.01;

/**
 * What lies between two kept corners: the corner farthest from the straight line, and how far.
 * Plain numbers and no calls: the loop runs millions of times.
 */
function stretch({ xs, ys }, from, to) {
  const ax = xs[from];
  const ay = ys[from];
  const dx = xs[to] - ax;
  const dy = ys[to] - ay;
  const perSquared = 1 / (dx * dx + dy * dy || 1);
  let farthest = from;
  let off = 0;
  for (let i = from + 1; i < to; i += 1) {
    const px = xs[i] - ax;
    const py = ys[i] - ay;
    const foot = (px * dx + py * dy) * perSquared;
    const along = foot < 0 ? 0 : foot > 1 ? 1 : foot;
    const x = px - along * dx;
    const y = py - along * dy;
    if (x * x + y * y > off) {
      farthest = i;
      off = x * x + y * y;
    }
  }
  return { from, to, farthest, offM: Math.sqrt(off) };
}

function planeOf(ring) {
  const plane = planeAt(ring[0]);
  const closed = [...ring, ring[0]].map(plane.to);
  return { xs: Float64Array.from(closed, ([x]) => x), ys: Float64Array.from(closed, ([, y]) => y) };
}

const worstOf = (stretches) => stretches.reduce((worst, each) => (each.offM > worst.offM ? each : worst));

/**
 * { kept: the corners left, at most `most`; offM: how far the edge has moved; isAnother: whether
 * that is so far that they do not tell the outline any more }.
 */
export function thinned(ring, most) {
  if (ring.length <= most) return { kept: ring, offM: 0, isAnother: false };
  const plane = planeOf(ring);
  const stretches = [stretch(plane, 0, ring.length)];
  let worst = stretches[0];
  while (stretches.length < most && worst.offM > FINEST_M) {
    const { from, to, farthest } = worst;
    stretches.splice(stretches.indexOf(worst), 1, stretch(plane, from, farthest), stretch(plane, farthest, to));
    worst = worstOf(stretches);
  }
  const kept = stretches.map(({ from }) => ring[from]);
  return { kept, offM: worst.offM, isAnother: worst.offM > MOST_SHARE * Math.sqrt(ringArea(kept)) };
}
