// The tools' signs: strokes on a field of 24 × 24.
const PATHS = {
  select: "M5 3l6 16 2.2-6.8L20 10z",
  gather: "M4 4h10v10H4zM10 17v3h10V10h-3M6.5 9l2 2 3-4",
  line: "M4 19l6-9 5 5 5-10M4 19h.01M10 10h.01M15 15h.01M20 5h.01",
  point: "M12 21s-6-6.2-6-11a6 6 0 1112 0c0 4.8-6 11-6 11zM12 10h.01",
  polygon: "M5 8l8-4 7 7-4 9-10-2z",
  split: "M3 12h6M15 12h6M12 4v4M12 16v4M9.5 9.5l5 5M14.5 9.5l-5 5",
  merge: "M3 6h5l4 6h9M3 18h5l4-6",
  reverse: "M4 8h13l-4-4M20 16H7l4 4",
  parallel: "M4 17L16 5M8 20L20 8",
  cut: "M6 6a2 2 0 100-.01M6 18a2 2 0 100-.01M8 7l12 10M8 17L20 7",
  measured: "M3 8v8M3 12h7M14 12h7M10 8l4 8M21 8v8",
  trace: "M3 17c4 0 4-8 9-8s5 6 9 6M3 21c4 0 4-8 9-8s5 6 9 6",
  lock: "M5 19V5M5 19h14M9 15v-3M12 19v0",
  chain: "M4 18l5-5M9 13l5-3M14 10l6-5M3 18a1 1 0 102 0 1 1 0 10-2 0M8 13a1 1 0 102 0 1 1 0 10-2 0M13 10a1 1 0 102 0 1 1 0 10-2 0",
  snap: "M6 4v7a6 6 0 0012 0V4M6 8h4M14 8h4M10 4H6M18 4h-4M10 4v7a2 2 0 004 0V4",
  type: "M4 7h16v10H4zM7 10h.01M11 10h.01M15 10h.01M8 14h8",
  overlay: "M12 4l9 5-9 5-9-5zM3 14l9 5 9-5",
  remove: "M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13M10 11v5M14 11v5",
};
const SVG = "http://www.w3.org/2000/svg";

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.classList.add("draw-icon");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name] ?? "");
  svg.append(path);
  return svg;
}
