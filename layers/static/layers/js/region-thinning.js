// A polygon of more corners than an address carries, brought down to those that keep its shape.
import L from "leaflet";
import { planeAt } from "./geometry/plane.js";

const FIRST_M = 0.1;

/** { kept: the corners left, at most `most`; offM: how far the edge may have moved }. */
export function thinned(ring, most) {
  if (ring.length <= most) return { kept: ring, offM: 0 };
  const plane = planeAt(ring[0]);
  const points = [...ring, ring[0]].map((corner) => {
    const [x, y] = plane.to(corner);
    return Object.assign(L.point(x, y), { corner });
  });
  let left = points;
  let reach = FIRST_M;
  for (; left.length > most + 1; reach *= 1.25) left = L.LineUtil.simplify(points, reach);
  return { kept: left.slice(0, -1).map(({ corner }) => corner), offM: Math.ceil(2 * reach) };
}
