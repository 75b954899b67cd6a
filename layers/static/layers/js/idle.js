// A browser that is left alone is signed out by the server. Work on a page that asks nothing of the
// server is told to it; shortly before the end the person is warned, and any touch goes on.
import { element } from "./element.js";
import { post } from "./request.js";

const WARNED_S = 120;
const TOLD_EVERY_S = 60;
const SIGNS = ["pointerdown", "keydown", "wheel", "touchstart"];

export function watchIdle(body, { now = Date.now } = {}) {
  const { idleSeconds, aliveUrl, csrf } = body.dataset;
  if (!aliveUrl) return;
  const limit = Number(idleSeconds) * 1000;
  let used = now();
  let told = used;
  let warning = null;

  function use() {
    used = now();
    warning?.remove();
    warning = null;
    if (used - told < TOLD_EVERY_S * 1000) return;
    told = used;
    // Where it cannot be told, the next request of the page finds out and says so.
    post(aliveUrl, {}, { csrf }).catch(() => {});
  }

  function look() {
    const left = limit - (now() - used);
    if (left > WARNED_S * 1000 || warning || left <= 0) return;
    warning = element("div", { class: "idle-warning", role: "alert", text: "长时间没有操作，即将自动退出。点一下页面或按任意键继续使用。" });
    body.append(warning);
  }

  for (const sign of SIGNS) document.addEventListener(sign, use, { passive: true, capture: true });
  setInterval(look, 5000);
}
