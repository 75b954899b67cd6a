"""GeoJSON, read without GDAL.

GDAL would turn a shape that it cannot decode into no shape and leave out features that are not
well-formed, both silently; and it recognises other kinds of JSON, some of which name further files.
"""

import codecs
import datetime
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely

from gis.errors import Remark, UnreadableFile
from gis.readers.columns import series, unique_names
from gis.readers.encoding import Text, detect
from gis.readers.source import Contents, CrsFrom

DRIVER = "GeoJSON"
SHAPES = {
    "Point",
    "LineString",
    "Polygon",
    "MultiPoint",
    "MultiLineString",
    "MultiPolygon",
    "GeometryCollection",
}
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
# RFC 7946: WGS 84, longitude first.
DEFAULT_CRS = "EPSG:4326"


def read(path: Path, folder: Path, layer: str | None, encoding: str | None) -> Contents:
    """Read a GeoJSON file: a feature collection, one feature, or a bare geometry.

    Parameters
    ----------
    path : Path
    folder : Path
        Not needed: nothing is copied.
    layer : str, optional
        May only be the file's own stem.
    encoding : str, optional
        Overrides UTF-8, which the standard demands.

    Returns
    -------
    Contents
        Nested values are JSON text; a column of which every value is ``YYYY-MM-DD`` is one of
        dates.

    Raises
    ------
    UnreadableFile
        ``damaged``: no JSON; ``wrong_content``: other JSON; ``unknown_layer``.
    UnknownEncoding
    """
    if layer not in (None, path.stem):
        raise UnreadableFile("unknown_layer", name=path.name, layer=layer, layers=path.stem)
    text, chosen, doubts = _decoded(path, encoding)
    document = _parsed(text, path.name)
    features = _features(document, path.name)
    shapes = [feature.get("geometry") for feature in features]
    geometries, undecodable = _geometries(shapes)
    columns, remarks = _columns([feature.get("properties") or {} for feature in features])
    crs, crs_from = _crs(document)
    return Contents(
        driver=DRIVER,
        layer=path.stem,
        layers=[path.stem],
        encoding=chosen,
        crs=crs,
        crs_from=crs_from,
        rows=np.arange(1, len(features) + 1),
        geometries=geometries,
        undecodable=undecodable,
        columns=columns,
        warnings=[*doubts, *remarks],
    )


def _decoded(path: Path, encoding: str | None) -> tuple[str, str, list[Remark]]:
    raw = path.read_bytes().removeprefix(codecs.BOM_UTF8)
    whole = Text(0, "", raw, width=2 * len(raw) + 8)  # as if in a column that cuts nothing off
    texts = [] if raw.isascii() else [whole]
    chosen, doubts = detect(path.name, texts, given=encoding, claims=[(DRIVER, "utf-8")])
    return raw.decode(chosen), chosen, doubts


def _parsed(text: str, name: str) -> dict[str, Any]:
    try:
        # NaN is no JSON: as None it is a missing value, or an unreadable coordinate.
        document = json.loads(text, parse_constant=lambda constant: None)
    except (ValueError, RecursionError) as error:
        if not text.lstrip().startswith("{"):
            raise UnreadableFile("wrong_content", name=name, format=DRIVER) from None
        raise UnreadableFile("damaged", name=name, reason=str(error)) from None
    if not isinstance(document, dict):
        raise UnreadableFile("wrong_content", name=name, format=DRIVER)
    return document


def _features(document: dict[str, Any], name: str) -> list[dict[str, Any]]:
    kind = document.get("type")
    if kind == "Feature":
        features: object = [document]
    elif kind in SHAPES:
        features = [{"type": "Feature", "geometry": document}]
    else:
        features = document.get("features") if kind == "FeatureCollection" else None
    if not isinstance(features, list):
        raise UnreadableFile("wrong_content", name=name, format=DRIVER)
    for number, feature in enumerate(features, start=1):
        if not _is_feature(feature):
            raise UnreadableFile("damaged", name=name, reason=f"item {number} is not a Feature")
    return features


def _is_feature(item: object) -> bool:
    return (
        isinstance(item, dict)
        and item.get("type") == "Feature"
        and isinstance(item.get("properties") or {}, dict)
    )


def _geometries(shapes: list[Any]) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    present = np.array([shape is not None for shape in shapes], dtype=bool)
    texts = np.full(len(shapes), None, dtype=object)
    for place in np.flatnonzero(present):
        shape = shapes[place]
        # What else GEOS takes for a geometry, such as a whole feature, becomes an error too.
        is_shape = isinstance(shape, dict) and shape.get("type") in SHAPES
        texts[place] = json.dumps(shape if is_shape else None)
    geometries = shapely.from_geojson(texts, on_invalid="ignore")
    return geometries, present & shapely.is_missing(geometries)


def _columns(rows: list[dict[str, Any]]) -> tuple[dict[str, pd.Series], list[Remark]]:
    originals = list(Counter(name for row in rows for name in row))
    names, remarks = unique_names(originals)
    columns = {
        name: series(_values([row.get(original) for row in rows]))
        for name, original in zip(names, originals, strict=True)
    }
    return columns, remarks


def _values(values: list[Any]) -> list[object]:
    flat = [
        json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value
        for value in values
    ]
    try:
        return _dates(flat)
    except ValueError:
        return flat


def _dates(values: list[Any]) -> list[object]:
    """Turn all values into dates, or raise ValueError if one is something else."""
    if not all(
        value is None or (isinstance(value, str) and DATE.fullmatch(value)) for value in values
    ):
        raise ValueError("not a column of dates")
    return [value and datetime.date.fromisoformat(value) for value in values]


def _crs(document: dict[str, Any]) -> tuple[str, CrsFrom]:
    """Give the system named in the ``crs`` member, which older files have."""
    member = document.get("crs")
    if not member:
        return DEFAULT_CRS, "format"
    named = member.get("properties") if isinstance(member, dict) else None
    name = str(named.get("name")) if isinstance(named, dict) else str(member)
    if name.endswith("CRS84"):
        return DEFAULT_CRS, "file"
    code = re.search(r"EPSG:(?:[\d.]*:)?(\d+)$", name)
    return (f"EPSG:{code[1]}" if code else name), "file"
