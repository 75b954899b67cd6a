"""Excel and CSV: tables of rows whose shapes stand in their cells.

What was found out (header, columns of coordinates, rows left out) goes out as ``Contents.tables``
and may come back, corrected, as ``table``.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from gis.errors import Remark, UnreadableFile
from gis.readers.columns import series
from gis.readers.copying import copy
from gis.readers.layers import choose_layer, only_layer
from gis.readers.source import Contents
from gis.readers.tables import delimited, joined, shape_texts, shaping, vertices, workbook
from gis.readers.tables.chosen import places_of, unmade
from gis.readers.tables.elsewhere import placed_elsewhere
from gis.readers.tables.grid import Grid, address, letter
from gis.readers.tables.ole import MAGIC as OLE
from gis.readers.tables.places import Places
from gis.readers.tables.shaping import Shaped
from gis.readers.tables.table import Table, typed, understand

ZIP = b"PK\x03\x04"
SUFFIXES = {"XLSX": ".xlsx", "XLS": ".xls"}
HEAD_BYTES = 4096
Options = dict[str, Any]
Reading = tuple[Shaped, Places, dict[str, str] | None]


def read(
    path: Path,
    folder: Path,
    layer: str | None,
    encoding: str | None,
    table: Options | None = None,
) -> Contents:
    """Read one sheet of a workbook, or a delimited text; by its content, not by its name.

    Parameters
    ----------
    path : Path
    folder : Path
        Private, for what is unpacked.
    layer : str, optional
        Name of the sheet, needed where more than one visible sheet holds something.
    encoding : str, optional
        Of text; workbooks know their own.
    table : dict, optional
        What is known better than the reader finds out, each key optional: ``header_rows``,
        ``data_rows`` (first and last), ``left_out`` (rows), ``fill_merged``, ``delimiter``,
        ``shape`` (``"points"``, ``"lines"``, ``"wkt"``, ``"geojson"``, ``"none"``) and the
        columns of it: those of `gis.readers.tables.places.Places`, by name or letter. And what
        the caller knows of his own tables: ``identity`` and ``edition``, names of the columns by
        which he knows his exports, `gis.readers.tables.exported.places_of_export`; ``ignored``,
        those of columns that he wrote for people alone.

    Returns
    -------
    Contents
        Coordinates as they stand in the columns called x and y, in whatever order, unit and
        system: ``crs`` is None unless EWKT says it. Columns that hold nothing but the shape are
        left out, save in rows whose shape cannot be read, so that these can be corrected.
        Cells that hold an error or a formula without result are None, and named: among `rejects`
        where the shape needs them, else among `warnings`, as only the caller knows their use.

    Raises
    ------
    UnreadableFile, UnsafeArchive, UnknownEncoding
        ``web_page``, ``old_workbook``, ``too_many_cells``, ``unknown_table_column``,
        ``bad_table_option``, ``several_layers``, ``unknown_layer`` and what concerns archives
        and encodings.
    """
    options = dict(table or {})
    with path.open("rb") as file:
        driver = _driver(file.read(HEAD_BYTES), path.name)
    if driver == "CSV":
        return _text(path, layer, encoding, options)
    return _sheet(path, folder, driver, layer, options)


def _driver(head: bytes, name: str) -> str:
    if head.startswith(ZIP):
        return "XLSX"
    if head.startswith(OLE):
        return "XLS"
    start = head.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").replace(b"\0", b"").lower()
    if start.startswith((b"<html", b"<!doctype", b"<table", b"<head", b"<meta", b"<?xml", b"<div")):
        raise UnreadableFile("web_page", name=name)
    if start[:2] == b"\x09\x00" or head[:2] in (b"\x09\x02", b"\x09\x04"):  # BIFF2 to 4
        raise UnreadableFile("old_workbook", name=name)
    return "CSV"


def _text(path: Path, layer: str | None, encoding: str | None, options: Options) -> Contents:
    only_layer(path.name, path.stem, layer)
    found = delimited.parse(
        path.read_bytes(), path.stem, path.name, encoding, options.get("delimiter")
    )
    contents = _contents(found.grid, options, path.name, lambda: iter(()))
    contents.driver, contents.encoding, contents.layers = "CSV", found.encoding, [path.stem]
    contents.tables |= {"delimiter": found.delimiter, "encoding_evidence": found.evidence}  # type: ignore[operator]
    contents.warnings[:0] = [*_disguise(path, "CSV"), *found.warnings]
    return contents


def _sheet(path: Path, folder: Path, driver: str, layer: str | None, options: Options) -> Contents:
    warnings = _disguise(path, driver)
    folder = folder / "book"  # the file itself may lie in the private folder already
    folder.mkdir(exist_ok=True)
    private = (folder / path.name).with_suffix(SUFFIXES[driver])  # calamine believes the suffix
    copy(path, private, path.name)
    book = workbook.open_xlsx(private, folder) if driver == "XLSX" else workbook.open_xls(private)
    names = list(book.facts)
    visible = [name for name in names if name not in book.hidden]
    chosen = choose_layer(path.name, names if layer else visible or names, layer)
    others = (book.grid(name) for name in names if name != chosen)
    contents = _contents(book.grid(chosen), options, path.name, lambda: others)
    contents.driver, contents.encoding, contents.layers = driver, "utf-8", names
    if chosen in book.hidden:
        warnings.append(Remark(0, "", "sheet_hidden"))
    elif book.hidden:
        warnings.append(Remark(0, "", "sheets_hidden", {"layers": ", ".join(book.hidden)}))
    if book.from_1904:
        warnings.append(Remark(0, "", "days_from_1904"))
    contents.warnings[:0] = warnings
    return contents


def _disguise(path: Path, driver: str) -> list[Remark]:
    wanted = {".xlsx": "XLSX", ".xls": "XLS"}.get(path.suffix.lower(), "CSV")
    return [] if wanted == driver else [Remark(0, "", "content_differs", {"format": driver})]


def _contents(
    grid: Grid, options: Options, name: str, sheets: Callable[[], Iterator[Grid]]
) -> Contents:
    table = understand(grid, options, name)
    shaped, places, points = _shaped(table, options, name, sheets)
    broken = table.broken()
    needed = [remark for remark in broken if remark.field in places.needed]
    others = [remark for remark in broken if remark.field not in places.needed]
    return Contents(
        driver="",
        layer=grid.name,
        layers=[],
        encoding="",
        # Where nothing is placed, no one has to be asked for a system.
        crs="EPSG:4490" if places.shape == "none" else shaped.crs,
        crs_from="format" if places.shape == "none" else "file",
        rows=np.array([table.rows[place] for place in shaped.places], dtype=np.int64),
        geometries=shaped.geometries,
        undecodable=np.zeros(len(shaped.places), dtype=bool),
        columns=_columns(table, shaped, places),
        warnings=[
            *_warnings(table),
            *unmade(options, places),
            *placed_elsewhere(table, options, places, shaped),
            *shaped.warnings,
            *_placed(others, shaped),
        ],
        rejects=_placed([*needed, *shaped.rejects], shaped),
        tables=_found(table, places, points),
    )


def _placed(rejects: list[Remark], shaped: Shaped) -> list[Remark]:
    """Put what is wrong with a vertex to the row that stands for its line."""
    placed = [replace(remark, row=shaped.row_of.get(remark.row, remark.row)) for remark in rejects]
    return sorted(placed, key=lambda remark: remark.row)


def _shaped(
    table: Table, options: Options, name: str, others: Callable[[], Iterator[Grid]]
) -> Reading:
    places = places_of(table, options, name)
    ways = (
        (places.group, vertices.lines),
        (places.x and places.end_x, shaping.lines),
        (places.x, shaping.points),
        (places.pair, shaping.pairs),
        (places.path, shaping.paths),
        (places.wkt, shape_texts.well_known),
        (places.geojson, shape_texts.geojson),
    )
    for column, shape in ways:
        if column:
            return shape(table, places), places, None
    if places.start_point and options.get("shape") != "none":
        known = (understand(grid, {}, name) for grid in others())
        if points := joined.find_points(table, places, known):
            places = replace(places, shape="lines", axes=points.axes)
            return joined.lines(table, places, points), places, points.as_dict()
    return shaping.shapeless(table), Places("none"), None


def _columns(table: Table, shaped: Shaped, places: Places) -> dict[str, pd.Series]:
    columns = {}
    for column, values in table.columns.items():
        own = [values[place] for place in shaped.places]
        if column in places.columns:
            if not shaped.broken:
                continue
            own = [
                value if place in shaped.broken else None
                for value, place in zip(own, shaped.places, strict=True)
            ]
        columns[column] = series(typed(own, table.grid.is_text))
    return columns


def _warnings(table: Table) -> list[Remark]:
    remarks = list(table.header.warnings)
    if not table.header.rows:
        remarks.append(Remark(0, "", "header_missing"))
    told = [row for row in table.left_out if row.why not in ("blank", "title", "unit", "numbering")]
    remarks += [
        Remark(row.row, "", "row_left_out", {"why": row.why, "text": row.text}) for row in told
    ]
    first = table.rows[0] if table.rows else 0
    blank = [row.row for row in table.left_out if row.why == "blank" and row.row > first]
    if blank:
        remarks.append(Remark(0, "", "rows_blank", {"count": len(blank)}))
    if hidden := set(table.grid.hidden_rows).intersection(table.rows):
        remarks.append(
            Remark(0, "", "rows_hidden", {"count": len(hidden), "rows": sorted(hidden)[:5]})
        )
    for column in [
        name for name in table.columns if any(m["column"] == name for m in table.merged)
    ]:
        own = [merge for merge in table.merged if merge["column"] == column]
        numbers = [merge for merge in own if isinstance(merge["value"], int | float)]
        for code, found in (("merged_number", numbers), ("merged_filled", own)):
            if found:  # a number may be meant for all rows together: that is for a person to say
                params = {"count": len(found), "range": found[0]["range"]}
                remarks.append(Remark(0, column, code, params))
                break
    remarks += _codes(table)
    remarks += [Remark(0, column, "group_carried", how) for column, how in table.carried.items()]
    return remarks


def _codes(table: Table) -> list[Remark]:
    """Say which numbers were taken as they are shown."""
    told = {
        name: found
        for name, place in table.header.columns.items()
        if (found := table.grid.codes.get(place))
    }
    return [
        Remark(
            0,
            name,
            "code_shown",
            {
                "count": found.count,
                "cell": address(found.row, table.header.columns[name]),
                "number": found.number,
                "shown": found.shown,
            },
        )
        for name, found in told.items()
    ]


def _found(table: Table, places: Places, points: dict[str, str] | None) -> dict[str, Any]:
    return {
        "sheet": table.grid.name,
        "header_rows": table.header.rows,
        "data_rows": [table.rows[0], table.rows[-1]] if table.rows else None,
        "left_out": [{"row": r.row, "why": r.why, "text": r.text} for r in table.left_out],
        "columns": {name: letter(place) for name, place in table.header.columns.items()},
        "units": table.header.units,
        "note_units": table.header.note_units,
        "notes": table.header.notes,
        "merged": table.merged,
        "points": points,
        **places.as_dict(),
    }
