"""GeoJSON, in one document or in lines, read without GDAL.

GDAL would turn a shape that it cannot decode into no shape and leave out features that are not
well-formed, both silently; and it recognises other kinds of JSON, some of which name further files.
"""

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
from gis.readers.encodings.text import decode_whole
from gis.readers.layers import only_layer
from gis.readers.source import Contents, CrsFrom
from gis.readers.vector.geojson_lines import (
    as_feature,
    features_of,
    is_feature,
    is_shape,
    lines_of,
    no_number,
)

DRIVER, LINES_DRIVER = "GeoJSON", "GeoJSONSeq"
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
# RFC 7946: WGS 84, longitude first.
DEFAULT_CRS = "EPSG:4326"


def read(path: Path, folder: Path, layer: str | None, encoding: str | None) -> Contents:
    """Read a GeoJSON file: a feature collection, one feature, a bare geometry, or lines of these.

    Parameters
    ----------
    path : Path
        Which of them it is tells the content, not the suffix.
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
        dates. Of lines the rows are their numbers, and what cannot be read is a row without
        anything and a reject ``bad_line``.

    Raises
    ------
    UnreadableFile
        ``damaged``: no JSON; ``wrong_content``: other JSON; ``unknown_layer``.
    UnknownEncoding
    """
    chosen = only_layer(path.name, path.stem, layer)
    text, used, doubts = decode_whole(
        path.read_bytes(), path.name, given=encoding, claim=(DRIVER, "utf-8")
    )
    lines = lines_of(text)
    if lines is None:
        document = _parsed(text, path.name)
        found = [(row, item) for row, item in enumerate(_features(document, path.name), start=1)]
        rejects: list[Remark] = []
        driver, (crs, crs_from) = DRIVER, _crs(document)
    else:
        found, rejects = features_of(lines, path.name)
        driver, crs, crs_from = LINES_DRIVER, DEFAULT_CRS, "format"
    features = [item for _, item in found]
    geometries, undecodable = _geometries([item.get("geometry") for item in features])
    columns, remarks = _columns([item.get("properties") or {} for item in features])
    return Contents(
        driver=driver,
        layer=chosen,
        layers=[chosen],
        encoding=used,
        crs=crs,
        crs_from=crs_from,
        rows=np.array([row for row, _ in found], dtype=np.int64),
        geometries=geometries,
        undecodable=undecodable,
        columns=columns,
        warnings=[*doubts, *remarks],
        rejects=rejects,
    )


def _parsed(text: str, name: str) -> dict[str, Any]:
    try:
        document = json.loads(text, parse_constant=no_number)
    except (ValueError, RecursionError) as error:
        if not text.lstrip().startswith("{"):
            raise UnreadableFile("wrong_content", name=name, format=DRIVER) from None
        raise UnreadableFile("damaged", name=name, reason=str(error)) from None
    if not isinstance(document, dict):
        raise UnreadableFile("wrong_content", name=name, format=DRIVER)
    return document


def _features(document: dict[str, Any], name: str) -> list[dict[str, Any]]:
    kind = document.get("type")
    features = document.get("features") if kind == "FeatureCollection" else None
    if kind == "Feature" or is_shape(document):
        features = [as_feature(document)]
    if not isinstance(features, list):
        raise UnreadableFile("wrong_content", name=name, format=DRIVER)
    for number, feature in enumerate(features, start=1):
        if not is_feature(feature):
            raise UnreadableFile("damaged", name=name, reason=f"item {number} is not a Feature")
    return features


def _geometries(shapes: list[Any]) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    present = np.array([shape is not None for shape in shapes], dtype=bool)
    texts = np.full(len(shapes), None, dtype=object)
    for place in np.flatnonzero(present):
        shape = shapes[place]
        # What else GEOS takes for a geometry, such as a whole feature, becomes an error too.
        texts[place] = json.dumps(shape if is_shape(shape) else None)
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
