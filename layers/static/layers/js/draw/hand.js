// Whether a finger draws or a mouse with keys beside it: what is said of clicks and keys depends
// on that.
const COARSE = window.matchMedia("(pointer: coarse)");

export const isByFinger = () => COARSE.matches;

/** The words for a mouse, or those for a finger. */
export const worded = (mouse, finger) => (isByFinger() ? finger : mouse);
