// Signing in anew in another tab, the token that this page was given is taken no more: the page as it
// is now has the one that is. What is drawn stays as it is.
import { RequestError, getPage, post } from "../request.js";

const STRANGER = "现在登录的是另一个账号，没有提交。请换回原来的账号登录再重试";
const SHUT_OUT = "现在的账号打不开这个项目，请换回原来的账号登录再重试";

/** post() with the page's token, and once more where that had run out. */
export async function postAnew(root, url, content, options = {}) {
  const send = () => post(url, content, { csrf: root.dataset.csrf, ...options });
  const answer = await send();
  if (answer.status !== 403) return answer;
  return await renew(root, answer.body, options) ? send() : answer;
}

/** False where the page is closed to the person and the token was not why: a refusal of rights. */
async function renew(root, { is_stale: isStale }, { isUnattended }) {
  const page = await pageNow({ isUnattended });
  if (!page && isStale) throw new RequestError(SHUT_OUT, { status: 403 });
  if (!page) return false;
  if (page.person !== root.dataset.person) throw new RequestError(STRANGER, { status: 403 });
  root.dataset.csrf = page.csrf;
  return true;
}

async function pageNow(options) {
  try {
    const text = await getPage(location.pathname, options);
    return new DOMParser().parseFromString(text, "text/html").querySelector("[data-draw]")?.dataset ?? null;
  } catch (error) {
    if (error.expired || !(error instanceof RequestError)) throw error;
    return null;
  }
}
