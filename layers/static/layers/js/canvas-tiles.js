// A Leaflet grid of vector tiles drawn on canvases. It loads through the tile client, repaints
// without loading again, loads again without blanking, and says what it is doing:
//   fires "tilesbusy" when it starts or ends loading, "tilesfailed" { error } when a tile fails.
// The server's tiles are its sources. Above maxSourceZoom many canvases each show their piece of one
// source: one canvas for all of it, sixteen times as wide, would let the page stand for seconds.
// Between two zooms they are drawn larger or smaller, not blurred.
// `ratio` is how many pixels of the canvas go to one of the page, where it is not the screen's own.
import L from "leaflet";
import { pieceOf } from "./tile-pieces.js";

// To fade one tile in, every canvas of the map is composed anew at each frame.
L.Map.mergeOptions({ fadeAnimation: false });

export const CanvasTiles = L.GridLayer.extend({
  options: { ratio: null, minZoom: 0, maxZoom: 22, maxSourceZoom: 18, keepBuffer: 1, noWrap: true },

  /**
   * `painter`: { paint(ctx, layers, { size, zoom }), margin(layers) } where the margin, none where a
   * painter has no such, is how many pixels of the page the drawing may reach over the source's edge.
   */
  initialize(client, urlTemplate, painter, options) {
    L.GridLayer.prototype.initialize.call(this, options);
    this._client = client;
    this._template = urlTemplate;
    this._painter = painter;
    this._query = "";
    this._sources = new Map();
    this.on("tileunload", ({ tile }) => this._leaveSource(tile));
  },

  getEvents() {
    const events = L.GridLayer.prototype.getEvents.call(this);
    return { ...events, zoomend: () => this._repaintStretched() };
  },

  createTile(coords, done) {
    const tile = L.DomUtil.create("canvas");
    const piece = pieceOf(coords, this.options.maxSourceZoom);
    const source = this._sourceAt(piece.source);
    source.tiles.add(tile);
    Object.assign(tile, { coords, piece, source, done });
    if (source.callOff) return tile;
    // Leaflet waits to be given the tile before it can be told that it is done.
    if (source.layers && !source.error) queueMicrotask(() => this._show(tile));
    else this._fetch(source);
    return tile;
  },

  setQuery(query) {
    if (query === this._query) return;
    this._query = query;
    this._dropOthers();
    this._sources.forEach((source) => (source.tiles.size ? this._fetch(source) : this._drop(source)));
  },

  retry() {
    this._sources.forEach((source) => source.error && this._fetch(source));
  },

  repaint() {
    this._shown().forEach((tile) => this._paint(tile));
  },

  isBusy() {
    return this._hasSource(({ callOff }) => callOff);
  },

  hasFailed() {
    return this._hasSource(({ error }) => error);
  },

  /** The decoded layers now on the map, with the size and corner of their source in map pixels. */
  placed() {
    const sources = new Set(this._shown().map(({ source }) => source));
    return [...sources].map(({ coords, layers }) => {
      const size = this._sizeOf(coords);
      return { layers: layers ?? {}, size, corner: L.point(coords).multiplyBy(size) };
    });
  },

  /** Sources within `reach` pixels of a place, with the place in pixels of each source. */
  tilesAt(latlng, reach) {
    const zoom = this._map.getZoom();
    const place = this._map.project(latlng, zoom);
    return this.placed()
      .map(({ layers, size, corner }) => ({ layers, size, zoom, at: place.subtract(corner) }))
      .filter(({ at, size }) => Math.min(at.x, at.y) >= -reach && Math.max(at.x, at.y) <= size + reach);
  },

  _shown() {
    return Object.values(this._tiles ?? {})
      .filter(({ coords, current }) => current && coords.z === this._tileZoom)
      .map(({ el }) => el);
  },

  _hasSource(condition) {
    return [...this._sources.values()].some(condition);
  },

  _sourceAt(coords) {
    const key = this._tileCoordsToKey(coords);
    if (!this._sources.has(key)) {
      this._sources.set(key, { key, coords, tiles: new Set(), layers: null, error: null, callOff: null });
    }
    return this._sources.get(key);
  },

  _fetch(source) {
    source.callOff?.();
    source.error = null;
    const url = L.Util.template(this._template, source.coords);
    source.callOff = this._client.load(this._query ? `${url}?${this._query}` : url, (error, layers) => {
      this._settle(source, error, layers);
    });
    this.fire("tilesbusy");
  },

  _settle(source, error, layers) {
    source.callOff = null;
    source.error = error;
    if (error) this.fire("tilesfailed", { error });
    else source.layers = layers;
    source.tiles.forEach((tile) => this._show(tile));
    this.fire("tilesbusy");
  },

  /** Draws the tile, unless it is gone again. Leaflet hides it until it is told once of success. */
  _show(tile) {
    const { source, done } = tile;
    if (!source.tiles.has(tile)) return;
    if (!source.error) {
      this._paint(tile);
      tile.done = null;
    }
    done?.(source.error, tile);
  },

  // On zooming the pieces of a source go and others of it come, all in one turn: what is under way
  // for those is what these wait for.
  _leaveSource(tile) {
    const { source } = tile;
    source.tiles.delete(tile);
    if (!source.tiles.size) queueMicrotask(() => this._drop(source));
  },

  _drop(source) {
    if (source.tiles.size || this._sources.get(source.key) !== source) return;
    this._sources.delete(source.key);
    source.callOff?.();
    if (source.callOff || source.error) this.fire("tilesbusy");
  },

  // Leaflet calls this when the zoom changes: what is under way for another zoom is stale.
  _abortLoading() {
    for (const [key, { el, coords }] of Object.entries(this._tiles)) {
      if (coords.z !== this._tileZoom && el.source.callOff) this._removeTile(key);
    }
  },

  // Tiles kept from other zooms, or out of sight, still show the answer to the former question.
  _dropOthers() {
    const inSight = this._map && this._pxBoundsToTileRange(this._getTiledPixelBounds(this._map.getCenter()));
    const shown = new Set(this._shown().filter(({ coords }) => inSight.contains(coords)));
    for (const [key, { el }] of Object.entries(this._tiles ?? {})) {
      if (!shown.has(el)) this._removeTile(key);
    }
  },

  // Between two zooms Leaflet stretches the tiles by this factor.
  _stretch() {
    return this._map.getZoomScale(this._map.getZoom(), this._tileZoom);
  },

  _repaintStretched() {
    const stretch = this._stretch();
    this._shown().filter((tile) => tile.stretch !== stretch).forEach((tile) => this._paint(tile));
  },

  /** How wide a source is on the map, in pixels of the page. */
  _sizeOf({ z }) {
    return this.getTileSize().x * this._map.getZoomScale(this._map.getZoom(), z);
  },

  _paint(tile) {
    const { piece, source: { coords, layers } } = tile;
    if (!layers || !this._map) return;
    tile.stretch = this._stretch();
    // A canvas without an area costs nothing at every frame.
    if (!Object.keys(layers).length) {
      tile.width = tile.height = 0;
      return;
    }
    const size = this._sizeOf(coords);
    const margin = this._painter.margin?.(layers) ?? 0;
    const ctx = prepare(tile, {
      piece, margin, side: size / piece.count, stretch: tile.stretch, ratio: this.options.ratio,
    });
    this._painter.paint(ctx, layers, { size, zoom: this._map.getZoom() });
  },
});

/**
 * Sizes a canvas for the screen's pixels, its origin at the corner of the source; on the page the
 * margin lies around the source.
 */
function prepare(canvas, { piece: { x, y, count }, side, margin, stretch, ratio: wanted }) {
  const ratio = wanted ?? Math.min(window.devicePixelRatio || 1, 3);
  const [left, top] = [x, y].map((place) => (place === 0 ? margin : 0));
  const [right, bottom] = [x, y].map((place) => (place === count - 1 ? margin : 0));
  const [width, height] = [side + left + right, side + top + bottom];
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  canvas.style.width = `${width / stretch}px`;
  canvas.style.height = `${height / stretch}px`;
  canvas.style.margin = `${-top / stretch}px 0 0 ${-left / stretch}px`;
  const ctx = canvas.getContext("2d");
  ctx.setTransform(ratio, 0, 0, ratio, (left - x * side) * ratio, (top - y * side) * ratio);
  return ctx;
}
