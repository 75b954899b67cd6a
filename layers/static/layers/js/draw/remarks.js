// What the review wants mended: its open comments, as pins on the map and as rows of the panel.
import { commentLayer } from "../comment-map.js";
import { getJson } from "../request.js";
import { Tooltip } from "../tooltip.js";

const NEAR_ZOOM = 17;

export class Remarks {
  /** `container`: the panel's rows, or null where nothing is open. */
  constructor(container, editor, panels) {
    Object.assign(this, { container, editor, panels, tooltip: new Tooltip(editor.map) });
  }

  start() {
    if (!this.container) return;
    this.panels.unfoldBeside("remarks");
    this.#load();
  }

  async #load() {
    const { root, notices } = this.editor;
    try {
      this.#pin(await getJson(root.dataset.commentsUrl));
      notices.clear("remarks");
    } catch (error) {
      notices.fail("remarks", error, () => this.#load());
    }
  }

  #pin({ features, ...rest }) {
    const open = features.filter(({ properties }) => properties.is_open);
    const layer = commentLayer({ ...rest, features: open });
    layer.eachLayer((dot) => this.#listen(dot, dot.feature.properties));
    this.editor.map.addLayer(layer);
    this.editor.root.dataset.pins = open.length;
  }

  #listen(dot, { id, text }) {
    const row = this.container.querySelector(`#comment-${id}`);
    dot.on({
      mouseover: () => this.tooltip.show(dot.getLatLng(), [text]),
      mouseout: () => this.tooltip.hide(),
      click: () => this.#show(row),
    });
    row?.querySelector("[data-remark-place]").addEventListener("click", () => {
      this.editor.map.setView(dot.getLatLng(), Math.max(this.editor.map.getZoom(), NEAR_ZOOM));
    });
  }

  // Who draws over a pin does not want to read it.
  #show(row) {
    if (!row || this.editor.tool.isBusy?.()) return;
    this.panels.show("remarks");
    row.scrollIntoView({ block: "nearest" });
  }
}
