// Files as they were dropped → one set for each thing that they make: the parts of a shapefile belong
// together, a picture and its world file, all others stand alone.
import { PICTURE, WORLD } from "./picture-files.js";

const PART = /\.(shp|shx|dbf|prj|cpg|sbn|sbx|qix|qpj|shp\.xml)$/i;

const stemOf = (name) => name.replace(/\.[^.]*$/, "").replace(/\.shp$/i, "").toLowerCase();

function keyOf({ name }, isOnePicture) {
  if (PART.test(name)) return `shp ${stemOf(name)}`;
  if (PICTURE.test(name) || WORLD.test(name)) return isOnePicture ? "picture" : `picture ${stemOf(name)}`;
  return null;
}

export function datasetsOf(files) {
  const isOnePicture = files.filter(({ name }) => PICTURE.test(name)).length === 1;
  const sets = new Map();
  for (const file of files) {
    const key = keyOf(file, isOnePicture) ?? file;
    sets.set(key, [...(sets.get(key) ?? []), file]);
  }
  return [...sets.values()];
}
