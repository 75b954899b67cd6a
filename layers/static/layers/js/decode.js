// A vector tile as typed arrays: what a worker can hand over without copying, and what is drawn
// and searched without an object per feature.
//
// A layer: { extent, count, types, parts, rings, coords, boxes, texts, numbers }
//   types[i]                    1 point, 2 line, 3 polygon
//   rings of feature i          parts[i] .. parts[i + 1]
//   positions of ring r         rings[r] .. rings[r + 1], as x, y pairs in coords (tile units)
//   boxes[4i .. 4i + 3]         west, north, east, south of feature i
//   texts.name                  { words, index }: words[index[i]] is the text of feature i
//   numbers.name                Float64Array
import { VectorTile } from "@mapbox/vector-tile";
import { PbfReader } from "pbf";

class Shapes {
  constructor(count) {
    this.types = new Uint8Array(count);
    this.boxes = new Int32Array(4 * count);
    this.parts = [0];
    this.rings = [0];
    this.coords = [];
  }

  add(i, type, rings) {
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    for (const ring of rings) {
      for (const { x, y } of ring) {
        this.coords.push(x, y);
        stretch(box, x, y);
      }
      this.rings.push(this.coords.length / 2);
    }
    this.parts.push(this.rings.length - 1);
    this.types[i] = type;
    this.boxes.set(box, 4 * i);
  }

  packed() {
    return {
      types: this.types,
      boxes: this.boxes,
      parts: Uint32Array.from(this.parts),
      rings: Uint32Array.from(this.rings),
      coords: Int32Array.from(this.coords),
    };
  }
}

function stretch(box, x, y) {
  box[0] = Math.min(box[0], x);
  box[1] = Math.min(box[1], y);
  box[2] = Math.max(box[2], x);
  box[3] = Math.max(box[3], y);
}

class Columns {
  constructor(count) {
    this.count = count;
    this.texts = {};
    this.numbers = {};
    this.places = new Map();
  }

  add(i, properties) {
    for (const [name, value] of Object.entries(properties)) {
      if (typeof value === "number") this.#numbers(name)[i] = value;
      else this.#text(name, i, String(value ?? ""));
    }
  }

  #numbers(name) {
    return (this.numbers[name] ??= new Float64Array(this.count));
  }

  #text(name, i, word) {
    if (!this.places.has(name)) {
      this.places.set(name, new Map([["", 0]]));
      this.texts[name] = { words: [""], index: new Uint16Array(this.count) };
    }
    const places = this.places.get(name);
    const { words, index } = this.texts[name];
    if (!places.has(word)) {
      places.set(word, words.length);
      words.push(word);
    }
    index[i] = places.get(word);
  }
}

function decodeLayer(layer) {
  const shapes = new Shapes(layer.length);
  const columns = new Columns(layer.length);
  for (let i = 0; i < layer.length; i += 1) {
    const feature = layer.feature(i);
    shapes.add(i, feature.type, feature.loadGeometry());
    columns.add(i, feature.properties);
  }
  const { texts, numbers } = columns;
  return { extent: layer.extent, count: layer.length, ...shapes.packed(), texts, numbers };
}

/** The layers of a tile by name; none for an empty tile. */
export function decodeTile(buffer) {
  const tile = new VectorTile(new PbfReader(new Uint8Array(buffer)));
  return Object.fromEntries(
    Object.entries(tile.layers).map(([name, layer]) => [name, decodeLayer(layer)]),
  );
}

/** The buffers inside decoded layers, to be transferred instead of copied. */
export function buffersOf(layers) {
  return Object.values(layers).flatMap((layer) => [
    ...["types", "boxes", "parts", "rings", "coords"].map((name) => layer[name].buffer),
    ...Object.values(layer.texts).map(({ index }) => index.buffer),
    ...Object.values(layer.numbers).map((column) => column.buffer),
  ]);
}

/** The text of feature i in a column, "" where the layer has no such column. */
export function textOf(layer, name, i) {
  const column = layer.texts[name];
  return column ? column.words[column.index[i]] : "";
}
