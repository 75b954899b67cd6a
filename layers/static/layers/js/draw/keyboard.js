// The keys of the drawing page. While someone types, only those that mean the whole page work; in a
// list, which knows no Ctrl itself, all with Ctrl.
import { keyOf } from "./commands.js";

const EVERYWHERE = new Set(["Ctrl+S", "Esc"]);
const SAME = { "Ctrl+Shift+Z": "Ctrl+Y" };

/** `isShut()`: while something is to be decided on, no key changes anything. */
export function bindKeys(commands, isShut) {
  const byKey = new Map(commands.filter(({ key }) => key).map((command) => [command.key, command]));
  document.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const key = SAME[keyOf(event)] ?? keyOf(event);
    const command = byKey.get(key);
    if (!command || (isTyping(event.target) && !isMeantForPage(key, event.target))) return;
    if (key === "Enter" && event.target.closest("button, a, summary")) return;
    event.preventDefault();
    if (isShut()) return;
    const field = commit();
    if (field && key === "Esc") {
      field.blur();
      return;
    }
    if (!command.reason?.()) command.run({ isHeld: event.repeat });
  });
}

function isMeantForPage(key, target) {
  return EVERYWHERE.has(key) || (key.startsWith("Ctrl+") && target.matches("select"));
}

/** What is being typed counts before the command does; gives the field, or nothing. */
function commit() {
  const field = document.activeElement?.closest(".draw-field :is(input, select, textarea)");
  field?.dispatchEvent(new Event("change"));
  return field;
}

function isTyping(target) {
  return target.matches?.("input:not([type=checkbox]), textarea, select, [contenteditable]");
}
