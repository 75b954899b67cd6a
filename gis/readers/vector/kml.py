"""KML, read without GDAL, which would follow links and make a layer of every folder."""

import math
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from gis.errors import Remark, UnreadableFile
from gis.readers.layers import only_layer
from gis.readers.source import Contents
from gis.readers.vector.kml_shapes import Shape, UnreadShapeError, is_shape
from gis.readers.vector.markup import Element, decode, parse
from gis.readers.vector.records import columns_of_rows

DRIVER = "KML"
CRS = "EPSG:4326"
ROOTS = frozenset({"kml", "Document", "Folder", "Placemark"})
# What a placemark says besides its shape and its extended data.
SAID = ("name", "description", "address", "phoneNumber")
TIMES = {"TimeStamp": ("when",), "TimeSpan": ("begin", "end")}
# Neither followed nor drawn, but counted.
LEFT_OUT = frozenset(
    {"NetworkLink", "GroundOverlay", "ScreenOverlay", "PhotoOverlay", "Tour", "SimpleArrayData"}
)
# How things look, and from where; nothing of it is about them.
LOOKS = frozenset({"Style", "StyleMap", "LookAt", "Camera", "Region", "BalloonStyle"})
TRUTH = {"1": True, "true": True, "0": False, "false": False}


def read(path: Path, folder: Path, layer: str | None, encoding: str | None) -> Contents:
    """Read the placemarks of a KML file.

    Parameters
    ----------
    path : Path
    folder : Path
        Not needed: nothing is copied.
    layer : str, optional
        May only be the file's own stem: folders are values of a column.
    encoding : str, optional
        Overrides what the file says.

    Returns
    -------
    Contents
        Columns ``name``, ``description``, ``folder`` (the path of folders, ``/`` between), times
        and the extended data, where any placemark has them; typed only where a schema says so.
        Heights are left out, and where they are not 0 counted, unless their mode is absolute:
        all others ignore them or count from the ground.

    Raises
    ------
    UnreadableFile
        ``wrong_content``, ``damaged``, ``entities_declared``, ``unknown_layer``.
    UnknownEncoding
    """
    chosen = only_layer(path.name, path.stem, layer)
    text, used, doubts = decode(path.read_bytes(), path.name, encoding)
    if not text.lstrip().startswith("<"):
        raise UnreadableFile("wrong_content", name=path.name, format=DRIVER)
    placemarks = Placemarks()
    root = parse(text, path.name, placemarks.take)
    if root.tag not in ROOTS and not placemarks.is_root:
        raise UnreadableFile("wrong_content", name=path.name, format=DRIVER)
    columns, remarks = columns_of_rows(placemarks.rows())
    geometries = np.full(len(placemarks.shapes), None, dtype=object)
    geometries[:] = placemarks.shapes
    return Contents(
        driver=DRIVER,
        layer=chosen,
        layers=[chosen],
        encoding=used,
        crs=CRS,
        crs_from="format",
        rows=np.arange(1, len(geometries) + 1),
        geometries=geometries,
        undecodable=np.array(placemarks.undecodable, dtype=bool),
        columns=columns,
        warnings=[*doubts, *remarks, *placemarks.warnings()],
        rejects=placemarks.rejects,
    )


class Placemarks:
    """Collects the placemarks of a file while it is read.

    Attributes
    ----------
    shapes : list of shapely.Geometry or None
    undecodable : list of bool
    rejects : list of Remark
        ``shape_not_read``, ``bad_value``.
    is_root : bool
        Whether the whole file is one placemark.
    """

    def __init__(self) -> None:
        self.shapes: list[shapely.Geometry | None] = []
        self.undecodable: list[bool] = []
        self.rejects: list[Remark] = []
        self.is_root = False
        self._said: list[dict[str, Any]] = []
        self._schemas: dict[str, dict[str, str]] = {}
        self._left_out: Counter[str] = Counter()
        self._closed: list[Remark] = []
        self._relative = 0

    def take(self, element: Element, around: list[Element]) -> bool:
        """Take what belongs to placemarks out of the file.

        Parameters
        ----------
        element : Element
            Just ended.
        around : list of Element
            The elements it stands in, the outermost first.

        Returns
        -------
        bool
            Whether it is done with.
        """
        if element.tag == "Placemark":
            self.is_root = self.is_root or not around
            self._add(element, around)
        elif element.tag == "Schema":
            self._schemas[element.attributes.get("id", "")] = {
                field.attributes.get("name", ""): field.attributes.get("type", "string")
                for field in element.children
                if field.tag == "SimpleField"
            }
        elif element.tag in LEFT_OUT:
            self._left_out[element.tag] += 1
        return element.tag in LEFT_OUT or element.tag in LOOKS or element.tag in TAKEN

    def rows(self) -> list[dict[str, Any]]:
        """Give what the placemarks say, typed; only when the whole file is read.

        Returns
        -------
        list of dict
        """
        return [
            {name: self._typed(row, name, value) for name, value in said.items()}
            for row, said in enumerate(self._said, start=1)
        ]

    def warnings(self) -> list[Remark]:
        """Say what was left out or changed.

        Returns
        -------
        list of Remark
            ``left_out``, ``heights_relative``, ``ring_closed``.
        """
        left_out = [
            Remark(0, "", "left_out", {"type": kind, "count": count})
            for kind, count in self._left_out.items()
        ]
        if self._relative:
            left_out.append(Remark(0, "geometry", "heights_relative", {"count": self._relative}))
        return [*left_out, *self._closed]

    def _add(self, placemark: Element, around: list[Element]) -> None:
        row = len(self.shapes) + 1
        geometry, undecodable = None, False
        try:
            shape = Shape([child for child in placemark.children if is_shape(child)])
        except UnreadShapeError as error:
            self.rejects.append(Remark(row, "geometry", "shape_not_read", {"type": str(error)}))
        except (ValueError, shapely.errors.GEOSException):
            undecodable = True
        else:
            geometry = shape.geometry
            self._closed += [Remark(row, "geometry", "ring_closed")] if shape.closed else []
            self._relative += shape.relative
        self.shapes.append(geometry)
        self.undecodable.append(undecodable)
        self._said.append(_said(placemark, around))

    def _typed(self, row: int, name: str, value: str | tuple[str, str]) -> Any:
        if isinstance(value, str):
            return value
        schema, text = value
        kind = self._schemas.get(schema, {}).get(name, "string")
        word, read = TYPES.get(kind, ("text", str))
        try:
            return read(text)
        except (ValueError, KeyError):
            self.rejects.append(Remark(row, name, "bad_value", {"value": text, "type": word}))
            return None


def _said(placemark: Element, around: list[Element]) -> dict[str, Any]:
    """Give all texts of a placemark; those of a schema with its name."""
    said: dict[str, Any] = {name: text for name in SAID if (text := placemark.said(name))}
    folders = [element.said("name") or "" for element in around if element.tag == "Folder"]
    if folders:
        said["folder"] = "/".join(folders)
    for holder, names in TIMES.items():
        time = placemark.child(holder)
        said |= {name: text for name in names if time and (text := time.said(name))}
    extended = placemark.child("ExtendedData")
    for child in extended.children if extended else []:
        said |= _extended(child)
    return said


def _extended(element: Element) -> dict[str, Any]:
    if element.tag == "Data":
        value = element.said("value")
        return {element.attributes.get("name", ""): value} if value else {}
    if element.tag == "SchemaData":
        schema = element.attributes.get("schemaUrl", "").rpartition("#")[2]
        return {
            field.attributes.get("name", ""): (schema, field.text)
            for field in element.children
            if field.tag == "SimpleData" and field.text
        }
    return {element.tag: element.text} if element.text else {}


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


TAKEN = frozenset({"Placemark", "Schema"})
TYPES: dict[str, tuple[str, Callable[[str], Any]]] = {
    **dict.fromkeys(("int", "uint", "short", "ushort"), ("number", int)),
    **dict.fromkeys(("float", "double"), ("number", _finite)),
    "bool": ("truth value", lambda text: TRUTH[text.lower()]),
}
