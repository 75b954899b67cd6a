"""Delimited text (CSV, TSV) as a grid: finding its encoding and its delimiter."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from gis.errors import Remark, UnknownEncoding, UnreadableFile
from gis.formulas import unquoted
from gis.readers.encodings.decoding import Text, known
from gis.readers.encodings.encoding import detect
from gis.readers.tables.grid import Cell, Grid

MAX_CELLS = 5_000_000
MAX_FIELD_CHARACTERS = 16 * 1024**2
# Where two delimiters part the text equally well, the one earlier here is it.
DELIMITERS = "\t;,|"
SNIFFED_RECORDS, SNIFFED_CHARACTERS = 200, 262_144
BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Of a text so many characters at least are delimiters, digits and line ends.
WIDE_SHARE = 0.05
# Not all of ASCII: 一 and the wide blank are a letter and a zero from the other side.
PLAIN = frozenset(b"\t\n\r ,;|.-123456789")


@dataclass(frozen=True)
class Delimited:
    """A delimited text.

    Attributes
    ----------
    grid : Grid
        Its rows are records: a line break within quotes does not count, a blank line does, as
        in the row numbers of a spreadsheet.
    encoding : str
    evidence : str
        How the encoding was found: ``"given"``, ``"BOM"`` or ``"text"``.
    delimiter : str
    warnings : list of Remark
    """

    grid: Grid
    encoding: str
    evidence: str
    delimiter: str
    warnings: list[Remark]


def parse(
    raw: bytes, stem: str, name: str, encoding: str | None, delimiter: str | None
) -> Delimited:
    r"""Read a delimited text.

    Parameters
    ----------
    raw : bytes
    stem : str
        What to call the grid.
    name : str
        What to call the file in an error.
    encoding : str, optional
        Given: taken or refused.
    delimiter : str, optional
        Given: one character.

    Returns
    -------
    Delimited

    Raises
    ------
    UnreadableFile
        ``wrong_content`` (it holds NUL), ``damaged`` (a quote is never closed),
        ``too_many_cells``, ``bad_table_option`` (the delimiter).
    UnknownEncoding

    Examples
    --------
    >>> found = parse("编号;长度\nG1;3,8\n".encode("gbk"), "a", "a.csv", None, None)
    >>> found.encoding, found.delimiter, found.grid.rows
    ('gb18030', ';', [['编号', '长度'], ['G1', '3,8']])
    """
    text, chosen, evidence, warnings = decoded(raw, name, encoding)
    if "\0" in text:
        raise UnreadableFile("wrong_content", name=name, format="CSV")
    if delimiter is not None and (not isinstance(delimiter, str) or len(delimiter) != 1):
        raise UnreadableFile("bad_table_option", name=name, option="delimiter", value=delimiter)
    body, declared = _without_hint(text)
    delimiter = delimiter or declared or sniff(body)
    rows = list(_rows(body, delimiter, name))
    return Delimited(Grid(stem, rows, is_text=True), chosen, evidence, delimiter, warnings)


def decoded(raw: bytes, name: str, given: str | None) -> tuple[str, str, str, list[Remark]]:
    """Decode a whole text.

    Parameters
    ----------
    raw : bytes
    name : str
        What to call the file in an error.
    given : str, optional

    Returns
    -------
    text : str
        Without a byte order mark.
    encoding : str
    evidence : {"given", "BOM", "text"}
    warnings : list of Remark

    Raises
    ------
    UnknownEncoding
        ``unknown_encoding``, ``encoding_mismatch``, ``encoding_undetected``.
    """
    wide = _wide_encoding(raw)
    if wide and (given is None or known(given).replace("_", "-").startswith(wide[:6])):
        marked = any(raw.startswith(bom) for bom, _ in BOMS)
        evidence = "given" if given else "BOM" if marked else "text"
        return _decode(raw, wide, name), wide, evidence, []
    if given and known(given).replace("_", "-").startswith(("utf-16", "utf-32")):
        return _decode(raw, known(given), name), known(given), "given", []
    has_bom = raw.startswith(codecs.BOM_UTF8)
    body = raw.removeprefix(codecs.BOM_UTF8)
    texts = [
        Text(number, "", line, 2 * len(line) + 8)  # as if in a column that cuts nothing off
        for number, line in enumerate(body.split(b"\n"), start=1)
        if not line.isascii()
    ]
    claims = [("BOM", "utf-8")] if has_bom else []
    encoding, remarks = detect(name, texts, given=given, claims=claims)
    evidence = "given" if given else "BOM" if has_bom and encoding == "utf-8" else "text"
    return _decode(body, encoding, name), encoding, evidence, remarks


def sniff(text: str) -> str:
    r"""Find the delimiter that parts most records into equally many fields.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
        A comma where nothing parts the text.

    Examples
    --------
    >>> sniff("编号\t备注\nG1\t直,弯\n"), sniff("a;b\n1,5;2,5"), sniff("管线")
    ('\t', ';', ',')
    """
    best = (0.0, ",")
    for delimiter in DELIMITERS:
        score = _score(text[:SNIFFED_CHARACTERS], delimiter)
        if score > best[0]:
            best = score, delimiter
    return best[1]


def _score(text: str, delimiter: str) -> float:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    widths: Counter[int] = Counter()
    try:
        widths.update(len(row) for row in islice(reader, SNIFFED_RECORDS) if any(row))
    except csv.Error:
        return 0.0
    parted = {width: count for width, count in widths.items() if width > 1}
    if not parted:
        return 0.0
    width, count = max(parted.items(), key=lambda item: item[1])
    # Among delimiters that do nearly as well, the one that makes more columns.
    return count / widths.total() + min(width, 10) / 50


def _wide_encoding(raw: bytes) -> str | None:
    """Recognise UTF-16 and UTF-32 by their mark, UTF-16 also by the zeros beside its ASCII.

    Chinese text has few of these: what counts is on which side of a zero the delimiters, digits
    and line ends stand.
    """
    for bom, encoding in BOMS:
        if raw.startswith(bom):
            return encoding
    head = raw[:4096]
    if len(raw) % 2 or 0 not in head:
        return None
    little, big = _ascii_beside(head[::2], head[1::2]), _ascii_beside(head[1::2], head[::2])
    less, more = sorted((little, big))
    if more < max(4, WIDE_SHARE * len(head) / 2) or 4 * less > more:
        return None
    return "utf-16-le" if little > big else "utf-16-be"


def _ascii_beside(low: bytes, high: bytes) -> int:
    return sum(byte in PLAIN and not other for byte, other in zip(low, high, strict=True))


def _decode(raw: bytes, encoding: str, name: str) -> str:
    try:
        return raw.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        params: dict[str, object] = {"row": 0, "column": "", "encoding": encoding}
        raise UnknownEncoding("encoding_mismatch", name=name, **params) from error


def _without_hint(text: str) -> tuple[str, str | None]:
    """Take off the line "sep=;" by which Excel is told the delimiter."""
    if text[:4].lower() == "sep=" and text[5:6] in ("\r", "\n"):
        rest = text[5:].removeprefix("\r").removeprefix("\n")
        return rest, text[4]
    return text, None


def _rows(text: str, delimiter: str, name: str) -> Iterator[list[Cell]]:
    csv.field_size_limit(MAX_FIELD_CHARACTERS)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    left = MAX_CELLS
    try:
        for row in reader:
            left -= max(1, len(row))
            if left < 0:
                raise UnreadableFile("too_many_cells", name=name, limit=MAX_CELLS)
            yield [unquoted(value) if value and not value.isspace() else None for value in row]
    except csv.Error as error:
        reason = f"line {reader.line_num}: {error}"
        raise UnreadableFile("damaged", name=name, reason=reason) from error
