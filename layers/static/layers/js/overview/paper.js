// Printing: the page takes the width of A4 first, so that map and charts are drawn for it.
export function bindPaper(root, fit) {
  const turn = (onPaper) => () => {
    root.classList.toggle("on-paper", onPaper);
    fit();
  };
  window.addEventListener("beforeprint", turn(true));
  window.addEventListener("afterprint", turn(false));
}
