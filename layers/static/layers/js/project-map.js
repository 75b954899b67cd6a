// The map of a project's page: its exact shapes, in step with the rows of its assets' table.
import L from "leaflet";
import { AssetRows } from "./asset-rows.js";
import { styleOf } from "./asset-style.js";
import "./comment-map.js";
import { addOutlines, onPageMap } from "./page-map.js";
import { photoLayer } from "./photo-layer.js";
import { getJson } from "./request.js";
import { Styling } from "./styling.js";
import { Tooltip } from "./tooltip.js";

// A page of the past has no photos.
const NONE = { type: "FeatureCollection", features: [] };

onPageMap("data-project-map", async (page) => {
  const { shapesUrl, stylesUrl, photosUrl } = page.root.dataset;
  const asked = [stylesUrl, shapesUrl, photosUrl].map((url) => (url ? getJson(url) : NONE));
  const [styles, shapes, photos] = await Promise.all(asked);
  new ProjectMap(page, new Styling(styles), shapes, photoLayer(photos)).start();
});

class ProjectMap {
  constructor(page, styling, shapes, photos) {
    const { root, map } = page;
    Object.assign(this, { page, root, map, styling, shapes, photos });
    this.sector = root.dataset.sector;
    this.rows = new AssetRows(map, shapes);
    this.tooltip = new Tooltip(map);
  }

  start() {
    const layer = L.geoJSON(this.shapes, {
      style: (feature) => this.#style(feature),
      pointToLayer: (feature, latlng) => L.circleMarker(latlng, this.#style(feature)),
      onEachFeature: (feature, shape) => this.#listen(feature, shape),
    });
    const showAll = () => layer.getBounds().isValid() && this.map.fitBounds(layer.getBounds(), { padding: [32, 32], maxZoom: 17 });
    addOutlines(this.page, { showAll, all: "全部", allTitle: "显示整个项目" });
    this.map.addLayer(layer);
    this.map.addLayer(this.photos);
    showAll();
    this.rows.start();
    this.root.dataset.state = "idle";
    this.root.dataset.featuresDrawn = layer.getLayers().length;
  }

  #style({ geometry, properties }) {
    return styleOf(this.styling, this.sector, properties.medium, geometry);
  }

  #listen({ properties }, shape) {
    shape.on({
      mouseover: ({ latlng }) => {
        this.rows.point(properties.id);
        this.tooltip.show(latlng, [properties.name, this.styling.label("kind", properties.kind)]);
      },
      mouseout: () => this.#leave(),
      click: () => this.rows.row(properties.id)?.scrollIntoView({ block: "center", behavior: "smooth" }),
    });
  }

  #leave() {
    this.tooltip.hide();
    this.rows.leave();
  }
}
