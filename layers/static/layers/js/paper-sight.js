// What of the map the paper shows. The sheet may change its size: what was in sight stays in sight,
// as large as there is room, around the same centre, to the last digit: Leaflet by itself keeps a
// corner, or the centre to the pixel.
import { latLngBounds } from "./base-map.js";

/** What is shown does not touch the edge of the map. */
const GAP = 16;
/** How often it comes closer by itself on one sheet: legend and map might chase each other for ever. */
const APPROACHES = 3;
/** A single place is not looked at more closely. */
const CLOSEST = 17;

export class Sight {
  #map;
  #city;
  #kept = null;
  #moving = false;
  #approaches = 0;

  /** `city`: [west, south, east, north], or null; what lies outside need not stay in sight. */
  constructor(map, city) {
    this.#map = map;
    this.#city = city && latLngBounds(city);
    // Whoever moves the map chooses anew what is to be seen.
    map.on("moveend", () => (this.#kept = this.#moving ? this.#kept : null));
  }

  /** Looks at a box, [west, south, east, north], on this sheet and on every other. */
  show(box) {
    const bounds = latLngBounds(box);
    const [corner, other] = [bounds.getSouthWest(), bounds.getNorthEast()].map((place) => this.#map.project(place, 0));
    this.#kept = { bounds, centre: this.#map.unproject(corner.add(other).divideBy(2), 0) };
    this.#approaches = APPROACHES;
    this.#go(this.#fitting());
  }

  /** Remembers what is seen on a sheet of this size; to be called before it gets another. */
  hold(size) {
    const map = this.#map;
    this.#kept ??= { bounds: this.#seen(), centre: map.getCenter(), size, zoom: map.getZoom() };
  }

  /** Shows what is kept on a sheet of this size. */
  lay(size) {
    this.#approaches = APPROACHES;
    this.#resize();
    this.#go(this.#kept.size === size ? this.#kept.zoom : this.#fitting());
  }

  /** The map has more room, or less, as the legend takes it. */
  follow(size) {
    if (!this.#hasOtherSize()) return;
    const centre = this.#kept?.centre ?? this.#map.getCenter();
    const zoom = this.#map.getZoom();
    const isFitted = this.#kept && this.#kept.size !== size;
    this.#resize();
    this.#go(isFitted ? this.#refitted(zoom) : zoom, centre);
  }

  #refitted(zoom) {
    const fitting = this.#fitting();
    if (fitting > zoom) this.#approaches -= 1;
    return this.#approaches < 0 ? Math.min(zoom, fitting) : fitting;
  }

  #seen() {
    const seen = this.#map.getBounds();
    if (!this.#city?.intersects(seen)) return seen;
    const most = (a, b) => Math.max(a, b);
    const least = (a, b) => Math.min(a, b);
    const edges = [["getWest", most], ["getSouth", most], ["getEast", least], ["getNorth", least]];
    return latLngBounds(edges.map(([edge, nearer]) => nearer(seen[edge](), this.#city[edge]())));
  }

  /** The closest zoom at which what is kept has room around its centre. */
  #fitting() {
    const { bounds, centre } = this.#kept;
    const middle = this.#map.project(centre, 0);
    const corners = [bounds.getNorthWest(), bounds.getSouthEast()].map((place) => this.#map.project(place, 0).subtract(middle));
    const reach = (side) => Math.max(...corners.map((corner) => Math.abs(corner[side])));
    const room = this.#map.getSize().divideBy(2).subtract([GAP, GAP]);
    const zoom = Math.log2(Math.min(room.x / reach("x"), room.y / reach("y")));
    const step = this.#map.options.zoomSnap;
    const closest = Math.max(CLOSEST, this.#kept.zoom ?? 0);
    return Math.min(closest, Math.max(this.#map.getMinZoom(), Math.floor(zoom / step) * step));
  }

  #hasOtherSize() {
    const { clientWidth, clientHeight } = this.#map.getContainer();
    return !this.#map.getSize().equals([clientWidth, clientHeight]);
  }

  #resize() {
    this.#byItself(() => this.#map.invalidateSize({ pan: false }));
  }

  #go(zoom, centre = this.#kept.centre) {
    this.#byItself(() => this.#map.setView(centre, zoom, { reset: true }));
  }

  #byItself(move) {
    this.#moving = true;
    move();
    this.#moving = false;
  }
}
