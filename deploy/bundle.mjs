// Bundles the browser's side (layers/static/layers) into layers/static/layers/build.
// Every entry is a classic script (IIFE): django-leaflet's own script expects a global L
// before it runs, and a classic worker cannot load an ES module.
import { context } from "esbuild";
import { rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const STATIC = fileURLToPath(new URL("../layers/static/layers/", import.meta.url));
const watching = process.argv.includes("--watch");

await rm(`${STATIC}build`, { recursive: true, force: true });

const bundle = await context({
  entryPoints: Object.fromEntries(
    [
      "site", "map", "print", "register", "files", "imports", "import-map", "project-map", "history-map", "review-map", "papers", "rounds", "point-picker", "draw/draw", "overview/overview", "overview/screen", "money/money", "tile-worker",
    ].map((name) => [name.split("/").pop(), `${STATIC}js/${name}.js`]),
  ),
  outdir: `${STATIC}build`,
  bundle: true,
  format: "iife",
  minify: !watching,
  sourcemap: watching ? "inline" : false,
  target: ["chrome90", "firefox91", "safari15"],
  loader: { ".png": "dataurl", ".svg": "dataurl" },
  legalComments: "none",
  logLevel: "info",
});

if (watching) {
  await bundle.watch();
} else {
  await bundle.rebuild();
  await bundle.dispose();
}
