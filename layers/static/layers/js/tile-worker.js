// Fetches and decodes tiles away from the page. In: { id, url } or { id, cancel: true };
// out: { id, layers } or { id, error }.
import { setApart } from "./circles.js";
import { buffersOf, decodeTile } from "./decode.js";
import { RequestError, getTile, isAbort } from "./request.js";

const underWay = new Map();

function decoded(buffer) {
  try {
    const layers = decodeTile(buffer);
    if (layers.groups) setApart(layers.groups);
    return layers;
  } catch {
    throw new RequestError("地图数据不完整，请重试");
  }
}

async function load(id, url) {
  const abort = new AbortController();
  underWay.set(id, abort);
  try {
    const buffer = await getTile(url, { signal: abort.signal });
    const layers = buffer ? decoded(buffer) : {};
    self.postMessage({ id, layers }, buffersOf(layers));
  } catch (error) {
    if (isAbort(error)) return;
    const { message, status = 0, expired = false } = error;
    self.postMessage({ id, error: { message, status, expired } });
  } finally {
    underWay.delete(id);
  }
}

self.addEventListener("message", ({ data }) => {
  if (data.cancel) underWay.get(data.id)?.abort();
  else load(data.id, data.url);
});
