// A picture with a world file (jpg + jgw and the like) as a layer: drawn through the three corners
// that its six numbers give, so that a turned or sheared sheet lies as it should.
import L from "leaflet";
import { STORAGE, fromSystem, isIn } from "../geometry/systems.js";
import { toLatLng } from "./positions.js";

/** The six numbers of a world file, or an error to show; `systems` are those of the city. */
export function readWorld(text, systems) {
  const numbers = text.trim().split(/\s+/).map(Number);
  if (numbers.length !== 6 || !numbers.every(Number.isFinite)) return { error: "坐标文件应有六行数字" };
  const [a, d, b, e, c, f] = numbers;
  const codes = codesOf(systems, c, f);
  if (!codes.length) return { error: "坐标文件里的位置既不像经纬度，也不像本市一带的 CGCS2000 3° 带坐标" };
  if (codes.length > 1) return { error: "坐标文件里的东坐标没有带号，看不出是哪条中央经线的，请改用带号坐标或经纬度" };
  const [code] = codes;
  return { place: (column, row) => fromSystem(code, [a * column + b * row + c, d * column + e * row + f]), code };
}

function codesOf(systems, x, y) {
  if (Math.abs(x) <= 180 && Math.abs(y) <= 90) return [STORAGE];
  return systems.filter(({ east, north }) => isIn(east, x) && isIn(north, y)).map(({ code }) => code);
}

export const Picture = L.Layer.extend({
  options: { opacity: 0.6 },

  initialize(bitmap, world, options) {
    L.setOptions(this, options);
    this._bitmap = bitmap;
    const { width, height } = bitmap;
    // A world file tells the middle of the first pixel.
    this._corners = [[-0.5, -0.5], [width - 0.5, -0.5], [-0.5, height - 0.5], [width - 0.5, height - 0.5]]
      .map(([column, row]) => toLatLng(world.place(column, row)));
  },

  onAdd() {
    const { width, height } = this._bitmap;
    const canvas = (this._canvas = L.DomUtil.create("canvas", "draw-picture leaflet-zoom-hide"));
    Object.assign(canvas, { width, height });
    canvas.getContext("2d").drawImage(this._bitmap, 0, 0);
    this.getPane().appendChild(canvas);
    this.setOpacity(this.options.opacity);
    this._place();
  },

  onRemove() {
    this._canvas.remove();
  },

  getEvents() {
    return { viewreset: this._place, zoomend: this._place };
  },

  getBounds() {
    return L.latLngBounds(this._corners);
  },

  setOpacity(opacity) {
    this.options.opacity = opacity;
    if (this._canvas) this._canvas.style.opacity = opacity;
  },

  _place() {
    const [origin, right, down] = this._corners.map((corner) => this._map.latLngToLayerPoint(corner));
    const { width, height } = this._bitmap;
    const numbers = [
      (right.x - origin.x) / width, (right.y - origin.y) / width,
      (down.x - origin.x) / height, (down.y - origin.y) / height, origin.x, origin.y,
    ];
    this._canvas.style.transform = `matrix(${numbers.join(",")})`;
  },
});
