// The map while the table lies below it: what was in sight stays in sight, and as it was it comes
// back when the table goes. The list beside the map has the table's projects: it is folded meanwhile.
/** Of what was in sight, so much on each side may go. */
const MARGIN = 0.1;

export class MapRoom {
  #before = null;
  #listWasOpen = false;

  /** `isListFree()`: whether the list is what the drawer shows. */
  constructor(map, panels, isListFree) {
    Object.assign(this, { map, panels, isListFree });
  }

  /** Whether the table was left open: then the map was made beside it. */
  begin() {
    this.#foldList();
    this.map.invalidateSize({ pan: false });
  }

  give() {
    const { map } = this;
    const seen = map.getBounds().pad(-MARGIN);
    const before = this.#view();
    this.#foldList();
    map.invalidateSize({ pan: false });
    map.fitBounds(seen, { animate: false });
    this.#before = { ...before, left: this.#view() };
  }

  takeBack() {
    const { map } = this;
    const before = this.#before;
    const isUntouched = before && this.#isAt(before.left);
    this.#before = null;
    if (this.#listWasOpen) this.panels.unfold("results");
    map.invalidateSize({ animate: false });
    if (isUntouched) map.setView(before.centre, before.zoom, { animate: false });
  }

  #foldList() {
    this.#listWasOpen = this.isListFree() && !this.panels.isFolded("results");
    if (this.#listWasOpen) this.panels.fold("results");
  }

  #view() {
    return { centre: this.map.getCenter(), zoom: this.map.getZoom() };
  }

  #isAt({ centre, zoom }) {
    return zoom === this.map.getZoom() && centre.equals(this.map.getCenter(), 1e-6);
  }
}
