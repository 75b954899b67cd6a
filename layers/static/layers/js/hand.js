// Whether a finger works or a mouse with keys beside it: what is said of clicks and keys depends
// on that.
export const isByFinger = () => window.matchMedia("(pointer: coarse)").matches;

/** The words for a mouse, or those for a finger. */
export const worded = (mouse, finger) => (isByFinger() ? finger : mouse);
