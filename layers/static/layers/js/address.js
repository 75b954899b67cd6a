// The address of a view: the question is the query string, the view (place, colouring, open
// project, base map, overlays, order of the lists) is the hash:
// #12/26.58000/101.71000/stage/RA-000123/base=photo/over=3,5/sort=-investment
const PLACE_DIGITS = 5;
const ZOOM_DIGITS = 2;
const COLOURINGS = ["kind", "stage"];

function placeOf([zoom, lat, lng]) {
  const place = { zoom: Number(zoom), lat: Number(lat), lng: Number(lng) };
  const sane = lng !== undefined && Math.abs(place.lat) <= 90 && Math.abs(place.lng) <= 180;
  return sane && place.zoom >= 0 && place.zoom <= 24 ? place : null;
}

/** A part of a hash as it is meant; what was cut in the middle of a letter is left out. */
function wordOf(segment) {
  try {
    return decodeURIComponent(segment);
  } catch {
    return "";
  }
}

/** The view a hash names, or null when it names none. */
export function parseView(hash) {
  const segments = hash.replace(/^#/, "").split("/");
  const place = placeOf(segments);
  if (!place) return null;
  const words = segments.slice(3).map(wordOf);
  const rest = words.filter((word) => !word.includes("="));
  const named = new Map(words.filter((word) => word.includes("=")).map((word) => word.split("=", 2)));
  return {
    ...place,
    colouring: rest.find((word) => COLOURINGS.includes(word)) ?? "kind",
    project: rest.find((word) => word && !COLOURINGS.includes(word)) ?? "",
    base: named.get("base") ?? "",
    over: named.get("over") ?? "",
    sort: named.get("sort") ?? "",
  };
}

export function formatView({ zoom, lat, lng, colouring = "kind", project = "", base = "", over = "", sort = "" }) {
  const segments = [Number(zoom.toFixed(ZOOM_DIGITS)), lat.toFixed(PLACE_DIGITS), lng.toFixed(PLACE_DIGITS)];
  if (colouring !== "kind") segments.push(colouring);
  if (project) segments.push(encodeURIComponent(project));
  if (base) segments.push(`base=${encodeURIComponent(base)}`);
  if (over) segments.push(`over=${over}`);
  if (sort) segments.push(`sort=${encodeURIComponent(sort)}`);
  return `#${segments.join("/")}`;
}

// How a list was shown, not what was asked: see Question.OF_THE_VIEW in registry/question.py.
const OF_A_LIST = ["page", "sort", "asset"];

/** The question of an address, of the map's own or of one that was a list's. */
export function questionOf(search) {
  const question = new URLSearchParams(search);
  for (const name of OF_A_LIST) question.delete(name);
  return question;
}

/** What the form says, with the parameters the form has no control for kept from before. */
export function askedBy(entries, formNames, before) {
  const question = new URLSearchParams();
  for (const [name, value] of entries) {
    if (value.trim()) question.append(name, value.trim());
  }
  for (const [name, value] of before) {
    if (!formNames.has(name)) question.append(name, value);
  }
  return question;
}

export function withOnly(question, name, value) {
  const other = new URLSearchParams(question);
  other.set(name, value);
  return other;
}

/** The question for what it finds of one value; null where it finds none, as where it asks for others. */
export function narrowedTo(question, name, value, found) {
  const isAsked = !question.has(name) || question.getAll(name).includes(value);
  return found && isAsked ? withOnly(question, name, value) : null;
}

export function withoutValue(question, name, value) {
  const narrower = new URLSearchParams();
  for (const [key, each] of question) {
    if (key !== name || each !== value) narrower.append(key, each);
  }
  return narrower;
}

/** `url` asked with the question, and with further parameters that are not part of it. */
export function asked(url, question, further = {}) {
  const params = new URLSearchParams(question);
  for (const [name, value] of Object.entries(further)) params.set(name, value);
  const query = params.toString();
  return query ? `${url}?${query}` : url;
}
