"""The rows of an export in the wanted coordinate system, apart from any format."""

import json
from dataclasses import dataclass, replace

import geopandas
import numpy as np
import shapely
from numpy.typing import NDArray

from gis.crs import STORAGE, Crs, from_storage
from gis.errors import UnwritableData


@dataclass(frozen=True)
class Table:
    """Rows to be written.

    Attributes
    ----------
    columns : dict of str to list
        Plain values, None for what is missing.
    geometries : ndarray of shapely.Geometry, shape (n,)
        In `crs`, x before y; None for a row without a shape.
    crs : Crs
    encoding, layer : str
        For the formats that need them.
    """

    columns: dict[str, list[object]]
    geometries: NDArray[np.object_]
    crs: Crs
    encoding: str
    layer: str

    @property
    def mapped(self) -> NDArray[np.bool_]:
        """True for rows with a shape, shape (n,)."""
        shapes = self.geometries
        present: NDArray[np.bool_] = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
        return present

    def only(self, chosen: NDArray[np.bool_]) -> "Table":
        """Give the rows where `chosen`, shape (n,), is True."""
        places = np.flatnonzero(chosen)
        columns = {
            name: [values[place] for place in places] for name, values in self.columns.items()
        }
        return replace(self, columns=columns, geometries=self.geometries[places])


def table_of(frame: geopandas.GeoDataFrame, *, crs: Crs, encoding: str, layer: str) -> Table:
    """Take the rows of a frame to the coordinate system wanted.

    Parameters
    ----------
    frame : GeoDataFrame
        In EPSG:4490.
    crs : Crs
        The system wanted.
    encoding, layer : str

    Returns
    -------
    Table

    Raises
    ------
    UnwritableData
        ``outside_projection``.
    ValueError
        The frame is in another system.
    """
    if frame.crs is not None and frame.crs.to_epsg() != STORAGE.epsg:
        raise ValueError("only rows in EPSG:4490 are written")
    geometries = from_storage(frame.geometry.array, crs)
    lost = np.flatnonzero(~np.isfinite(shapely.bounds(geometries)).all(axis=1))
    for place in lost:
        if geometries[place] is not None and not geometries[place].is_empty:
            raise UnwritableData("outside_projection", row=int(place) + 1, crs=crs.text)
    attributes = frame.drop(columns=frame.geometry.name)
    columns = {str(name): [_plain(value) for value in attributes[name]] for name in attributes}
    return Table(columns, geometries, crs, encoding, layer)


def _plain(value: object) -> object:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, np.generic):
        value = value.item()
    # NaN, NaT and NA, each "missing" somewhere in pandas, are what does not equal itself.
    return value if value is not None and value == value else None
