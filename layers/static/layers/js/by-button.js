// A form whose buttons each do something else (data-by-button) is sent by a click on one of them alone:
// for Enter in a field browsers press the first. A disabled one in front does not hold Chromium back
// where the field is a date.
export function sendByButtonAlone(root) {
  root.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches?.("form[data-by-button] input")) event.preventDefault();
  });
}
