// A region while it is drawn: corners that are clicked one by one, or a centre and a radius.
// What is drawn already is solid, what the pointer would add is dashed.
import L from "leaflet";
import { inverse } from "./geometry/geodesy.js";
import {
  FARTHEST_M, MOST_VERTICES, NEAREST_M, circle, metresWords, nearText, polygonText, refusalOf,
} from "./regions.js";
import { latLngs, regionStyle } from "./region-shapes.js";
import { thinned } from "./region-thinning.js";

const USUAL_RADIUS_M = 500;
const CLOSE_PX = 12;

class Draft {
  constructor(map) {
    this.map = map;
    this.style = regionStyle(map);
    this.group = L.layerGroup([]).addTo(map);
  }

  draw(ring, dots) {
    this.group.clearLayers();
    if (ring.length > 1) this.group.addLayer(L.polygon(latLngs(ring), this.style));
    const dot = { ...this.style, radius: 4, fillOpacity: 1, dashArray: null };
    latLngs(dots).forEach((latlng) => this.group.addLayer(L.circleMarker(latlng, dot)));
  }

  remove() {
    this.group.remove();
  }
}

export class PolygonDraft extends Draft {
  parameter = "within";
  #ring = [];
  #note = "";
  #refusal = null;

  /** The corners, to be read and typed: one a line. */
  get list() {
    return this.#ring.map((corner) => polygonText([corner])).join("\n");
  }

  /**
   * Takes corners that were typed; of more than can be asked with, those that keep the shape.
   * Where so few cannot keep it, none is taken: why is what comes back.
   */
  replace(ring) {
    this.#forget();
    const { kept, offM, isAnother } = thinned(ring, MOST_VERTICES);
    const [given, off] = [`给了 ${ring.length} 个顶点，最多 ${MOST_VERTICES} 个`, metresWords(Math.ceil(offM))];
    if (isAnother) this.#refusal = `${given}；边线太曲折，简化后会偏离约 ${off}，没有采用。请只填主要的转折点，或在来源软件里简化到 ${MOST_VERTICES} 个以内再粘贴。`;
    else if (kept.length < ring.length) this.#note = `${given}：已简化为 ${kept.length} 个，边线偏离不超过约 ${off}`;
    this.#ring = isAnother ? [] : kept;
    this.draw(this.#ring, this.#ring);
    return this.#refusal;
  }

  /** A corner that was not clicked: the middle of the map, by keyboard. */
  add(position) {
    this.#forget();
    this.#ring.push(position);
    this.draw(this.#ring, this.#ring);
  }

  /** True where the click closes the polygon. */
  click(position) {
    this.#forget();
    if (this.#isNear(position, this.#ring[0]) && this.#ring.length > 2) return true;
    // The second click of a double click adds nothing.
    if (!this.#isNear(position, this.#ring.at(-1), 3)) this.#ring.push(position);
    this.move(position);
    return false;
  }

  move(position) {
    this.draw([...this.#ring, position], this.#ring);
  }

  back() {
    this.#forget();
    this.#ring.pop();
    this.draw(this.#ring, this.#ring);
  }

  get hint() {
    if (this.#refusal || this.#note) return this.#refusal || this.#note;
    if (!this.#ring.length) return "在地图上依次点出范围的顶点，或填坐标";
    return `已点 ${this.#ring.length} 个顶点，点回第一个顶点或双击完成`;
  }

  get refusal() {
    return this.#refusal ?? refusalOf(this.#ring);
  }

  get text() {
    return polygonText(this.#ring);
  }

  /** What was said of typed corners is not said of clicked ones. */
  #forget() {
    this.#note = "";
    this.#refusal = null;
  }

  #isNear([lng, lat], other, within = CLOSE_PX) {
    if (!other) return false;
    const at = (place) => this.map.latLngToContainerPoint(place);
    return at([lat, lng]).distanceTo(at([other[1], other[0]])) <= within;
  }
}

export class CircleDraft extends Draft {
  parameter = "near";
  list = null;
  radius = USUAL_RADIUS_M;
  #centre = null;

  add(position) {
    this.click(position);
  }

  click(position) {
    if (this.#centre) {
      this.move(position);
      return true;
    }
    this.#centre = position;
    this.#show();
    return false;
  }

  move(position) {
    if (!this.#centre) return;
    this.radius = Math.max(NEAREST_M, Math.round(inverse(this.#centre, position).metres));
    this.#show();
  }

  /** A radius that was typed: from now on the pointer leaves it alone only if it stays away. */
  resize(metres) {
    this.radius = metres;
    this.#show();
  }

  back() {
    this.#centre = null;
    this.draw([], []);
  }

  get hasCentre() {
    return this.#centre !== null;
  }

  get hint() {
    if (!this.#centre) return "点一下圆心";
    return "再点一下确定半径，或填写后完成";
  }

  get refusal() {
    if (!this.#centre) return "请先在地图上点一下圆心。";
    const fits = this.radius >= NEAREST_M && this.radius <= FARTHEST_M;
    return fits ? null : `半径应在 ${NEAREST_M} 米至 ${FARTHEST_M / 1000} 公里之间。`;
  }

  get text() {
    return nearText(this.#centre, this.radius);
  }

  #show() {
    if (this.#centre) this.draw(circle(this.#centre, Math.min(this.radius, FARTHEST_M)), [this.#centre]);
  }
}
