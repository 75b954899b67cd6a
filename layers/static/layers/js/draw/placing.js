// Giving an asset that has none its shape, taking it away again, and saying so.
import { titleOf } from "./readable.js";

export function putOnMap(editor, id, geometry) {
  editor.reshape("放上地图", id, geometry);
  editor.select([id]);
  editor.say(`${titleOf(editor.asset(id).values)} 已放上地图`);
}

export function takeDown(editor, id) {
  editor.reshape("取下", id, null);
  editor.say(`${titleOf(editor.asset(id).values)} 已从地图上取下，在“待落图”里`);
}
