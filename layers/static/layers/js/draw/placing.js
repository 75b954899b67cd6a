// Giving an asset that has none its shape, taking it away again, and saying so.
/** `beside`: what is new of others in the same step, by client_id. */
export function putOnMap(editor, id, geometry, beside = new Map()) {
  editor.patch("放上地图", [id, ...beside.keys()], ({ client_id }) => beside.get(client_id) ?? { geometry });
  editor.select([id]);
  editor.say(`${editor.title(editor.asset(id))} 已放上地图`);
}

export function takeDown(editor, id) {
  editor.reshape("取下", id, null);
  editor.say(`${editor.title(editor.asset(id))} 已从地图上取下，在“待落图”里`);
}
