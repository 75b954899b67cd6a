// Where a click really lands: exactly on an end, a vertex or a line that is near, of the
// neighbourhood or of the project itself. Ctrl held down turns it off.
import L from "leaflet";
import { featuresAt, isNoPointOfAnAsset, makeGuides, snapAll } from "../geometry/snap.js";
import { bindWords } from "../tooltip.js";
import { metresPerPixel, toLatLng, toPosition } from "./positions.js";

const REACH_PX = 14;
const HIT_PX = 9;
const FINGER_PX = 24;
const NONE = new Set();
const WORDS = { end: "端点", vertex: "折点", segment: "线上" };

export class Snapper {
  #own = null;
  #marker = null;

  constructor(editor, neighbourhood, overlays) {
    Object.assign(this, { editor, neighbourhood, overlays });
    this.isOn = true;
    editor.addEventListener("change", () => (this.#own = null));
  }

  /** What the project's own assets offer; made when it is asked for. */
  get own() {
    this.#own ??= makeGuides(this.editor.assets().filter(({ geometry }) => geometry).map(featureOf));
    return this.#own;
  }

  /** What is registered: this project's own, and that of others. */
  get guides() {
    return [this.own, this.neighbourhood.guides];
  }

  /** What a line can be drawn along: what is registered, and what is traced from. */
  get lines() {
    return [...this.guides, ...this.overlays.guides];
  }

  /**
   * The place to use for one pointed at: { latlng, snap } with snap null where nothing is near;
   * `forPoint`: what is put there is a point.
   */
  at(latlng, { event, exclude = NONE, marked = true, forPoint = false } = {}) {
    const snap = this.#near(latlng, event, { exclude, only: forPoint ? isNoPointOfAnAsset : undefined });
    if (marked) this.#mark(snap);
    return { latlng: snap ? toLatLng(snap.position) : latlng, snap };
  }

  /** The project's own assets under the mouse, points first, then the nearest: [{ asset, position }]. */
  hits(latlng, event) {
    const metres = this.#reach(latlng, event, HIT_PX);
    return featuresAt(this.own, toPosition(latlng), metres)
      .map(({ feature, position }) => ({ asset: this.editor.asset(feature.properties.id), position }));
  }

  hide() {
    this.#marker?.remove();
  }

  #near(latlng, event, options) {
    if (!this.isOn || event?.ctrlKey || event?.metaKey) return null;
    const metres = this.#reach(latlng, event, REACH_PX);
    return snapAll(this.lines, toPosition(latlng), metres, options);
  }

  #reach(latlng, event, pixels) {
    const isFinger = event?.pointerType === "touch" || event?.type?.startsWith("touch");
    return metresPerPixel(this.editor.map, latlng.lat) * (isFinger ? FINGER_PX : pixels);
  }

  #mark(snap) {
    this.hide();
    if (!snap) return;
    const icon = L.divIcon({ className: `snap-mark snap-${snap.kind}`, iconSize: [18, 18] });
    this.#marker = L.marker(toLatLng(snap.position), { icon, interactive: false, keyboard: false, zIndexOffset: 5000 });
    const { project } = snap.feature.properties;
    const text = project ? `${WORDS[snap.kind]} · ${project}` : WORDS[snap.kind];
    bindWords(this.#marker, text, { permanent: true, direction: "right", offset: [10, 0], className: "snap-words" });
    this.#marker.addTo(this.editor.map);
  }
}

export function featureOf({ client_id, kind, values, geometry }) {
  return { type: "Feature", geometry, properties: { id: client_id, kind, medium: values.medium, number: values.number } };
}
