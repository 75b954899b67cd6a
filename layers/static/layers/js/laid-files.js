// Files that are laid under a drawing stay on this computer, which several may share: signing out
// takes them away, and so does another account that signs in. A login that only ends leaves them,
// as it leaves the drafts.
import { keep, kept } from "./kept.js";

/** The browser's own database that they are kept in. */
export const DATABASE = "atlas-overlays";
const OWNER = "renewal-atlas.files-of";
const NOBODY = "";

export function guardLaidFiles(root, { factory = globalThis.indexedDB } = {}) {
  const { person } = root.body.dataset;
  const owner = kept(OWNER);
  const isOver = person ? owner !== person : owner === NOBODY;
  if (isOver) clear(factory, person ?? NOBODY);
  root.addEventListener("submit", ({ target, defaultPrevented }) => {
    if (defaultPrevented || !target.matches("[data-sign-out]")) return;
    // The page goes away and may not see the end of it: the next one does it again.
    keep(OWNER, NOBODY);
    clear(factory, NOBODY);
  });
}

// They are the next one's once the former one's are gone.
function clear(factory, next) {
  factory?.deleteDatabase(DATABASE).addEventListener("success", () => keep(OWNER, next));
}
