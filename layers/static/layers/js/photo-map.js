// The small map beside a project's photos: where they were taken, over what is registered.
import L from "leaflet";
import { styleOf } from "./asset-style.js";
import { WHOLE_CITY, latLngBounds } from "./base-map.js";
import { addOutlines, onPageMap } from "./page-map.js";
import { photoLayer } from "./photo-layer.js";
import { getJson } from "./request.js";
import { Styling } from "./styling.js";

onPageMap("data-photo-map", async (page) => {
  const { root, map, districts } = page;
  const { stylesUrl, shapesUrl, photosUrl, sector } = root.dataset;
  const [styles, shapes, photos] = await Promise.all([stylesUrl, shapesUrl, photosUrl].map((url) => getJson(url)));
  const styling = new Styling(styles);
  const style = ({ geometry, properties }) => styleOf(styling, sector, properties.medium, geometry);
  const assets = L.geoJSON(shapes, {
    style, interactive: false, pointToLayer: (feature, latlng) => L.circleMarker(latlng, style(feature)),
  });
  const dots = photoLayer(photos);
  const all = L.featureGroup([assets, dots]);
  const showAll = () => {
    const bounds = all.getBounds().isValid() ? all.getBounds() : districts.bounds && latLngBounds(districts.bounds);
    if (bounds) map.fitBounds(bounds, { padding: [24, 24], maxZoom: 17, animate: false });
  };
  addOutlines(page, { ...WHOLE_CITY, showAll });
  map.addLayer(all);
  showAll();
  root.dataset.state = "idle";
  root.dataset.photosDrawn = dots.getLayers().length;
});
