// A browser that is left alone is signed out by the server. Work on a page that asks nothing of the
// server is told to it; shortly before the end the person is warned, and any touch goes on. Once
// the login is over the page says so until it is left.
import { element } from "./element.js";
import { keep, kept } from "./kept.js";
import { post } from "./request.js";

const WARNED_S = 120;
const TOLD_EVERY_S = 60;
const SHARED_EVERY_S = 5;
const SIGNS = ["pointerdown", "keydown", "wheel", "touchstart"];
// The tabs of a browser share one login: who works in one keeps that of all.
const USED = "renewal-atlas.used-at";

const SOON = "长时间没有操作，即将自动退出。点一下页面或按任意键继续使用。";
const OVER = "登录已过期，现在保存不了。请重新登录。";
const TYPED_STAYS = "本页已填写的内容会留着，登录后自动恢复。";

export function watchIdle(body, { now = Date.now } = {}) {
  const { idleSeconds, aliveUrl, loginUrl, csrf } = body.dataset;
  if (!aliveUrl) return;
  const limit = Number(idleSeconds) * 1000;
  let used = now();
  let told = used;
  let shared = used;
  let box = null;
  let isOver = false;
  keep(USED, used);

  function show(content) {
    box?.remove();
    box = content && element("div", { class: "idle-warning", role: "alert" }, content);
    if (box) body.append(box);
  }

  function use() {
    look();
    if (isOver) return;
    used = now();
    show(null);
    share();
    if (used - told < TOLD_EVERY_S * 1000) return;
    told = used;
    // Where it cannot be told, the next request of the page finds out and says so.
    post(aliveUrl, {}, { csrf }).catch((error) => error.expired && end());
  }

  function share() {
    if (used - shared < SHARED_EVERY_S * 1000) return;
    shared = used;
    keep(USED, used);
  }

  function end() {
    isOver = true;
    const back = encodeURIComponent(location.pathname + location.search + location.hash);
    const text = body.querySelector("form[data-draft]") ? OVER + TYPED_STAYS : OVER;
    show([element("p", { text }), element("a", { class: "btn btn-small", href: `${loginUrl}?next=${back}`, text: "重新登录" })]);
  }

  function look() {
    if (isOver) return;
    used = Math.max(used, Math.min(now(), kept(USED) ?? 0));
    const left = limit - (now() - used);
    if (left <= 0) end();
    else if (left > WARNED_S * 1000) show(null);
    else if (!box) show([element("span", { text: SOON })]);
  }

  for (const sign of SIGNS) document.addEventListener(sign, use, { passive: true, capture: true });
  setInterval(look, 5000);
}
