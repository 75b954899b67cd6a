// Signing in anew in another tab, the token that this page was given is taken no more: the page as it
// is now has the one that is. What is drawn stays as it is.
import { RequestError, getPage, post } from "../request.js";

const STRANGER = "现在登录的是另一个账号，没有保存。请换回原来的账号登录，再点“重试”";

/** post() with the page's token, and once more where that had run out. */
export async function postAnew(root, url, content, options = {}) {
  const send = () => post(url, content, { csrf: root.dataset.csrf, ...options });
  const answer = await send();
  if (answer.status !== 403) return answer;
  return await renew(root, options) ? send() : answer;
}

/** False where there is no page any more: then the refusal was one of rights. */
async function renew(root, { isUnattended }) {
  const page = await pageNow({ isUnattended });
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
