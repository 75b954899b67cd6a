// A line is drawn on from one of its ends.
import { inverse } from "../geometry/geodesy.js";
import { lastOf } from "../geometry/last.js";

/** From the "start" or the "end". */
export function continueFrom(editor, { client_id, geometry }, end) {
  if (geometry.type !== "LineString") return editor.say("由几段组成的线，请先打断再接着画");
  return editor.use("line", { onto: client_id, end, positions: [endOf(geometry, end)] });
}

/** From the end nearer to the mouse; where there is none, from the last point that was drawn. */
export function continueNear(editor, asset) {
  return continueFrom(editor, asset, nearerEnd(asset.geometry, editor.pointer));
}

export function nearerEnd(geometry, position) {
  if (!position || geometry.type !== "LineString") return "end";
  const [toStart, toEnd] = ["start", "end"].map((end) => inverse(endOf(geometry, end), position).metres);
  return toStart < toEnd ? "start" : "end";
}

const endOf = ({ coordinates }, end) => (end === "start" ? coordinates[0] : lastOf(coordinates));
