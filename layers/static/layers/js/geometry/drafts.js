// Drafts in the browser's own database, one for each project and person of this computer.
import { openDB } from "idb";

const NAME = "atlas-drafts";
const STORE = "drafts";

/** The browser keeps no drafts: a private window, or no room left. */
export class DraftError extends Error {
  constructor(cause) {
    super(`No draft can be kept: ${cause?.message ?? cause}`, { cause });
    this.name = "DraftError";
  }
}

const keyOf = (project, person) => `${person}|${project}`;

async function tried(work) {
  try {
    return await work();
  } catch (error) {
    throw new DraftError(error);
  }
}

/**
 * { find, keep, drop, list }: a draft is { savedAt, title, count, body }; all of them reject with
 * a DraftError where the browser keeps nothing.
 */
export async function openDrafts() {
  const database = await tried(() => openDB(NAME, 1, {
    upgrade: (fresh) => fresh.createObjectStore(STORE),
  }));
  return {
    find: (project, person) => tried(async () => (await database.get(STORE, keyOf(project, person))) ?? null),
    keep: (project, person, draft) => tried(() => database.put(STORE, { ...draft, project, person }, keyOf(project, person))),
    drop: (project, person) => tried(() => database.delete(STORE, keyOf(project, person))),
    list: (person) => tried(async () => (await database.getAll(STORE)).filter((draft) => draft.person === person)),
    close: () => database.close(),
  };
}
