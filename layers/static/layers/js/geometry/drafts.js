// Drafts in the browser's own database: one for each project and person on this computer, so that
// a crash, a lost line or an expired session loses nothing.
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

// The factory is asked directly, so that a test or a frame can bring its own.
async function openDatabase(factory) {
  try {
    const request = factory.open(NAME, 1);
    request.addEventListener("upgradeneeded", () => request.result.createObjectStore(STORE));
    const database = await wrap(request);
    // Another page with a newer version must not wait for this one.
    database.addEventListener("versionchange", () => database.close());
    return database;
  } catch (error) {
    throw draftError(error, "absent");
  }
}

const keyOf = (projectNumber, userName) => [projectNumber, userName];

function withoutBody({ body, ...head }) {
  return head;
}

/**
 * { keep, find, drop, list, close }; each rejects with a DraftError where nothing can be kept.
 * A draft is { savedAt, title, count, body }; it comes back with its projectNumber and userName.
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
    keep: (projectNumber, userName, draft) => tried(async (db) => {
      await db.put(STORE, { ...draft, projectNumber, userName }, keyOf(projectNumber, userName));
    }),
    find: (projectNumber, userName) => tried(
      async (db) => (await db.get(STORE, keyOf(projectNumber, userName))) ?? null,
    ),
    drop: (projectNumber, userName) => tried((db) => db.delete(STORE, keyOf(projectNumber, userName))),
    /** All drafts, or one person's, the newest first and without their bodies. */
    list: (userName) => tried(async (db) => (await db.getAll(STORE))
      .filter((draft) => userName === undefined || draft.userName === userName)
      .sort((a, b) => (a.savedAt < b.savedAt ? 1 : -1))
      .map(withoutBody)),
    close: () => database.close(),
  };
}
