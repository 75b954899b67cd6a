// A block of cells as Excel and WPS put it on the clipboard: tabs and line ends, quoted where a
// cell holds them itself.
const CELL = /("(?:[^"]|"")*"|[^\t\r\n]*)(\t|\r\n|\n|\r|$)/y;

/** Rows of texts; the line end after the last row is no row. */
export function readBlock(text) {
  const rows = [[]];
  CELL.lastIndex = 0;
  while (CELL.lastIndex < text.length || rows.at(-1).length) {
    const [whole, cell, end] = CELL.exec(text) ?? rest(text);
    rows.at(-1).push(unquoted(cell));
    if (end === "" || !whole) break;
    if (end !== "\t") rows.push([]);
  }
  if (rows.length > 1 && !rows.at(-1).length) rows.pop();
  return rows;
}

/** A quote inside a cell is no quoting: the rest of the line is taken as it stands. */
function rest(text) {
  const plain = /([^\t\r\n]*)(\t|\r\n|\n|\r|$)/y;
  plain.lastIndex = CELL.lastIndex;
  const found = plain.exec(text);
  CELL.lastIndex = plain.lastIndex;
  return found;
}

function unquoted(cell) {
  return cell.length > 1 && cell.startsWith('"') && cell.endsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
}

export function blockText(rows) {
  return rows.map((row) => row.join("\t")).join("\n");
}
