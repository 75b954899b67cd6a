"""The one place where files are handed to GDAL."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pyogrio.raw
import shapely
from numpy.typing import NDArray
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, FieldError, GeometryError

from gis.errors import Remark, UnreadableFile

# ValueError: bytes that are no UTF-8; UnboundLocalError: how pyogrio stumbles over them in a CRS.
FAILURES = (
    DataLayerError,
    DataSourceError,
    FeatureError,
    FieldError,
    GeometryError,
    ValueError,
    UnboundLocalError,
)


class Layer:
    """The shapes of one layer as GDAL reads them from a private copy.

    Attributes are read elsewhere: GDAL rounds, drops or stumbles over values it does not expect.

    Parameters
    ----------
    path : Path
        The private copy.
    name : str
        What to call the file in an error.
    driver : str
        The only GDAL driver allowed to have opened it.
    **options : object
        For pyogrio: ``layer``.

    Attributes
    ----------
    meta : dict
        pyogrio's, with ``crs``, ``fields``, ``ogr_types``, ``ogr_subtypes``.
    geometries : ndarray of shapely.Geometry, shape (n,)
        In the file's system; None where there is none, but also where GDAL or GEOS cannot
        decode it: a format has to find out by itself where a shape should be.
    warnings : list of Remark
        ``driver_message`` for each thing GDAL complained about.

    Raises
    ------
    UnreadableFile
        ``wrong_content``: another driver would open it; ``damaged``.
    """

    def __init__(self, path: Path, name: str, driver: str, **options: Any) -> None:
        with _listening(name) as messages:
            self.meta = pyogrio.read_info(path, force_feature_count=True, **options)
            if self.meta["driver"] != driver:
                raise UnreadableFile("wrong_content", name=name, format=driver)
            _, _, wkb, _ = pyogrio.raw.read(path, columns=[], **options)
            self.geometries = _decoded(wkb, self.meta["features"])
        self.warnings = [Remark(0, "", "driver_message", {"text": text}) for text in messages]


def layer_shapes(path: Path, name: str) -> dict[str, str | None]:
    """List the layers of a file.

    Parameters
    ----------
    path : Path
        The private copy.
    name : str
        What to call the file in an error.

    Returns
    -------
    dict of str to str or None
        For each layer the type of its shapes, None for a table without.

    Raises
    ------
    UnreadableFile
        ``damaged``.
    """
    with _listening(name):
        return dict(pyogrio.list_layers(path).tolist())


@contextmanager
def _listening(name: str) -> Iterator[dict[str, None]]:
    """Turn GDAL's errors into ours and collect what it only warns of, each message once."""
    messages: dict[str, None] = {}
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            yield messages
        except FAILURES as error:
            raise UnreadableFile("damaged", name=name, reason=str(error)) from error
    messages.update(dict.fromkeys(str(warning.message) for warning in caught))


def _decoded(wkb: NDArray[np.object_] | None, rows: int) -> NDArray[np.object_]:
    if wkb is None:  # a table without shapes
        return np.full(rows, None, dtype=object)
    geometries: NDArray[np.object_] = shapely.from_wkb(wkb, on_invalid="ignore")
    return geometries
