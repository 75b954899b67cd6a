// Cutting a line in two where it is clicked: exactly at a vertex or at another line that is near.
import { nearestInGeometry } from "../geometry/lines.js";
import { splitAsset } from "./cutting.js";

export class SplitTool {
  constructor(editor, snapper) {
    Object.assign(this, { editor, snapper, name: "split", map: editor.map });
    this.move = ({ latlng, originalEvent }) => this.snapper.at(latlng, { event: originalEvent });
    this.click = (event) => this.#split(event);
  }

  start() {
    this.map.on("mousemove", this.move).on("click", this.click);
    this.map.getContainer().classList.add("is-aiming");
    this.editor.say("单击要打断的位置；靠近折点或别的管线端点时会落在那里");
  }

  stop() {
    this.map.off("mousemove", this.move).off("click", this.click);
    this.map.getContainer().classList.remove("is-aiming");
    this.snapper.hide();
  }

  #split({ latlng, originalEvent }) {
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
