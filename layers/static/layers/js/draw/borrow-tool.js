// The attributes of another asset for those that are selected: click it. Of this project all but
// what belongs to one alone; of others what the person may see of them.
import { snapAll } from "../geometry/snap.js";
import { getJson } from "../request.js";
import { borrowed, borrowedWords, withBorrowed } from "./borrowing.js";
import { handedOn } from "./carrying.js";
import { worded } from "../hand.js";
import { metresPerPixel, toPosition } from "./positions.js";

const REACH_PX = 12;

export class BorrowTool {
  constructor(editor, snapper) {
    Object.assign(this, { editor, snapper, name: "borrow", map: editor.map, url: editor.root.dataset.assetUrl });
    this.click = (event) => this.#take(event);
  }

  start() {
    this.map.on("click", this.click);
    this.map.getContainer().classList.add("is-aiming");
    this.editor.say(`${worded("单击", "点按")}要取属性的设施（本项目或图上其他项目的）`);
  }

  stop() {
    this.map.off("click", this.click);
    this.map.getContainer().classList.remove("is-aiming");
  }

  async #take({ latlng }) {
    const reach = metresPerPixel(this.map, latlng.lat) * REACH_PX;
    const found = snapAll(this.snapper.guides, toPosition(latlng), reach, { exclude: this.editor.selection });
    if (!found) return this.editor.say("这里没有已登记的设施，请单击在线或点上");
    const { id } = found.feature.properties;
    const { selection } = this.editor;
    try {
      const source = this.editor.asset(id) ?? await getJson(this.url.replace("{id}", id));
      // Who has gone on to something else meanwhile no longer wants it.
      if (this.editor.tool === this && this.editor.selection === selection) this.#give(source);
      this.editor.notices.clear("borrow");
    } catch (error) {
      this.editor.notices.fail("borrow", error);
    }
    return undefined;
  }

  #give(source) {
    const assets = this.editor.selected().filter(({ kind }) => kind === source.kind);
    this.editor.use("select");
    if (!assets.length) return this.editor.say("类别不同，没有取用属性");
    const { fields } = this.editor.kinds[source.kind];
    const values = handedOn(source.values, fields);
    const found = borrowed(fields, assets, values);
    const ids = assets.map(({ client_id }) => client_id);
    this.editor.patch("取相邻属性", ids, (asset) => ({ values: withBorrowed(fields, asset.values, values) }));
    return this.editor.say(borrowedWords(found));
  }
}
