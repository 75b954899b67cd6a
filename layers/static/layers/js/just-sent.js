// What was sent a moment ago: said, marked and brought into sight once the page has come again.
const KEY = "renewal-atlas.just-sent";

/** `urls` are the pages of the papers that were taken. */
export function rememberSent(urls) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ urls, path: location.pathname }));
  } catch {
    // A browser that keeps nothing shows the papers without a word.
  }
}

function remembered() {
  try {
    const { urls, path } = JSON.parse(sessionStorage.getItem(KEY));
    sessionStorage.removeItem(KEY);
    return path === location.pathname ? urls : [];
  } catch {
    return [];
  }
}

export function showSent(root) {
  const urls = remembered();
  if (!urls.length) return;
  root.querySelector("[data-sent-told]").textContent = `已上传 ${urls.length} 份，在下面标出。`;
  const links = urls.map((url) => root.querySelector(`main a[href="${url}"]`)).filter(Boolean);
  for (const link of links) (link.closest("tr") ?? link).classList.add("is-just-sent");
  links.at(0)?.scrollIntoView({ block: "center" });
}
