// What every map of the site has: district outlines on paper, Chinese controls, scale and
// coordinates. django-leaflet makes the map and its scale bar; this dresses it.
import "leaflet/dist/leaflet.css";
import "../css/map.css";
import "../css/notices.css";
import L from "leaflet";
import { CanvasTiles } from "./canvas-tiles.js";
import { textOf } from "./decode.js";
import { element } from "./element.js";
import { isInside } from "./nearest.js";
import { formatDegrees } from "./numbers.js";
import { traceRings } from "./paint-assets.js";
import { themeColours } from "./theme.js";

function control(position, made) {
  const Control = L.Control.extend({ onAdd: () => made });
  return new Control({ position });
}

/** Leaflet's own buttons speak English. */
export function zoomButtons(map, position) {
  map.zoomControl?.remove();
  L.control.zoom({ position, zoomInTitle: "放大", zoomOutTitle: "缩小" }).addTo(map);
}

function zoomControls(map, { showAll, all, allTitle, more = [] }) {
  zoomButtons(map, "topright");
  const places = [{ text: all, title: allTitle, show: showAll }, ...more];
  const buttons = places.map(({ text, title, show }) => element("button", {
    type: "button", class: "map-button", text, title, on: { click: show },
  }));
  const bar = element("div", { class: "leaflet-bar" }, buttons);
  L.DomEvent.disableClickPropagation(bar);
  control("topright", bar).addTo(map);
}

function coordinates(map, note) {
  const place = element("span", { class: "num" });
  const made = element("div", { class: "map-foot" }, [
    element("span", { class: "map-note", text: note }), place,
  ]);
  map.on("mousemove", ({ latlng }) => {
    place.textContent = `${formatDegrees(latlng.lng)}°E ${formatDegrees(latlng.lat)}°N CGCS2000`;
  });
  control("bottomleft", made).addTo(map);
}

function trace(ctx, layer, scale, wanted) {
  ctx.beginPath();
  for (let i = 0; i < layer.count; i += 1) if (wanted(i)) traceRings(ctx, layer, i, scale, true);
}

/** Draws district outlines; `chosen` holds the codes asked for. */
function districtPainter(chosen, over) {
  const ink = themeColours(["land", "land-chosen", "border-district"]);
  function fill(ctx, layer, scale, wanted, colour) {
    trace(ctx, layer, scale, wanted);
    ctx.fillStyle = colour;
    ctx.fill("evenodd");
  }
  function paint(ctx, { districts }, { size }) {
    if (!districts) return;
    const scale = size / districts.extent;
    const { words, index } = districts.texts.code;
    if (!over.picture) fill(ctx, districts, scale, () => true, ink.land);
    ctx.globalAlpha = over.picture ? 0.4 : 1;
    fill(ctx, districts, scale, (i) => chosen.has(words[index[i]]), ink["land-chosen"]);
    ctx.globalAlpha = 1;
    trace(ctx, districts, scale, () => true);
    ctx.lineJoin = "round";
    ctx.strokeStyle = ink["border-district"];
    ctx.globalAlpha = 0.22;
    ctx.lineWidth = 6;
    ctx.stroke();
    ctx.globalAlpha = 1;
    ctx.lineWidth = 1.2;
    ctx.setLineDash([10, 3, 2, 3]);
    ctx.stroke();
  }
  return { paint };
}

/** The layer of outlines, with a set of the codes to show as chosen. */
export function districtTiles(map, client, url) {
  map.createPane("outlines").style.zIndex = 150;
  const chosen = new Set();
  const over = { picture: false };
  const layer = new CanvasTiles(client, url, districtPainter(chosen, over), {
    className: "district-tiles", pane: "outlines",
  });
  layer.choose = (codes) => {
    chosen.clear();
    codes.forEach((code) => chosen.add(code));
    layer.repaint();
  };
  layer.isChosen = (code) => chosen.has(code);
  /** The code of the district that a place lies in, as far as its outline is loaded. */
  layer.codeAt = (latlng) => {
    for (const { layers: { districts }, size, at } of layer.tilesAt(latlng, 0)) {
      const perPixel = districts ? districts.extent / size : 0;
      for (let i = 0; i < (districts?.count ?? 0); i += 1) {
        if (isInside(districts, i, at.x * perPixel, at.y * perPixel)) return textOf(districts, "code", i);
      }
    }
    return null;
  };
  /** Over a base map the land is left clear. */
  layer.overPicture = (isOver) => {
    over.picture = isOver;
    layer.repaint();
  };
  return layer;
}

/** Leaflet's [[south, west], [north, east]] of a [west, south, east, north]. */
export function latLngBounds([west, south, east, north]) {
  return L.latLngBounds([south, west], [north, east]);
}

/** Leaflet's bounds as [west, south, east, north]. */
export function boxOf(bounds) {
  return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
}

export const WHOLE_CITY = { all: "全市", allTitle: "显示全市范围" };

// Paper shows what the screen shows: tiles for a wider map could not be fetched while printing.
function keepSizeForPaper(map) {
  const note = () => {
    const { x, y } = map.getSize();
    map.getContainer().style.setProperty("--map-width", `${x}px`);
    map.getContainer().style.setProperty("--map-height", `${y}px`);
  };
  map.on("resize", note);
  note();
}

/**
 * `extent`: { showAll, all, allTitle, more }, the button that shows everything, and further ones
 * { text, title, show }; of the index of districts its note stands below, where there is one.
 */
export function dressMap(map, extent, { note }) {
  map.attributionControl?.remove();
  keepSizeForPaper(map);
  zoomControls(map, extent);
  coordinates(map, note);
}
