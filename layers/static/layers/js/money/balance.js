// 拼盘 as it would stand after saving, in words. The server's own sums are the truth.
import { amountShown, sum } from "./amounts.js";
import { linesOf } from "./sheet.js";

/** `{ tone, text }`; `investment` in hundredths, null where it is not stated. */
export function balanceOf(sheet, investment) {
  const arranged = sum(linesOf(sheet).map(({ amount }) => amount));
  const told = `计划资金 ${amountShown(arranged)} 万元`;
  if (investment === null) return { tone: "warn", text: `${told}，总投资未填，无法核对` };
  const gap = investment - arranged;
  if (gap === 0n) return { tone: "good", text: `${told}，资金与总投资相符` };
  return gap > 0n
    ? { tone: "warn", text: `${told}，资金缺口 ${amountShown(gap)} 万元` }
    : { tone: "bad", text: `${told}，超出总投资 ${amountShown(-gap)} 万元` };
}
