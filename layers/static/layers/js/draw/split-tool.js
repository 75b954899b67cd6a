// Cutting a line in two where it is clicked: exactly at a vertex or at another line that is near.
import { nearestInGeometry } from "../geometry/lines.js";
import { AimingTool } from "./aiming-tool.js";
import { splitAsset } from "./cutting.js";

export class SplitTool extends AimingTool {
  constructor(editor, snapper) {
    super(editor, snapper, "split");
  }

  start() {
    this.aim("单击要打断的位置；靠近折点或别的管线端点时会落在那里");
  }

  pointed({ latlng, originalEvent }) {
    const hit = this.snapper.hit(latlng, originalEvent);
    const asset = hit && this.editor.asset(hit.feature.properties.id);
    if (!asset?.geometry.type.endsWith("LineString")) {
      this.editor.say("这里没有本项目的线，请单击在线上");
      return;
    }
    const { snap } = this.snapper.at(latlng, { event: originalEvent, marked: false });
    splitAsset(this.editor, asset.client_id, nearestInGeometry(asset.geometry, (snap ?? hit).position));
  }
}
