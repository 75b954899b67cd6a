// Cutting a line in two where it is clicked: exactly at a vertex or at another line that is near.
import { nearestInGeometry, splitGeometry } from "../geometry/lines.js";
import { isLinear } from "../geometry/parts.js";
import { AimingTool } from "./aiming-tool.js";
import { splitAsset } from "./cutting.js";

/** Lines so near to each other in a place meet there. */
const MEETING_M = 0.01;

export class SplitTool extends AimingTool {
  constructor(editor, snapper) {
    super(editor, snapper, "split");
  }

  start() {
    this.aim("单击要打断的位置；靠近折点或别的管线端点时会落在那里");
  }

  pointed({ latlng, originalEvent }) {
    const lines = this.snapper.hits(latlng, originalEvent).filter(({ asset }) => isLinear(asset.geometry));
    if (!lines.length) {
      this.editor.say("这里没有本项目的线，请单击在线上");
      return;
    }
    const { snap } = this.snapper.at(latlng, { event: originalEvent, marked: false });
    const [{ asset: nearest, position }] = lines;
    const place = nearestInGeometry(nearest.geometry, snap?.position ?? position);
    const { asset, at } = this.#through(place.position, lines) ?? { asset: nearest, at: place };
    splitAsset(this.editor, asset.client_id, at);
  }

  // Where a branch ends on a main, that is an end of the branch alone; the selected line goes first.
  // Lines that are only near have no part in it.
  #through(position, lines) {
    const inside = lines
      .map(({ asset }) => ({ asset, at: nearestInGeometry(asset.geometry, position) }))
      .filter(({ asset, at }) => at.metres <= MEETING_M && splitGeometry(asset.geometry, at));
    return inside.find(({ asset }) => this.editor.selection.has(asset.client_id)) ?? inside[0];
  }
}
