// The coordinate systems a planner may type: degrees, and the 3° Gauss-Krüger zone of
// the meridian 102° with and without the zone number in the easting. All three are CGCS2000, so
// nothing is shifted between datums. Pairs are [east, north]; X and Y are only in what is typed,
// where X is north.
import proj4 from "proj4";

const GAUSS = "+proj=tmerc +lat_0=0 +lon_0=102 +k=1 +y_0=0 +ellps=GRS80 +towgs84=0,0,0,0,0,0,0 +units=m +no_defs";
const DEGREES = "+proj=longlat +ellps=GRS80 +towgs84=0,0,0,0,0,0,0 +no_defs";

export const STORAGE = "EPSG:4490";

export const SYSTEMS = [
  { code: STORAGE, label: "CGCS2000 经纬度", unit: "°" },
  { code: "EPSG:4543", label: "CGCS2000 3° 带，中央经线 102°", unit: "m" },
  { code: "EPSG:4522", label: "CGCS2000 3° 带，第 34 带（东坐标带号）", unit: "m" },
];

const CONVERTERS = {
  "EPSG:4543": proj4(DEGREES, `${GAUSS} +x_0=500000`),
  "EPSG:4522": proj4(DEGREES, `${GAUSS} +x_0=34500000`),
};

function converter(code) {
  const found = CONVERTERS[code];
  if (!found) throw new RangeError(`no coordinate system ${code}`);
  return found;
}

/** [easting, northing], or degrees, as [longitude, latitude]. */
export function fromSystem(code, pair) {
  return code === STORAGE ? pair : converter(code).inverse([...pair]);
}
