"""Handmade files, byte by byte, for what no sane program would write."""

import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from pyproj import CRS

from gis.readers import read

KAOHSIUNG = Path(__file__).parents[1] / "data" / "kaohsiung"


@pytest.fixture
def kaohsiung() -> Path:
    return KAOHSIUNG


@pytest.fixture
def refusal() -> Callable[..., tuple[str, dict[str, object]]]:
    """Read what cannot be read: code and parameters of the error."""

    def refused(error, path, **options):
        with pytest.raises(error) as caught:
            read(path, **options)
        return caught.value.code, caught.value.params

    return refused


@pytest.fixture
def make_shapefile(tmp_path: Path) -> Callable[..., Path]:
    """Write points with text columns: fields are (name, type, width, decimals) in bytes."""

    def make(
        records: list[list[bytes]],
        *,
        fields: list[tuple[bytes, bytes, int, int]] | None = None,
        deleted: set[int] = frozenset(),
        language: int = 0,
        cpg: str | None = None,
        crs: int | None = 4490,
        stem: str = "管线",
    ) -> Path:
        path = tmp_path / f"{stem}.shp"
        fields = fields or [(b"NAME", b"C", 20, 0)]
        shp, shx = _shapes([(101.7 + place / 1000, 26.58) for place in range(len(records))])
        path.write_bytes(shp)
        path.with_suffix(".shx").write_bytes(shx)
        path.with_suffix(".dbf").write_bytes(_table(fields, records, deleted, language))
        if crs:
            path.with_suffix(".prj").write_text(CRS.from_epsg(crs).to_wkt("WKT1_ESRI"))
        if cpg:
            path.with_suffix(".cpg").write_text(cpg)
        return path

    return make


def _table(fields, records, deleted, language) -> bytes:
    length = 1 + sum(width for _, _, width, _ in fields)
    data = struct.pack(
        "<4BIHH17xB2x", 3, 124, 1, 1, len(records), 33 + 32 * len(fields), length, language
    )
    for name, kind, width, decimals in fields:
        data += struct.pack("<11sc4xBB14x", name, kind, width, decimals)
    data += b"\r"
    for place, values in enumerate(records):
        data += b"*" if place in deleted else b" "
        for value, (_, _, width, _) in zip(values, fields, strict=True):
            data += value[:width].ljust(width)
    return data + b"\x1a"


def _shapes(points) -> tuple[bytes, bytes]:
    bodies, index, offset = b"", b"", 50
    for number, (x, y) in enumerate(points, start=1):
        bodies += struct.pack(">ii", number, 10) + struct.pack("<idd", 1, x, y)
        index += struct.pack(">ii", offset, 10)
        offset += 14
    return _header(offset) + bodies, _header(50 + 4 * len(points)) + index


def _header(words: int) -> bytes:
    return struct.pack(">i20xi", 9994, words) + struct.pack("<ii4d32x", 1000, 1, 0, 0, 180, 90)
