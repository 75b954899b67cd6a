// A view is saved as it stands in the address at that moment.
export function bindSavedViews(root) {
  root.addEventListener("htmx:configRequest", ({ target, detail }) => {
    if (!target.matches("[data-view-new]")) return;
    const page = target.closest("[data-view-page]").dataset.viewPage;
    detail.parameters.set("page", page);
    detail.parameters.set("query", location.search);
    detail.parameters.set("place", page === "map" ? location.hash : "");
  });
}
