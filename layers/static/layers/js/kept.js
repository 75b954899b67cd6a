// What this browser remembers of a person's choices. One that is full or keeps nothing still shows
// what is chosen, until the page is left.

/** For what is remembered until this tab is closed. */
export const ofThisTab = () => sessionStorage;
const always = () => localStorage;

/** What was kept under a key, or null. */
export function kept(key, store = always) {
  try {
    return JSON.parse(store().getItem(key));
  } catch {
    return null;
  }
}

export function keep(key, value, store = always) {
  try {
    store().setItem(key, JSON.stringify(value));
  } catch {
    // Full or forbidden: it is chosen anew the next time.
  }
}
