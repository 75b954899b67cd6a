// The drawing page put together: a map to draw on, the project's assets, one save.
import "../../css/draw.css";
import "../../css/draw-map.css";
import "../../css/draw-windows.css";
import "../../css/draw-phone.css";
import L from "leaflet";
import "leaflet-editable";
import { Assets } from "../assets.js";
import { addBehind } from "../behind.js";
import { WHOLE_CITY, districtTiles, dressMap, latLngBounds } from "../base-map.js";
import { Reader } from "../geometry/reading.js";
import { Here } from "../here.js";
import { onPageMap } from "../page-map.js";
import { Names, OF_DISTRICTS } from "../names.js";
import { getJson } from "../request.js";
import { Styling } from "../styling.js";
import { TileClient } from "../tile-client.js";
import { View } from "../view.js";
import { BorrowTool } from "./borrow-tool.js";
import { Colleagues } from "./colleagues.js";
import { commandsFor } from "./commands.js";
import { Conflicts } from "./conflicts.js";
import { CoordinatesWindow } from "./coordinates-window.js";
import { Editor } from "./editor.js";
import { Handles } from "./handles.js";
import { Inspector } from "./inspector.js";
import { Keeper } from "./keeper.js";
import { bindKeys } from "./keyboard.js";
import { LengthWindow } from "./length-window.js";
import { Listing } from "./listing.js";
import { Menu } from "./menu.js";
import { menuItems } from "./menu-items.js";
import { Neighbourhood } from "./neighbourhood.js";
import { offerDrafts } from "./offer-draft.js";
import { Overlays } from "./overlays.js";
import { Panels } from "./panels.js";
import { parallelWindow } from "./parallel-window.js";
import { PathTool } from "./path-tool.js";
import { PointTool } from "./point-tool.js";
import { toPosition } from "./positions.js";
import { Presence } from "./presence.js";
import { Problems } from "./problems.js";
import { Refusals } from "./refusals.js";
import { Remarks } from "./remarks.js";
import { Saving } from "./saving.js";
import { BoxSelect, SelectTool } from "./select-tool.js";
import { Sheet } from "./sheet.js";
import { Snapper } from "./snapper.js";
import { SplitTool } from "./split-tool.js";
import { splitWindow } from "./split-window.js";
import { Status } from "./status.js";
import { Strip } from "./strip.js";
import { Toolbar } from "./toolbar.js";

const CLOSE_ZOOM = 17;

onPageMap("data-draw", async (page) => {
  const { stylesUrl, drawingUrl } = page.root.dataset;
  const [styles, drawing] = await Promise.all([getJson(stylesUrl), getJson(drawingUrl)]);
  await open(page, new Styling(styles), drawing);
});

async function open({ root, map, notices, districts }, styling, drawing) {
  prepare(map);
  const editor = new Editor({ root, map, notices, styling, drawing });
  map.on("mousemove", ({ latlng }) => (editor.pointer = toPosition(latlng)));
  const view = new View(map);
  showBackground(editor, districts, view);
  const neighbourhood = new Neighbourhood(editor);
  const area = root.querySelector(".map-area");
  const reader = new Reader(districts.bounds);
  const overlays = new Overlays(area, editor, reader.systems);
  const snapper = new Snapper(editor, neighbourhood, overlays);
  const refusals = new Refusals(editor);
  const colleagues = new Colleagues(editor, drawing.edition);
  const saving = new Saving(editor, refusals, colleagues);
  colleagues.watch(saving);
  const keeper = new Keeper(editor, saving);
  const panels = new Panels(root, editor);
  const length = new LengthWindow(area, editor);
  const menu = new Menu(area, (target) => menuItems(editor, handles, target));
  const handles = new Handles(editor, snapper, menu);
  giveTools(editor, snapper);
  panels.adopt("menu", menu);
  panels.adopt("overlays", overlays);
  panels.adopt("parallel", parallelWindow(area, editor));
  panels.adopt("split", splitWindow(area, editor));
  panels.adopt("length", length);
  panels.adopt("coordinates", new CoordinatesWindow(area, editor, reader));
  const commands = commandsFor({ editor, panels, saving, snapper });
  const borrow = () => editor.use("borrow");
  const problems = new Problems(panels.panel("problems"), editor, snapper, refusals);
  problems.addEventListener("change", () => panels.count("problems", problems.list.length));
  const tray = new Listing(panels.panel("tray"), editor, { isTray: true });
  editor.addEventListener("change", () => panels.count("tray", tray.assets.length));
  const inspector = new Inspector(panels.panel("attributes"), editor, { refusals, borrow });
  const conflicts = new Conflicts(root.querySelector("[data-conflicts]"), editor, saving);
  saving.addEventListener("conflicts", ({ detail }) => conflicts.show(detail.conflicts, () => saving.save()));
  editor.use("select");
  const parts = [
    new Sheet(editor), neighbourhood, handles, panels, new Toolbar(root, commands, { editor, saving }), new Strip(editor, snapper),
    new Listing(panels.panel("assets"), editor, { isTray: false }), tray, inspector, problems, overlays, length, new Presence(editor, colleagues),
    new Status(editor, saving, keeper), new Remarks(panels.panel("remarks"), editor, panels),
  ];
  refusals.start();
  parts.forEach((part) => part.start());
  panels.count("tray", tray.assets.length);
  saving.start();
  if (!view.start()) showProject(editor, districts);
  await offerDrafts({ editor, keeper, saving, conflicts, docs: drawing.assets });
  keeper.start();
  bindKeys(commands, () => conflicts.isOpen);
  root.dataset.state = "idle";
}

function prepare(map) {
  map.doubleClickZoom.disable();
  map.boxZoom.disable();
  map.boxZoom = new BoxSelect(map);
  map.options.maxZoom = 22;
  map.setMaxZoom(22);
  new ResizeObserver(() => map.invalidateSize({ pan: false })).observe(map.getContainer());
  map.editTools = new L.Editable(map, {
    lineGuideOptions: { className: "draw-guide" }, drawingCSSClass: "is-aiming", drawingCursor: "",
  });
}

function giveTools(editor, snapper) {
  const tools = [
    new SelectTool(editor, snapper), new PathTool(editor, snapper, "line"), new PathTool(editor, snapper, "polygon"),
    new PointTool(editor, snapper), new SplitTool(editor, snapper), new BorrowTool(editor, snapper),
  ];
  tools.forEach((tool) => editor.register(tool));
}

/** What is registered already, as the big map shows it; the project's own assets are drawn apart. */
function showBackground(editor, districts, view) {
  const { map, root, notices, styling, project } = editor;
  const client = new TileClient(root.dataset.workerUrl);
  const outlines = districtTiles(map, client, root.dataset.districtsTilesUrl);
  const assets = new Assets(client, root.dataset.tilesUrl, styling);
  assets.leaveOut(project.number);
  // What others have registered is seen beside one's own, never as strong.
  assets.setBack(styling.beside);
  const names = new Names(map, client, root.dataset.namesTilesUrl, OF_DISTRICTS);
  for (const [matter, layer] of [["outlines", outlines], ["assets", assets.layer], ["names", names.layer]]) {
    layer.on("tilesfailed", ({ error }) => notices.fail(matter, error, () => layer.retry()));
    layer.on("tilesbusy", () => !layer.hasFailed() && notices.clear(matter));
    map.addLayer(layer);
  }
  const showAll = () => showProject(editor, districts);
  const more = new Here(map, notices).buttons;
  dressMap(map, { showAll, all: "全部", allTitle: "显示整个项目", more }, districts);
  addBehind({ root, map, notices, client, outlines, view });
}

/** The project, else its district, else the city. */
function showProject(editor, { bounds, districts }) {
  const { map, project } = editor;
  const shapes = L.geoJSON(editor.assets().filter(({ geometry }) => geometry).map(({ geometry }) => geometry));
  const own = shapes.getBounds();
  if (own.isValid()) return map.fitBounds(own, { padding: [48, 48], maxZoom: CLOSE_ZOOM, animate: false });
  const home = districts.find(({ code }) => code === project.district)?.bounds ?? bounds;
  return home ? map.fitBounds(latLngBounds(home), { animate: false }) : map;
}
