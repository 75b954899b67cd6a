// 万元 as whole hundredths in BigInt: sums are exact to the last digit, whatever their size.
// Read as the server reads them (registry/kinds/values.py): full-width digits, thousands commas.
const THOUSANDS = /^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$/;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)$/;
/** What accounting formats of Excel show for nothing. */
const NOTHING = /^[-—–―]*$/;
/** 1000 亿元, as `registry.models.money.MOST_WAN`. */
const MOST = 10_000_000n * 100n;

export class BadAmount extends Error {}

/** Hundredths, or null for blank text; throws a BadAmount that names what is wrong with it. */
export function readAmount(raw) {
  const text = raw.normalize("NFKC").trim();
  if (NOTHING.test(text)) return null;
  if (text.includes(",") && (raw.includes("，") || !THOUSANDS.test(text))) {
    throw new BadAmount(`“${shown(raw)}”中的逗号只能分隔千位（如 1,000），小数点请写“.”`);
  }
  const plain = text.replaceAll(",", "");
  if (plain.length > 30 || !NUMBER.test(plain)) throw new BadAmount(`“${shown(raw)}”不是数字`);
  const hundredths = hundredthsOf(plain, raw);
  if (hundredths < 0n) throw new BadAmount(`“${shown(raw)}”小于 0，金额不能是负数`);
  if (hundredths > MOST) throw new BadAmount(`“${shown(raw)}”超过 1000 亿元，请检查单位是不是万元`);
  return hundredths;
}

function hundredthsOf(plain, raw) {
  const [whole, fraction = ""] = plain.replace(/^[+-]/, "").split(".");
  const digits = fraction.replace(/0+$/, "");
  if (digits.length > 2) throw new BadAmount(`“${shown(raw)}”的小数超过两位`);
  const amount = BigInt(whole || "0") * 100n + BigInt(digits.padEnd(2, "0"));
  return plain.startsWith("-") ? -amount : amount;
}

function shown(raw) {
  const text = raw.trim();
  return text.length > 30 ? `${text.slice(0, 30)}…` : text;
}

/** As the server writes and reads it: 1594.00. */
export function amountText(hundredths) {
  const size = hundredths < 0n ? -hundredths : hundredths;
  const text = `${size / 100n}.${String(size % 100n).padStart(2, "0")}`;
  return hundredths < 0n ? `-${text}` : text;
}

/** As people read it: 1,594.00. */
export function amountShown(hundredths) {
  const [whole, fraction] = amountText(hundredths).split(".");
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ",")}.${fraction}`;
}

export function sum(amounts) {
  return amounts.reduce((total, amount) => total + amount, 0n);
}
