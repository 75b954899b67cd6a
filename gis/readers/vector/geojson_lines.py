"""GeoJSON in lines: one feature a line, or between the record separators of RFC 8142."""

import json
from typing import Any

from gis.errors import Remark, UnreadableFile

DRIVER = "GeoJSONSeq"
SEPARATOR = "\x1e"
COLLECTION = '"FeatureCollection"'
SHAPES = frozenset(
    {
        "Point",
        "LineString",
        "Polygon",
        "MultiPoint",
        "MultiLineString",
        "MultiPolygon",
        "GeometryCollection",
    }
)
Feature = dict[str, Any]


def lines_of(text: str) -> list[tuple[int, str]] | None:
    r"""Take a file apart if it is one of lines.

    Parameters
    ----------
    text : str

    Returns
    -------
    list of (int, str) or None
        Lines that are not blank, with their numbers; between separators, records with theirs.
        None where the text is one document, whole or broken.

    Examples
    --------
    >>> lines_of('{"type": "Point", "coordinates": [1, 2]}\n\n{"type": "Poi')
    [(1, '{"type": "Point", "coordinates": [1, 2]}'), (3, '{"type": "Poi')]
    >>> lines_of('{"type": "Point",\n"coordinates": [1, 2]}')
    """
    if text.lstrip(" \t\r\n").startswith(SEPARATOR):
        records = enumerate(text.split(SEPARATOR)[1:], start=1)
        return [(number, record) for number, record in records if record.strip()]
    lines = [
        (number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()
    ]
    # The first line may be a broken one, so that any other may vouch for the file.
    whole = any(_parsed(line)[0] is not None for _, line in lines[:3])
    if len(lines) < 2 or not whole or COLLECTION in lines[0][1] or _is_document(text):
        return None
    return lines


def features_of(
    lines: list[tuple[int, str]], name: str
) -> tuple[list[tuple[int, Feature]], list[Remark]]:
    """Read lines as features.

    Parameters
    ----------
    lines : list of (int, str)
    name : str
        What to call the file in an error.

    Returns
    -------
    features : list of (int, dict)
        An empty one for a line that cannot be read.
    rejects : list of Remark
        ``bad_line``.

    Raises
    ------
    UnreadableFile
        ``wrong_content``: not one line is a feature.
    """
    features: list[tuple[int, Feature]] = []
    rejects: list[Remark] = []
    for number, line in lines:
        feature, reason = _parsed(line)
        if feature is None:
            rejects.append(Remark(number, "", "bad_line", {"reason": reason}))
        features.append((number, feature or {}))
    if len(rejects) == len(lines):
        raise UnreadableFile("wrong_content", name=name, format=DRIVER)
    return features, rejects


def as_feature(item: Feature) -> Feature:
    """Give a bare geometry the form of a feature.

    Parameters
    ----------
    item : dict

    Returns
    -------
    dict
    """
    return {"type": "Feature", "geometry": item} if is_shape(item) else item


def is_shape(item: object) -> bool:
    """Say whether a piece of JSON calls itself a geometry.

    Parameters
    ----------
    item : object

    Returns
    -------
    bool
    """
    # What stands as the type may be anything, also what cannot be looked up.
    return isinstance(item, dict) and isinstance(item.get("type"), str) and item["type"] in SHAPES


def is_feature(item: object) -> bool:
    """Say whether a piece of JSON is a feature.

    Parameters
    ----------
    item : object

    Returns
    -------
    bool
    """
    return (
        isinstance(item, dict)
        and item.get("type") == "Feature"
        and isinstance(item.get("properties") or {}, dict)
    )


def no_number(constant: str) -> None:
    """Read NaN and infinities, which are no JSON: missing values, or unreadable coordinates.

    Parameters
    ----------
    constant : str
    """


def _is_document(text: str) -> bool:
    # One that was broken into lines at will can have a whole shape on one of them.
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _parsed(line: str) -> tuple[Feature | None, str]:
    """Give the feature of a line, or None and why it is none."""
    try:
        item = json.loads(line, parse_constant=no_number)
    except (ValueError, RecursionError) as error:
        return None, str(error)
    if isinstance(item, dict):
        item = as_feature(item)
    return (item, "") if is_feature(item) else (None, "no feature")
