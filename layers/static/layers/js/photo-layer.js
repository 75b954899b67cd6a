// Photos on a map: a dot each, its thumbnail on a click.
import L from "leaflet";
import { element } from "./element.js";
import { themeColours } from "./theme.js";
import { bindWords } from "./tooltip.js";

const THUMB_WIDTH = 220;

export function photoLayer(photos) {
  const { accent, sheet } = themeColours(["accent", "sheet"]);
  return L.geoJSON(photos, {
    pointToLayer: (feature, latlng) => L.circleMarker(latlng, {
      radius: 7, color: sheet, weight: 2, fillColor: accent, fillOpacity: 1, className: "photo-dot",
    }),
    onEachFeature: ({ properties }, dot) => {
      bindWords(dot, properties.name);
      dot.bindPopup(() => card(properties), { minWidth: THUMB_WIDTH, className: "photo-popup" });
    },
  });
}

function card({ url, thumb, name, day }) {
  const picture = thumb ? [element("img", { src: thumb, alt: name, width: THUMB_WIDTH })] : [];
  const words = element("span", { text: [name, day].filter(Boolean).join(" · ") });
  return element("a", { href: url, class: "photo" }, [...picture, words]);
}
