// Where files are dropped or chosen; the browser's own input stays behind it for the keyboard.

/** Calls `take(files)` with whatever is dropped on the zone; its own input is left to the caller. */
export function bindDropZone(zone, take) {
  const hover = (event, is) => {
    event.preventDefault();
    zone.classList.toggle("is-over", is);
  };
  zone.classList.add("is-scripted");
  zone.querySelector(".drop-button").hidden = false;
  for (const event of ["dragenter", "dragover"]) zone.addEventListener(event, (e) => hover(e, true));
  for (const event of ["dragleave", "drop"]) zone.addEventListener(event, (e) => hover(e, false));
  zone.addEventListener("drop", ({ dataTransfer }) => dataTransfer.files.length && take(dataTransfer.files));
}
