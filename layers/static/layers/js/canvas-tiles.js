// A Leaflet grid of vector tiles drawn on canvases. It loads through the tile client, repaints
// without loading again, loads again without blanking, and says what it is doing:
//   fires "tilesbusy" when it starts or ends loading, "tilesfailed" { error } when a tile fails.
// Above maxNativeZoom, and between two zooms, the same tile is drawn larger or smaller, not blurred.
// `ratio` is how many pixels of the canvas go to one of the page, where it is not the screen's own.
import L from "leaflet";

export const CanvasTiles = L.GridLayer.extend({
  options: { ratio: null, minZoom: 0, maxZoom: 22, maxNativeZoom: 18, keepBuffer: 1, noWrap: true },

  /**
   * `painter`: { paint(ctx, layers, { size, zoom }), margin(layers) } where the margin, none where a
   * painter has no such, is how many pixels of the page the drawing may reach over the tile's edge.
   */
  initialize(client, urlTemplate, painter, options) {
    L.GridLayer.prototype.initialize.call(this, options);
    this._client = client;
    this._template = urlTemplate;
    this._painter = painter;
    this._query = "";
    this._failedTiles = new Set();
    this._underWay = new Set();
    this.on("tileunload", ({ tile }) => this._giveUp(tile));
  },

  getEvents() {
    const events = L.GridLayer.prototype.getEvents.call(this);
    return { ...events, zoomend: () => this._repaintStretched() };
  },

  createTile(coords, done) {
    const tile = L.DomUtil.create("canvas");
    tile.coords = coords;
    this._fetch(tile, done);
    return tile;
  },

  setQuery(query) {
    if (query === this._query) return;
    this._query = query;
    this._dropOthers();
    this._shown().forEach((tile) => this._fetch(tile));
  },

  retry() {
    [...this._failedTiles].forEach((tile) => this._fetch(tile));
  },

  repaint() {
    this._shown().forEach((tile) => this._paint(tile));
  },

  isBusy() {
    return this._underWay.size > 0;
  },

  hasFailed() {
    return this._failedTiles.size > 0;
  },

  /** The decoded layers now on the map, with the corner of their tile in map pixels. */
  placed() {
    const size = this._drawnSize();
    return this._shown().map((tile) => ({
      layers: tile.layers ?? {}, size, corner: L.point(tile.coords).multiplyBy(size),
    }));
  },

  /** Tiles within `reach` pixels of a place, with the place in pixels of each tile. */
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

  _fetch(tile, done = () => {}) {
    this._giveUp(tile);
    this._underWay.add(tile);
    const { x, y, z } = tile.coords;
    const url = L.Util.template(this._template, { x, y, z });
    tile.callOff = this._client.load(this._query ? `${url}?${this._query}` : url, (error, layers) => {
      this._settle(tile, error, layers);
      done(error, tile);
    });
    this.fire("tilesbusy");
  },

  _settle(tile, error, layers) {
    tile.callOff = null;
    this._underWay.delete(tile);
    if (error) {
      this._failedTiles.add(tile);
      this.fire("tilesfailed", { error });
    } else {
      tile.layers = layers;
      this._paint(tile);
    }
    this.fire("tilesbusy");
  },

  _giveUp(tile) {
    tile.callOff?.();
    tile.callOff = null;
    const [hadFailed, wasUnderWay] = [this._failedTiles, this._underWay].map((tiles) => tiles.delete(tile));
    if (hadFailed || wasUnderWay) this.fire("tilesbusy");
  },

  // Leaflet calls this when the zoom changes: what is under way for another zoom is stale.
  _abortLoading() {
    for (const [key, { el, coords }] of Object.entries(this._tiles)) {
      if (coords.z !== this._tileZoom && this._underWay.has(el)) this._removeTile(key);
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

  // Above maxNativeZoom Leaflet stretches the tile by this factor.
  _stretch() {
    return this._map.getZoomScale(this._map.getZoom(), this._tileZoom);
  },

  // So it does between two zooms.
  _repaintStretched() {
    const stretch = this._stretch();
    this._shown().filter((tile) => tile.stretch !== stretch).forEach((tile) => this._paint(tile));
  },

  _drawnSize() {
    return this.getTileSize().x * this._stretch();
  },

  _paint(tile) {
    if (!tile.layers || !this._map) return;
    const size = this._drawnSize();
    const margin = this._painter.margin?.(tile.layers) ?? 0;
    tile.stretch = this._stretch();
    const ctx = prepare(tile, { size, margin, stretch: tile.stretch, ratio: this.options.ratio });
    this._painter.paint(ctx, tile.layers, { size, zoom: this._map.getZoom() });
  },
});

/** Sizes a canvas for the screen's pixels; on the page the margin lies around the tile. */
function prepare(canvas, { size, margin, stretch, ratio: wanted }) {
  const ratio = wanted ?? Math.min(window.devicePixelRatio || 1, 3);
  canvas.width = canvas.height = Math.round((size + 2 * margin) * ratio);
  canvas.style.width = canvas.style.height = `${(size + 2 * margin) / stretch}px`;
  canvas.style.margin = `${-margin / stretch}px`;
  const ctx = canvas.getContext("2d");
  ctx.setTransform(ratio, 0, 0, ratio, margin * ratio, margin * ratio);
  return ctx;
}
