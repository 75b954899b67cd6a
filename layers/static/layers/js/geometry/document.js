// The editing document: what the planner has drawn, over what the server last said. One door to
// its parts: the steps that can be undone, the saving, what others changed meanwhile, and the draft
// kept in the browser.
export {
  apply, assetOf, assetsOf, canRedo, canUndo, changedBetween, createDocument, redo, redoLabel, undo, undoLabel,
} from "./steps.js";
export { absorbAll, changesOf, isChanged, isOutdated, keepMine, settle, takeTheirs } from "./saving.js";
export { SHAPE, bringTogether, differencesOf } from "./merging.js";
export { restore, serialise } from "./draft-body.js";
