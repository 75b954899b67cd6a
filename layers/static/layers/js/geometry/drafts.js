// Drafts: one for each project, person and tab on this computer, so that a crash, a lost line or an
// expired session loses nothing, and no tab writes over another's.
import { openShelf } from "./shelf.js";

const STORE = "drafts";

const SENTENCES = {
  absent: "这个浏览器不能在本机保存草稿（可能是无痕窗口），请及时保存。",
  full: "本机空间不足，草稿没有存下，请及时保存。",
  failed: "草稿没有存下，请及时保存。",
};

/** Why no draft is kept: `code` is "absent", "full" or "failed", the message is for people. */
export class DraftError extends Error {
  constructor(code, cause) {
    super(SENTENCES[code], { cause });
    this.name = "DraftError";
    this.code = code;
  }
}

// Drafts were kept by project and person alone before each tab had its own.
function giveTabs(store) {
  const request = store.openCursor();
  request.addEventListener("success", () => {
    const cursor = request.result;
    if (!cursor) return;
    // The cursor meets also what it has just moved.
    if (!cursor.value.tab) {
      const draft = { ...cursor.value, tab: "former" };
      cursor.delete();
      store.put(draft, [draft.projectNumber, draft.userName, draft.tab]);
    }
    cursor.continue();
  });
}

const SHELF = {
  name: "atlas-drafts",
  version: 2,
  store: STORE,
  upgrade: (request, oldVersion) => {
    if (oldVersion) giveTabs(request.transaction.objectStore(STORE));
    else request.result.createObjectStore(STORE);
  },
  toError: (error, code) => new DraftError(code, error),
};

/** A shelf; a draft is { savedAt, title, count, body }, and the newest is found first. */
export async function openDrafts(factory) {
  const shelf = await openShelf(SHELF, factory);
  const byAge = (a, b) => (a.savedAt < b.savedAt ? 1 : -1);
  return { ...shelf, find: async (...place) => (await shelf.find(...place)).sort(byAge) };
}
