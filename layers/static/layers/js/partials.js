// htmx requests: the session that ended and the answer that failed are shown, not swapped in.
import { expired, offline, refusal } from "./request.js";

function sentElsewhere({ xhr, pathInfo }) {
  const asked = new URL(pathInfo.requestPath, location.href).pathname;
  return xhr.responseURL && new URL(xhr.responseURL).pathname !== asked;
}

function tell(target, error) {
  target.dispatchEvent(new CustomEvent("partial:failed", { bubbles: true, detail: { error } }));
}

export function watchHtmx(root) {
  root.addEventListener("htmx:beforeSwap", (event) => {
    if (!sentElsewhere(event.detail)) return;
    event.detail.shouldSwap = false;
    tell(event.target, expired());
  });
  root.addEventListener("htmx:responseError", ({ target, detail }) => {
    tell(target, refusal(detail.xhr.status, sentenceOf(detail.xhr)));
  });
  root.addEventListener("htmx:sendError", ({ target }) => tell(target, offline()));
}

function sentenceOf(xhr) {
  if (!(xhr.getResponseHeader("Content-Type") ?? "").includes("json")) return "";
  return JSON.parse(xhr.responseText).error ?? "";
}
