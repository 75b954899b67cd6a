// Lines as they are sent, received and kept: amounts as texts, exact to the last digit.
import { amountText, readAmount } from "./amounts.js";

export function linesRead(lines) {
  return lines.map(({ amount_wan: wan, ...line }) => ({ ...line, amount: readAmount(wan) }));
}

export function linesWritten(lines) {
  return lines.map(({ amount, ...line }) => ({ ...line, amount_wan: amountText(amount) }));
}
