// The menu “分享”: the page's address as a link, as a code to scan, and on paper. The address is
// read when the menu opens: it changes with every question and every move of the map.
const COPIED = "链接已复制";
const NOT_COPIED = "浏览器不允许复制，请从地址栏复制";
const NO_CODE = "地址太长，做不成二维码，请复制链接";

export function codeUrl(qrUrl, { pathname, search, hash }) {
  return `${qrUrl}?${new URLSearchParams({ to: `${pathname}${search}${hash}` })}`;
}

/**
 * The brief of the one district that is asked for; null where it is none or several, or not among
 * those `inSight` (codes; null: all are).
 */
export function briefUrl(template, search, inSight = null) {
  const codes = new URLSearchParams(search).getAll("district");
  if (codes.length !== 1 || (inSight && !inSight.includes(codes[0]))) return null;
  return `${template.replace("CODE", encodeURIComponent(codes[0]))}${search}`;
}

function open(menu) {
  const find = (name) => menu.querySelector(`[data-share-${name}]`);
  const [code, print, brief] = ["code", "print", "brief"].map(find);
  say(menu, "");
  code.parentElement.hidden = false;
  code.onerror = () => {
    code.parentElement.hidden = true;
    say(menu, NO_CODE);
  };
  code.src = codeUrl(menu.dataset.qrUrl, location);
  if (print) print.href = paperUrl(print);
  brief.dataset.template ??= brief.getAttribute("href");
  const url = briefUrl(brief.dataset.template, location.search, brief.dataset.inSight?.split(" "));
  brief.hidden = url === null;
  if (url) brief.href = url;
}

function paperUrl({ pathname }) {
  return `${pathname}${location.search}${location.hash}`;
}

// The browser's own print would cut the map where the window does: the page for paper opens.
function printOnPaper(event) {
  const link = document.querySelector("[data-share-print]");
  const asks = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "p";
  if (!link || !asks) return;
  event.preventDefault();
  location.assign(paperUrl(link));
}

function say(menu, words) {
  menu.querySelector("[data-share-status]").textContent = words;
}

// Without https a browser has no clipboard for pages, but still copies what is selected.
function copySelected(text) {
  const box = document.createElement("textarea");
  box.value = text;
  box.setAttribute("readonly", "");
  document.body.append(box);
  box.select();
  const done = document.execCommand("copy");
  box.remove();
  return done;
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelected(text);
  }
}

export function bindShare(root) {
  root.addEventListener("toggle", ({ target }) => {
    if (target.matches?.("[data-share][open]")) open(target);
  }, true);
  root.addEventListener("keydown", printOnPaper);
  root.addEventListener("click", async ({ target }) => {
    const button = target.closest?.("[data-share-copy]");
    if (!button) return;
    say(button.closest("[data-share]"), (await copy(location.href)) ? COPIED : NOT_COPIED);
  });
}
