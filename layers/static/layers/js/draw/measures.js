// Numbers as they are typed into a field: whether one can be read, and whether it is possible. What
// the server alone can read (another unit, a day for its year) is left to it.

const NUMBER = /^[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d*)?$|^[+-]?\.\d+$/;
const plain = (text) => text.normalize("NFKC").trim();

/** What is wrong with what a field says, "" where nothing is known to be. */
export function sentenceOf(field, text) {
  if (!field?.bounds || !text) return "";
  const digits = bare(field, plain(text));
  if (!NUMBER.test(digits)) return /\d/.test(digits) ? "" : `“${text}”不是数字`;
  return impossible(field.bounds, Number(digits.replaceAll(",", "")));
}

/** DN300 and 300mm where the field is one of diameters in mm. */
function bare({ unit, bounds: { signs } }, text) {
  const before = signs.find((sign) => text.toLowerCase().startsWith(plain(sign).toLowerCase()));
  const rest = before ? text.slice(plain(before).length).trim() : text;
  const behind = plain(unit ?? "").toLowerCase();
  return behind && rest.toLowerCase().endsWith(behind) ? rest.slice(0, -behind.length).trim() : rest;
}

function impossible({ low, high, whole }, number) {
  if (whole && !Number.isInteger(number)) return `应为整数，现为 ${number}`;
  if (low !== null && number < low) return `不能小于 ${low}，现为 ${number}`;
  return high !== null && number > high ? `不能大于 ${high}，现为 ${number}` : "";
}
