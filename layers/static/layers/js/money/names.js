// What the table's parts are called in words.
import { amountShown } from "./amounts.js";
import { NO_YEAR } from "./sheet.js";

export class Names {
  constructor({ sources, statuses }) {
    this.sources = new Map(sources);
    this.statuses = new Map(statuses);
  }

  year(year) {
    return year === NO_YEAR ? "未定年度" : `${year} 年`;
  }

  cell({ source, year }) {
    return `${this.sources.get(source) ?? source} ${this.year(year)}`;
  }

  line(line) {
    return this.#told(line, " 万元");
  }

  /** The same as the cell shows it. */
  shown(line) {
    return this.#told(line, "");
  }

  #told(line, unit) {
    const paper = line.document_number ? `，${line.document_number}` : "";
    const day = line.dated_on ? `，${line.dated_on}` : "";
    return `${amountShown(line.amount)}${unit} ${this.statuses.get(line.status)}${paper}${day}`;
  }
}
