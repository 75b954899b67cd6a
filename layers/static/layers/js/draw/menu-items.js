// What the right mouse button, or a long touch, offers on a vertex and on a shape.
import { nearestInGeometry } from "../geometry/lines.js";
import { continueFrom } from "./continuing.js";
import { reverseAssets, splitAsset } from "./cutting.js";
import { isByFinger } from "../hand.js";
import { takeDown } from "./placing.js";

const isEnd = ({ marker }) => marker.getIndex() === 0 || marker.getIndex() === marker.getLastIndex();

/** `target`: { asset, vertex: { marker, position } or undefined, latlng }. */
export function menuItems(editor, handles, { asset, vertex, latlng }) {
  const id = asset.client_id;
  const isLine = asset.geometry.type.endsWith("LineString");
  const place = vertex?.position ?? [latlng.lng, latlng.lat];
  const at = () => nearestInGeometry(asset.geometry, place);
  const items = [];
  if (vertex) items.push({ label: "删除这个点", key: "Alt+单击", run: () => handles.removeVertex(vertex.marker) });
  if (!vertex && asset.geometry.type !== "Point") items.push({ label: "在这里加一个点", run: () => handles.addVertex(latlng) });
  if (isLine) {
    const reason = vertex && isEnd(vertex) ? "这里是端点" : "";
    items.push({ label: "在这里打断", key: "X", reason, run: () => splitAsset(editor, id, at()) });
  }
  if (isLine && vertex && isEnd(vertex)) {
    const end = vertex.marker.getIndex() === 0 ? "start" : "end";
    items.push({ label: "从这里接着画", key: "E", run: () => continueFrom(editor, asset, end) });
  }
  if (isLine) items.push({ label: "反向", key: "R", run: () => reverseAssets(editor) });
  items.push({ label: "从地图上取下", run: () => takeDown(editor, id) });
  items.push({ label: "选中全部设施", key: "Ctrl+A", run: () => editor.selectAll() });
  items.push({ label: "删除这项设施", key: "Delete", run: () => editor.remove("删除", [id]) });
  // A phone has no keys.
  return isByFinger() ? items.map(({ key, ...item }) => item) : items;
}
