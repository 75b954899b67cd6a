"""What was read: raw contents as a format gives them, and the checked result."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import geopandas
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from gis.crs import STORAGE, Crs, from_wkt, parse, to_storage
from gis.errors import Remark, UnknownCrs, UnreadableFile
from gis.geometry import force_2d, invalid_reason, problems
from gis.readers.codes import CodeTable

CrsFrom = Literal["given", "prj", "file", "format"]


@dataclass
class Contents:
    """One layer as its format gives it, before any coordinate is moved.

    Attributes
    ----------
    driver, layer : str
        GDAL's name of the format; the layer's name.
    layers : list of str
        Names of all layers in the file.
    encoding : str
        Of the text, as it was decoded.
    crs : str, optional
        ``"EPSG:n"`` or WKT as the file says, not yet looked at; None where it says nothing.
    crs_from : {"prj", "file", "format"}
        Where it was found.
    rows : ndarray of int, shape (n,)
        1-based row numbers in the file.
    geometries : ndarray of shapely.Geometry, shape (n,)
        In the file's own system, possibly with heights; None for a row without a shape.
    undecodable : ndarray of bool, shape (n,)
        True where the file has a shape that cannot be decoded.
    columns : mapping of str to Series
        Attributes; missing values are None.
    warnings, rejects : list of Remark
        What was noticed about the text and the attributes.
    tables : dict, optional
        What a table reader found out (header rows, coordinate columns, rows left out), as JSON
        has it; the same dict, corrected, may be given back to it.
    layer_notes : dict of str to str
        What is to be known of some layers before one is chosen: ``"table"`` (it has no shapes),
        ``"frozen"`` or ``"off"`` in a drawing.
    code_tables : dict of str to CodeTable
        What the codes in some of the columns are called; the columns hold the codes.
    """

    driver: str
    layer: str
    layers: list[str]
    encoding: str
    crs: str | None
    crs_from: CrsFrom
    rows: NDArray[np.int64]
    geometries: NDArray[np.object_]
    undecodable: NDArray[np.bool_]
    columns: Mapping[str, "pd.Series"]
    warnings: list[Remark] = field(default_factory=list)
    rejects: list[Remark] = field(default_factory=list)
    tables: dict[str, Any] | None = None
    layer_notes: dict[str, str] = field(default_factory=dict)
    code_tables: Mapping[str, CodeTable] = field(default_factory=dict)


@dataclass(frozen=True)
class Source:
    """One layer of a file, in storage coordinates, with everything that is wrong with it.

    Attributes
    ----------
    path : Path
        The file as it was named.
    driver : str
        ``"ESRI Shapefile"``, ``"GPKG"`` or ``"GeoJSON"``.
    layer : str
        Name of the layer.
    layers : list of str
        Names of all layers in the file.
    encoding : str
        Python's name of the text encoding.
    crs : Crs
        The system the coordinates were in.
    crs_from : {"given", "prj", "file", "format"}
        Who said so: the caller, the .prj file, the file itself, or the format's own rule.
    frame : GeoDataFrame
        All rows, geometry in EPSG:4490 (longitude, latitude), two-dimensional, None where the
        file has no shape; the other columns as in the file, missing values None; its index
        ``row`` is the 1-based row number in the file (records deleted in a .dbf leave gaps).
    rejects : list of Remark
        What cannot be stored: a shape, or a value that is not of its column's type (None in the
        frame); in the order of rows.
    warnings : list of Remark
        What was noticed and did not stop the reading.
    """

    path: Path
    driver: str
    layer: str
    layers: list[str]
    encoding: str
    crs: Crs
    crs_from: CrsFrom
    frame: geopandas.GeoDataFrame
    rejects: list[Remark]
    warnings: list[Remark]

    @property
    def crs_text(self) -> str:
        """The original system as text for the lineage: `gis.crs.Crs.text`."""
        return self.crs.text


def assemble(path: Path, contents: Contents, given: Crs | None) -> Source:
    """Move the contents into storage coordinates and check every shape.

    Parameters
    ----------
    path : Path
        The file as it was named.
    contents : Contents
    given : Crs, optional
        Overrides what the file says.

    Returns
    -------
    Source

    Raises
    ------
    UnknownCrs
        ``crs_missing``: neither the file nor the caller says.
    UnreadableFile
        ``no_rows``.
    """
    if not len(contents.rows):
        raise UnreadableFile("no_rows", name=path.name, layer=contents.layer)
    crs = given or _declared(path, contents)
    moved = to_storage(force_2d(contents.geometries), crs)
    table = pd.DataFrame(dict(contents.columns), index=range(len(contents.rows)))
    frame = geopandas.GeoDataFrame(table, geometry=moved, crs=STORAGE.definition)
    return Source(
        path=path,
        driver=contents.driver,
        layer=contents.layer,
        layers=contents.layers,
        encoding=contents.encoding,
        crs=crs,
        crs_from="given" if given else contents.crs_from,
        frame=frame.set_index(pd.Index(contents.rows, name="row")),
        rejects=sorted(
            [*contents.rejects, *_unfit_shapes(contents, moved)], key=lambda reject: reject.row
        ),
        warnings=[*contents.warnings, *_contradiction(contents, given), *_heights(contents)],
    )


def _declared(path: Path, contents: Contents) -> Crs:
    if contents.crs is None:
        raise UnknownCrs("crs_missing", name=path.name)
    return parse(contents.crs) if contents.crs.startswith("EPSG:") else from_wkt(contents.crs)


def _contradiction(contents: Contents, given: Crs | None) -> list[Remark]:
    # GCJ-02 and BD-09 have no name in any format, so files label them WGS 84: no contradiction.
    if not given or given.offset or not contents.crs or contents.crs_from == "format":
        return []
    try:
        found = from_wkt(contents.crs).text
    except UnknownCrs as error:
        found = str(error.params["crs"])
    if found == given.text:
        return []
    return [Remark(0, "geometry", "crs_overridden", {"found": found, "given": given.text})]


def _heights(contents: Contents) -> list[Remark]:
    count = int(shapely.has_z(contents.geometries).sum())
    return [Remark(0, "geometry", "z_dropped", {"count": count})] if count else []


def _unfit_shapes(contents: Contents, moved: NDArray[np.object_]) -> list[Remark]:
    codes = problems(moved)
    # What was a number before and is none now lies outside the projection.
    before = problems(contents.geometries)
    codes[(codes == "not_finite") & (before != "not_finite")] = "out_of_range"
    codes[codes == "null"] = None
    codes[contents.undecodable] = "unreadable_geometry"
    return [
        Remark(
            int(contents.rows[place]),
            "geometry",
            codes[place],
            invalid_reason(moved[place]) if codes[place] == "invalid" else {},
        )
        for place in np.flatnonzero(codes != None)  # noqa: E711 (element by element)
    ]
