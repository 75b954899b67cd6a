"""Old Excel workbooks (.xls), byte by byte: no library writes them any more."""

import struct

SECTOR = 512
END, FREE, TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
ERRORS = {"#NULL!": 0, "#DIV/0!": 7, "#VALUE!": 15, "#REF!": 23, "#NAME?": 29, "#N/A": 42}


def xls(sheets, *, old=False, codepage=936):
    """A workbook of `{name: {"cells": {(row, column): value}, "merged": [...], "hidden": {…}}}`.

    Rows and columns count from 0, as in the format. `old` is Excel 5 (BIFF5), whose text is in
    the code page; else Excel 97 (BIFF8).
    """
    return _container(_workbook(sheets, old, codepage), "Book" if old else "Workbook")


def _record(kind, data=b""):
    return struct.pack("<HH", kind, len(data)) + data


def _text(value, old, codepage, length="<H"):
    if old:
        raw = value.encode(f"cp{codepage}")
        return struct.pack(length, len(raw)) + raw
    raw = value.encode("utf-16-le")
    return struct.pack(length, len(raw) // 2) + b"\1" + raw


def _workbook(sheets, old, codepage):
    version = 0x0500 if old else 0x0600
    bodies = [_sheet(sheet, version, old, codepage) for sheet in sheets.values()]
    opening = _record(
        0x809,
        struct.pack(
            "<HHHHII"[: 5 if old else 7], version, 5, 0x0DBB, 1996, *([] if old else [0, 6])
        ),
    )
    opening += _record(0x42, struct.pack("<H", codepage if old else 1200))
    opening += _record(0x22, struct.pack("<H", 0))
    opening += _record(0x41E, struct.pack("<H", 164) + _text("0000", old, codepage))
    for form in (0, 14, 164):  # three cell formats: general, days and codes
        opening += _record(0xE0, struct.pack("<HHH", 0, form, 0) + bytes(10 if old else 14))
    names = [_text(name, old, codepage, "<B") for name in sheets]
    length = len(opening) + sum(4 + 6 + len(name) for name in names) + 4
    globals_, place = opening, length
    for name, sheet, body in zip(names, sheets.values(), bodies, strict=True):
        globals_ += _record(0x85, struct.pack("<IBB", place, sheet.get("state", 0), 0) + name)
        place += len(body)
    return globals_ + _record(0x0A) + b"".join(bodies)


def _sheet(sheet, version, old, codepage):
    data = _record(
        0x809,
        struct.pack(
            "<HHHHII"[: 5 if old else 7], version, 0x10, 0x0DBB, 1996, *([] if old else [0, 6])
        ),
    )
    if size := sheet.get("size"):
        data += _record(0x200, struct.pack("<IIHHH", 0, size[0], 0, size[1], 0))
    for row in sorted({row for row, _ in sheet["cells"]}):
        flags = 0x20 if row in sheet.get("hidden", ()) else 0
        data += _record(0x208, struct.pack("<HHHHHHI", row, 0, 20, 255, 0, 0, flags | 0x100))
    for (row, column), value in sorted(sheet["cells"].items()):
        data += _cell(row, column, value, old, codepage)
    if merged := sheet.get("merged"):
        areas = b"".join(struct.pack("<HHHH", *area) for area in merged)
        data += _record(0xE5, struct.pack("<H", len(merged)) + areas)
    return data + _record(0x0A)


def _cell(row, column, value, old, codepage):
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(value, tuple):  # ("day", serial), ("code", number), ("formula", result)
        kind, value = value
        if kind == "code":
            return _record(0x27E, struct.pack("<HHHI", row, column, 2, value << 2 | 2))
        if kind == "codes":  # side by side
            cells = b"".join(struct.pack("<HI", 2, number << 2 | 2) for number in value)
            last = struct.pack("<H", column + len(value) - 1)
            return _record(0xBD, struct.pack("<HH", row, column) + cells + last)
        if kind == "day":
            return _record(0x203, struct.pack("<HHHd", row, column, 1, value))
        result = (
            struct.pack("<BBBBBBH", 2, 0, ERRORS[value], 0, 0, 0, 0xFFFF)
            if value in ERRORS
            else struct.pack("<d", value)
        )
        return _record(0x06, place + result + struct.pack("<HI", 0, 0) + struct.pack("<H", 0))
    if value in ERRORS:
        return _record(0x205, place + bytes([ERRORS[value], 1]))
    if isinstance(value, bool):
        return _record(0x205, place + bytes([value, 0]))
    if isinstance(value, str):
        return _record(0x204, place + _text(value, old, codepage))
    return _record(0x203, place + struct.pack("<d", value))


def _container(stream, name):
    """An OLE2 file with one stream, large enough to need no short sectors."""
    stream = stream.ljust(max(4096, -(-len(stream) // SECTOR) * SECTOR), b"\0")
    sectors = len(stream) // SECTOR
    tables = 1
    while tables * 128 < sectors + 1 + tables:
        tables += 1
    chain = (
        [TABLE] * tables + [END] + [tables + 2 + number for number in range(sectors - 1)] + [END]
    )
    chain += [FREE] * (tables * 128 - len(chain))
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        0x3E,
        3,
        0xFFFE,
        9,
        6,
        0,
        tables,
        tables,
        0,
        4096,
        END,
        0,
        END,
        0,
    )
    header += struct.pack("<109I", *range(tables), *[FREE] * (109 - tables))
    directory = _entry("Root Entry", 5, END, 0, child=1) + _entry(name, 2, tables + 1, len(stream))
    return header + struct.pack(f"<{len(chain)}I", *chain) + directory.ljust(SECTOR, b"\0") + stream


def _entry(name, kind, start, size, child=FREE):
    raw = (name + "\0").encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII16xI8x8xIQ", raw, len(raw), kind, 1, FREE, FREE, child, 0, start, size
    )
