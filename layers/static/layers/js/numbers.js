// Figures as the readers expect them: 12,345.67 万元, 1.23 亿元, 26.61 km.
const WAN_PER_YI = 10000;
const YI_FROM_WAN = 100000;
/** What one decimal of a per cent would round to nothing. */
const LEAST_SHARE = 0.0005;

const whole = new Intl.NumberFormat("zh-CN", { maximumFractionDigits: 0 });
const twoDigits = new Intl.NumberFormat("zh-CN", {
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
});
const threeDigits = new Intl.NumberFormat("zh-CN", { maximumSignificantDigits: 3 });
const oneDigit = new Intl.NumberFormat("zh-CN", { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const upToOneDigit = new Intl.NumberFormat("zh-CN", { maximumFractionDigits: 1 });

export function formatCount(count) {
  return whole.format(count);
}

/** 万元 as a figure and its unit; sums from ten 亿 up are told in 亿元. */
export function formatWan(wan) {
  const amount = Number(wan);
  if (Math.abs(amount) < YI_FROM_WAN) return { figure: twoDigits.format(amount), unit: "万元" };
  return { figure: twoDigits.format(amount / WAN_PER_YI), unit: "亿元" };
}

/** 万元 as a big figure: 456 万元, 1.23 亿元, and as exact as `formatWan` from ten 亿 up. */
export function bigWan(wan) {
  const amount = Number(wan);
  if (Math.abs(amount) < WAN_PER_YI) return { figure: whole.format(amount), unit: "万元" };
  return { figure: twoDigits.format(amount / WAN_PER_YI), unit: "亿元" };
}

// So little in 亿元 that two decimals would say 0.
const LEAST_YI = 0.005;

function inYi(wan) {
  const yi = wan / WAN_PER_YI;
  return yi > 0 && yi < LEAST_YI ? "不到 0.01" : twoDigits.format(yi);
}

/** One unit and one number of decimals for all the money of a chart, by the largest: { unit, figure(wan) }. */
export function moneyIn(amounts) {
  const isLarge = Math.max(0, ...amounts) >= YI_FROM_WAN;
  return isLarge ? { unit: "亿元", figure: inYi } : { unit: "万元", figure: (wan) => whole.format(wan) };
}

/** 万元 as a figure of a table, whatever its size. */
export function wanFigure(wan) {
  return twoDigits.format(Number(wan));
}

function short(amount) {
  return Math.abs(amount) < 1000 ? threeDigits.format(amount) : whole.format(amount);
}

/** 万元 short enough for a mark: 456 万元, 1.23 亿元, 12.3 亿元. */
export function shortWan(wan) {
  const amount = Number(wan);
  if (Math.abs(amount) < WAN_PER_YI) return `${whole.format(amount)} 万元`;
  return `${short(amount / WAN_PER_YI)} 亿元`;
}

export const UNSTATED = "未填";

/** 万元 as a figure beside others of its kind: 456 万元, and of 亿元 always two decimals. */
export function markWan(wan) {
  const { figure, unit } = bigWan(wan);
  return `${figure} ${unit}`;
}

/** The investment of projects: what is not stated is not 0. */
export function statedWan(wan, projects) {
  return projects && !Number(wan) ? UNSTATED : markWan(wan);
}

/** km short enough for a mark: 0.32 km, 26.6 km, 1,234 km. */
export function shortKm(metres) {
  return `${short(metres / 1000)} km`;
}

/** A share of one, as 37.5% or 5.0%; nothing to share is a dash, and something is never 0.0%. */
export function formatShare(share) {
  if (share === null || share === undefined) return "—";
  if (share > 0 && share < LEAST_SHARE) return "不到 0.1%";
  return `${oneDigit.format(share * 100)}%`;
}

/** A round share, between classes: 20%, 2.5%. */
export function roundShare(share) {
  return `${upToOneDigit.format(share * 100)}%`;
}

export function formatKm(metres) {
  return { figure: twoDigits.format(metres / 1000), unit: "km" };
}

/** A count short enough for a circle: 987, 1.2万, 35万. */
export function shortCount(count) {
  if (count < 10000) return String(count);
  const wan = count / 10000;
  return `${wan < 10 ? Math.floor(wan * 10) / 10 : Math.floor(wan)}万`;
}

export function formatDegrees(degrees) {
  return degrees.toFixed(5);
}
