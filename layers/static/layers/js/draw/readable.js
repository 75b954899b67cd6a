// Lengths and areas as planners read them while drawing.
const metres = new Intl.NumberFormat("zh-CN", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const whole = new Intl.NumberFormat("zh-CN", { maximumFractionDigits: 0 });

export function readableMetres(value) {
  return `${metres.format(value)} m`;
}

export function readableArea(value) {
  return value < 100 ? `${metres.format(value)} m²` : `${whole.format(value)} m²`;
}

const clock = new Intl.DateTimeFormat("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });
const day = new Intl.DateTimeFormat("zh-CN", { year: "numeric", month: "2-digit", day: "2-digit" });

export function readableTime(date) {
  return clock.format(date);
}

/** 10:05 today, 2026-11-24 10:05 before. */
export function readableMoment(date, now = new Date()) {
  const isToday = day.format(date) === day.format(now);
  return isToday ? `今天 ${clock.format(date)}` : `${day.format(date).replaceAll("/", "-")} ${clock.format(date)}`;
}

/** What a change set holds: 新画 12 项、修改 3 项、删除 1 项. */
export function readableChanges(changes) {
  const words = [["create", "新画"], ["update", "修改"], ["delete", "删除"]].map(([op, word]) => {
    const count = changes.filter((change) => change.op === op).length;
    return count && `${word} ${count} 项`;
  });
  return words.filter(Boolean).join("、");
}

/** What a field says, a choice by its words. */
export function readableValue({ options }, text = "") {
  return options?.find(([code]) => code === text)?.[1] ?? text;
}

/** What an asset is called in a list: its number, else its name, else which of those that have neither. */
export function titleOf({ number, name } = {}, turn = "") {
  return number || name || ["未编号", turn].filter(Boolean).join(" ");
}
