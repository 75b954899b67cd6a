// An end that was meant to meet a line and stops just short of it.
import { moveVertex, partsOf, replacePart } from "../geometry/lines.js";
import { branchedOn } from "./goals.js";

/** Move the end onto the line; one of `own`, the project's guides, gets a vertex there in the same step. */
export function joinEnd(editor, own, { client_id, fix: { part, index, position } }) {
  const { geometry: former } = editor.asset(client_id);
  const geometry = replacePart(former, part, moveVertex(partsOf(former)[part], index, position));
  const beside = branchedOn(editor, own, geometry, new Set([client_id]), former);
  editor.patch("端点吸附", [client_id, ...beside.keys()], ({ client_id: id }) => beside.get(id) ?? { geometry });
}
