// A shelf in the browser's own database: what is kept on this computer of a project and a person, so
// that a crash or a reload loses nothing.
import { wrap } from "idb";

const keyOf = ({ projectNumber, userName, tab }) => [projectNumber, userName, tab];

// The factory is asked directly, so that a test or a frame can bring its own.
async function openDatabase({ name, version, upgrade }, factory) {
  const request = factory.open(name, version);
  request.addEventListener("upgradeneeded", ({ oldVersion }) => upgrade(request, oldVersion));
  const database = await wrap(request);
  // Another page with a newer version must not wait for this one.
  database.addEventListener("versionchange", () => database.close());
  return database;
}

/**
 * { keep, find, drop, sweep, close }; each rejects with what `toError(error, code)` makes of a
 * failure, `code` being "absent", "full" or "failed".
 * The place of an entry is { projectNumber, userName, tab }, which it then has as well.
 */
export async function openShelf({ store, toError, ...database }, factory = globalThis.indexedDB) {
  const wrong = (error, code = "failed") => toError(error, error?.name === "QuotaExceededError" ? "full" : code);
  const open = () => openDatabase(database, factory).catch((error) => { throw wrong(error, "absent"); });
  let opened = await open();
  // A browser short of memory closes the connection by itself: then it is opened once more.
  const tried = async (work) => {
    try {
      return await work(opened);
    } catch (error) {
      if (error?.name !== "InvalidStateError") throw wrong(error);
    }
    opened = await open();
    return work(opened).catch((error) => { throw wrong(error); });
  };
  return {
    keep: (place, entry) => tried((db) => db.put(store, { ...entry, ...place }, keyOf(place))),
    /** All that is kept of a project and person. */
    find: (projectNumber, userName) => tried(async (db) => (await db.getAll(store))
      .filter((entry) => entry.projectNumber === projectNumber && entry.userName === userName)),
    drop: (place) => tried((db) => db.delete(store, keyOf(place))),
    /** Drop what is old, whosesoever it is. */
    sweep: (isOld) => tried(async (db) => {
      const old = (await db.getAll(store)).filter(isOld);
      await Promise.all(old.map((entry) => db.delete(store, keyOf(entry))));
    }),
    close: () => opened.close(),
  };
}
