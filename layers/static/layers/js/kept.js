// What this browser remembers of a person's choices. One that is full or keeps nothing still shows
// what is chosen, until the page is left.

/** What was kept under a key, or null. */
export function kept(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

export function keep(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Full or forbidden: it is chosen anew the next time.
  }
}
