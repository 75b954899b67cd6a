// Walls and papers tell the city's time, wherever the machine believes to be.
const FIELDS = {
  year: "numeric", month: "2-digit", day: "2-digit", weekday: "short",
  hour: "2-digit", minute: "2-digit", hourCycle: "h23",
};

/** 2026-11-26 周四 14:35 of a moment in a time zone. */
export function clockIn(timeZone) {
  const format = new Intl.DateTimeFormat("zh-CN", { ...FIELDS, timeZone });
  return (moment) => {
    const part = Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, value]));
    return `${part.year}-${part.month}-${part.day} ${part.weekday} ${part.hour}:${part.minute}`;
  };
}
