// The systems in which coordinates are typed and read out. Positions are always [longitude,
// latitude] of EPSG:4490; Gauss-Krüger pairs are [easting, northing] in metres.
import proj4 from "proj4";

const KRUEGER = "+proj=tmerc +lat_0=0 +lon_0=102 +k=1 +ellps=GRS80 +units=m +no_defs";
const GEOGRAPHIC = "+proj=longlat +ellps=GRS80 +no_defs";
const plane = (easting) => proj4(GEOGRAPHIC, `${KRUEGER} +x_0=${easting} +y_0=0`);

const PLANES = { "EPSG:4543": plane(500000), "EPSG:4522": plane(34500000) };

export const SYSTEMS = [
  { code: "EPSG:4490", label: "CGCS2000 经纬度", unit: "°" },
  { code: "EPSG:4543", label: "CGCS2000 3° 带，中央经线 102°", unit: "m" },
  { code: "EPSG:4522", label: "CGCS2000 3° 带，带号 34", unit: "m" },
];

export function toSystem(code, position) {
  return PLANES[code] ? PLANES[code].forward([...position]) : position;
}

export function fromSystem(code, pair) {
  return PLANES[code] ? PLANES[code].inverse([...pair]) : pair;
}

/** A position as people read it: X is north, as in every Chinese table. */
export function writePair(code, position) {
  const [x, y] = toSystem(code, position);
  return PLANES[code] ? `X（北） ${y.toFixed(3)}　Y（东） ${x.toFixed(3)}` : `${x.toFixed(7)}，${y.toFixed(7)}`;
}
