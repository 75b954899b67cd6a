// Every request of the page and of the tile worker. A failure is a RequestError whose message
// can be shown to the person as it stands.
const OFFLINE = "连不上服务器，请检查网络后重试";
const EXPIRED = "登录已过期，请重新登录";
const UNCLEAR = "查询条件有误，请检查后重试";
const TOO_LONG = "查询条件太长，请去掉一些条件，或画一个顶点少一些的范围";
const REFUSED = "没有权限查看这部分数据";
const CUT_OFF = "没有收到服务器完整的答复，请重试";

export class RequestError extends Error {
  constructor(message, { status = 0, expired = false } = {}) {
    super(message);
    this.name = "RequestError";
    this.status = status;
    this.expired = expired;
  }
}

export function isAbort(error) {
  return error.name === "AbortError";
}

export function expired() {
  return new RequestError(EXPIRED, { status: 401, expired: true });
}

export function offline() {
  return new RequestError(OFFLINE);
}

export function cutOff() {
  return new RequestError(CUT_OFF);
}

export function refusal(status, sentence) {
  if (status === 401) return expired();
  if (sentence) return new RequestError(sentence, { status });
  if (status === 400) return new RequestError(UNCLEAR, { status });
  if (status === 414) return new RequestError(TOO_LONG, { status });
  if (status === 403) return new RequestError(REFUSED, { status });
  return new RequestError(`服务器出错（${status}），请稍后重试`, { status });
}

async function sentenceOf(response) {
  if (!(response.headers.get("Content-Type") ?? "").includes("json")) return "";
  return response.json().then((body) => body.error ?? "", () => "");
}

// The server sends someone whose session has ended to the sign-in page: an answer that comes
// from another path than the one asked for is that page, not data.
function sentElsewhere(response, url) {
  return response.redirected && new URL(response.url).pathname !== new URL(url, response.url).pathname;
}

// What a page asks by itself, nobody being there, keeps no session alive.
function unattended(isUnattended) {
  return isUnattended ? { "X-Unattended": "1" } : {};
}

async function fetchChecked(url, accept, signal, more = {}) {
  const response = await fetch(url, { signal, headers: { Accept: accept, ...more } }).catch((error) => {
    throw isAbort(error) ? error : offline();
  });
  if (sentElsewhere(response, url)) throw expired();
  if (!response.ok) throw refusal(response.status, await sentenceOf(response));
  return response;
}

export async function getJson(url, { signal, isUnattended = false } = {}) {
  const response = await fetchChecked(url, "application/json", signal, unattended(isUnattended));
  return response.json().catch((error) => {
    throw isAbort(error) ? error : cutOff();
  });
}

/** The text of a page of ours. */
export async function getPage(url, { isUnattended = false } = {}) {
  const response = await fetchChecked(url, "text/html", undefined, unattended(isUnattended));
  return response.text();
}

/**
 * Sends JSON, or a form with files, and gives { status, body } also where the server refuses with
 * words of its own; throws a RequestError where there is no answer or the session has ended.
 */
export async function post(url, content, { csrf, signal, keepalive = false, isUnattended = false } = {}) {
  const isForm = content instanceof FormData;
  const headers = { Accept: "application/json", "X-CSRFToken": csrf, ...unattended(isUnattended), ...(isForm ? {} : { "Content-Type": "application/json" }) };
  const body = isForm ? content : JSON.stringify(content);
  const response = await fetch(url, { method: "POST", headers, body, signal, keepalive }).catch((error) => {
    throw isAbort(error) ? error : offline();
  });
  if (sentElsewhere(response, url) || response.status === 401) throw expired();
  const answer = await answerOf(response);
  if (!answer?.error && !response.ok) throw refusal(response.status, "");
  // Of what was cut off on its way, or came from someone else, nothing is known.
  if (!answer) throw cutOff();
  return { status: response.status, body: answer };
}

async function answerOf(response) {
  const isJson = (response.headers.get("Content-Type") ?? "").includes("json");
  return isJson ? response.json().catch(() => null) : null;
}

/** The bytes of a tile, or null for an empty one (204). */
export async function getTile(url, { signal } = {}) {
  const response = await fetchChecked(url, "application/vnd.mapbox-vector-tile", signal);
  return response.status === 204 ? null : response.arrayBuffer();
}
