// Rows are browsed by the arrow keys: <tbody data-row-keys="a.row-link"> names what has the focus.
const STEPS = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity };

export function bindRowKeys(root) {
  root.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    const rows = event.target.closest?.("[data-row-keys]");
    if (!step || !rows || event.ctrlKey || event.altKey || event.metaKey) return;
    const links = [...rows.querySelectorAll(rows.dataset.rowKeys)];
    const here = links.indexOf(event.target);
    if (here < 0) return;
    event.preventDefault();
    const next = Math.min(Math.max(here + step, 0), links.length - 1);
    links[next].focus();
    links[next].scrollIntoView({ block: "nearest" });
  });
}
