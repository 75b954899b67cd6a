// Numbers as they are typed into a field: whether one can be read, and whether it is possible. What
// the server alone can read (another unit, a day for its year) is left to it.

const NUMBER = /^[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d*)?$|^[+-]?\.\d+$/;
const plain = (text) => text.normalize("NFKC").trim();

/** { isRead, sentence }: read without doubt; what is wrong, "" where nothing is known to be. */
export function judgeNumber(field, text) {
  const digits = bare(field, plain(text));
  if (!NUMBER.test(digits)) return { isRead: false, sentence: /\d/.test(digits) ? "" : `“${text}”不是数字` };
  const sentence = impossible(field.bounds, Number(digits.replaceAll(",", "")));
  return { isRead: !sentence, sentence };
}

/** What is wrong with what a field says, "" where nothing is. */
export function sentenceOf(field, text) {
  return field.bounds && text ? judgeNumber(field, text).sentence : "";
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
