// Ctrl+S saves the table, as it does the drawing, and never the page as a file.
export function bindSaveKey(root, save) {
  root.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "s") return;
    event.preventDefault();
    if (!event.repeat && !event.isComposing) save();
  });
}
