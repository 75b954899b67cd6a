// <details class="menu"> closes when something else is clicked, and on Escape. A question that
// is asked in one (`data-confirm` on its button) comes into sight when it opens below the fold.
function openMenus(root) {
  return root.querySelectorAll("details.menu[open]");
}

// "toggle" does not rise to the document: it is caught on its way down.
function showQuestion({ target, newState }) {
  if (newState !== "open") return;
  target.querySelector(".menu-list:has([data-confirm])")?.scrollIntoView({ block: "nearest" });
}

export function closeMenusOutside(root) {
  root.addEventListener("click", (event) => {
    for (const menu of openMenus(root)) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
  root.addEventListener("toggle", showQuestion, true);
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of openMenus(root)) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}
