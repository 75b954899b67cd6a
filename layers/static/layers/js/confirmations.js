// Beside the button that writes: how many confirmations it still waits for.
export function missingWords(missing) {
  return missing ? `还有 ${missing} 项没有勾选确认。` : "";
}

export function bindConfirmations(form) {
  const words = form.querySelector("[data-missing]");
  if (!words) return;
  const tell = () => {
    words.textContent = missingWords(form.querySelectorAll("[required]:not(:checked)").length);
  };
  form.addEventListener("change", tell);
  window.addEventListener("pageshow", tell);
  tell();
}
