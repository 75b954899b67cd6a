// Assets and an editor to cut and join them with.
export const FIELDS = [
  { name: "number", label: "编号", scope: "own" }, { name: "from", label: "起点", scope: "start" },
  { name: "to", label: "终点", scope: "end" }, { name: "length", label: "计量长度", scope: "whole" },
  { name: "diameter", label: "管径", scope: null },
  { name: "medium", label: "介质", scope: null, options: [["gas", "燃气"], ["water", "供水"]] },
];

/** An editor that only notes what it is told to do. */
export function editorWith(assets, chosen = []) {
  const told = { said: "", exchanged: null };
  return {
    told, kinds: { pipe: { fields: FIELDS } }, selection: new Set(chosen),
    assets: () => assets, selected: () => chosen.map((id) => assets.find(({ client_id }) => client_id === id)),
    asset: (id) => assets.find(({ client_id }) => client_id === id),
    title: ({ client_id, values }) => values.number ?? client_id, say: (words) => (told.said = words), exchange: (label, parts) => (told.exchanged = parts),
  };
}

export const asset = (client_id, geometry, values = {}) => ({ client_id, kind: "pipe", values, geometry, outside_confirmed: false });
