// Writes small vector tiles, so that decoding is tested on real bytes.
import { PbfWriter } from "pbf";

export const POINT = 1;
export const LINE = 2;
export const POLYGON = 3;
const [MOVE, DRAW, CLOSE] = [1, 2, 7];

function command(id, count) {
  return (count << 3) | id;
}

function zigzag(n) {
  return (n << 1) ^ (n >> 31);
}

/** The command stream of rings of [x, y]; polygons are given open and closed here. */
function geometry(type, rings) {
  const stream = [];
  let [x, y] = [0, 0];
  const step = ([nextX, nextY]) => {
    stream.push(zigzag(nextX - x), zigzag(nextY - y));
    [x, y] = [nextX, nextY];
  };
  for (const [first, ...rest] of rings) {
    stream.push(command(MOVE, 1));
    step(first);
    if (rest.length) stream.push(command(DRAW, rest.length));
    rest.forEach(step);
    if (type === POLYGON) stream.push(command(CLOSE, 1));
  }
  return stream;
}

function writeValue(value, pbf) {
  if (typeof value === "string") pbf.writeStringField(1, value);
  else if (Number.isInteger(value)) pbf.writeVarintField(4, value);
  else pbf.writeDoubleField(3, value);
}

function writeFeature({ tags, type, stream }, pbf) {
  pbf.writePackedVarint(2, tags);
  pbf.writeVarintField(3, type);
  pbf.writePackedVarint(4, stream);
}

function writeLayer({ name, features }, pbf) {
  const keys = [];
  const values = [];
  const place = (list, item) => {
    if (!list.includes(item)) list.push(item);
    return list.indexOf(item);
  };
  pbf.writeVarintField(15, 2);
  pbf.writeStringField(1, name);
  for (const { type, rings, properties } of features) {
    const tags = Object.entries(properties).flatMap(([key, value]) => [place(keys, key), place(values, value)]);
    pbf.writeMessage(2, writeFeature, { tags, type, stream: geometry(type, rings) });
  }
  keys.forEach((key) => pbf.writeStringField(3, key));
  values.forEach((value) => pbf.writeMessage(4, writeValue, value));
  pbf.writeVarintField(5, 4096);
}

/** The bytes of a tile with layers { name, features: [{ type, rings, properties }] }. */
export function tile(...layers) {
  const pbf = new PbfWriter();
  layers.forEach((layer) => pbf.writeMessage(3, writeLayer, layer));
  return pbf.finish();
}

export function pipe(id, rings, properties = {}) {
  return { type: LINE, rings, properties: { id, kind: "pipe", medium: "gas", ...properties } };
}
