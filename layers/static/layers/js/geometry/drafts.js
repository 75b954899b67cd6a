// Drafts in the browser's own database: one for each project, person and tab on this computer, so
// that a crash, a lost line or an expired session loses nothing, and no tab writes over another's.
import { wrap } from "idb";

const NAME = "atlas-drafts";
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

function draftError(error, code = "failed") {
  if (error instanceof DraftError) return error;
  return new DraftError(error?.name === "QuotaExceededError" ? "full" : code, error);
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
      store.put(draft, keyOf(draft));
    }
    cursor.continue();
  });
}

// The factory is asked directly, so that a test or a frame can bring its own.
async function openDatabase(factory) {
  try {
    const request = factory.open(NAME, 2);
    request.addEventListener("upgradeneeded", ({ oldVersion }) => {
      if (oldVersion) giveTabs(request.transaction.objectStore(STORE));
      else request.result.createObjectStore(STORE);
    });
    const database = await wrap(request);
    // Another page with a newer version must not wait for this one.
    database.addEventListener("versionchange", () => database.close());
    return database;
  } catch (error) {
    throw draftError(error, "absent");
  }
}

const keyOf = ({ projectNumber, userName, tab }) => [projectNumber, userName, tab];

/**
 * { keep, find, drop, close }; each rejects with a DraftError where nothing can be kept.
 * A draft's place is { projectNumber, userName, tab }, the draft { savedAt, title, count, body }.
 */
export async function openDrafts(factory = globalThis.indexedDB) {
  let database = await openDatabase(factory);
  // A browser short of memory closes the connection by itself: then it is opened once more.
  const tried = async (work) => {
    try {
      return await work(database);
    } catch (error) {
      if (error?.name !== "InvalidStateError") throw draftError(error);
    }
    database = await openDatabase(factory);
    return work(database).catch((error) => { throw draftError(error); });
  };
  return {
    keep: (place, draft) => tried((db) => db.put(STORE, { ...draft, ...place }, keyOf(place))),
    /** What all tabs have kept of a project and person, the newest first. */
    find: (projectNumber, userName) => tried(async (db) => (await db.getAll(STORE))
      .filter((draft) => draft.projectNumber === projectNumber && draft.userName === userName)
      .sort((a, b) => (a.savedAt < b.savedAt ? 1 : -1))),
    drop: (place) => tried((db) => db.delete(STORE, keyOf(place))),
    close: () => database.close(),
  };
}
