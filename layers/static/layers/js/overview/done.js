// What counts as done. Pure.
// As registry.choices.DONE.
const DONE = ["accepted", "closed"];

/** Of the stages asked for, or of all where none is, those that count as done. */
export function doneAmong(stages) {
  return DONE.filter((stage) => !stages.length || stages.includes(stage));
}
