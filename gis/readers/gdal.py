"""The one place where files are handed to GDAL."""

import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyogrio
import pyogrio.raw
import shapely
from numpy.typing import NDArray
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, FieldError, GeometryError

from gis.errors import Remark, UnreadableFile

# The drivers that may meet a file; `gis.readers.sandbox` takes all others out of GDAL.
DRIVERS = frozenset({"ESRI Shapefile", "FlatGeobuf", "GPKG", "KML", "LIBKML", "MEM", "OpenFileGDB"})
# ValueError: bytes that are no UTF-8; UnboundLocalError: how pyogrio stumbles over them in a CRS;
# IndexError: over a layer that breaks off before its columns.
FAILURES = (
    DataLayerError,
    DataSourceError,
    FeatureError,
    FieldError,
    GeometryError,
    IndexError,
    ValueError,
    UnboundLocalError,
)

# How pyogrio begins to say that it leaves out the measure along a line.
MEASURED = "Measured (M) geometry types are not supported"

# The drivers' own quick ways into Arrow: FlatGeobuf's forgets the offset behind a missing shape, so
# that whoever reads on reads memory that is not the file's.
pyogrio.set_gdal_config_options(
    {"OGR_FLATGEOBUF_STREAM_BASE_IMPL": True, "OGR_OPENFILEGDB_STREAM_BASE_IMPL": True}
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
        ``m_dropped``; ``driver_message`` for each other thing GDAL complained about.

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
        self.warnings = _remarks(messages)


class Table:
    """One layer, shapes and attributes, for formats whose types GDAL knows as they are.

    Parameters
    ----------
    path : Path
        The private copy.
    name : str
        What to call the file in an error.
    driver : str
        The only GDAL driver allowed to have opened it.
    **options : object
        For pyogrio: ``layer``, and GDAL's own for opening.

    Attributes
    ----------
    attributes : pyarrow.Table
        A column with a coded domain is a dictionary.
    crs : str, optional
    wkb : ndarray of bytes, shape (n,)
        Shapes in the file's system, with arcs as arcs; None where there is none.
    warnings : list of Remark

    Raises
    ------
    UnreadableFile
        ``wrong_content``, ``damaged``.
    """

    def __init__(self, path: Path, name: str, driver: str, **options: Any) -> None:
        with _listening(name) as messages:
            meta = pyogrio.read_info(path, force_feature_count=True, **options)
            expected = meta["features"]
            if meta["driver"] != driver:
                raise UnreadableFile("wrong_content", name=name, format=driver)
            meta, read = pyogrio.raw.read_arrow(path, **options)
            shape = meta["geometry_name"] or "wkb_geometry"
            self.wkb: NDArray[np.object_] = np.full(len(read), None, dtype=object)
            if shape in read.column_names:
                self.wkb[:] = read[shape].to_pylist()
                read = read.drop_columns(shape)
        if len(read) != expected:  # GDAL passes over rows it cannot read
            reason = f"{expected} rows, of which {len(read)} can be read"
            raise UnreadableFile("damaged", name=name, reason=reason)
        self.attributes = read
        self.crs: str | None = meta["crs"]
        self.warnings = _remarks(messages)


def check_driver(path: Path, name: str, driver: str) -> tuple[int, list[Remark]]:
    """Look at a file that may only be opened by one driver.

    Parameters
    ----------
    path : Path
        The private copy.
    name : str
        What to call the file in an error.
    driver : str

    Returns
    -------
    count : int
        Of its rows.
    messages : list of Remark
        ``m_dropped``; ``driver_message`` for each other thing GDAL complained about.

    Raises
    ------
    UnreadableFile
        ``wrong_content``: another driver would open it; ``damaged``.
    """
    with _listening(name) as messages:
        meta = pyogrio.read_info(path, force_feature_count=True)
        if meta["driver"] != driver:
            raise UnreadableFile("wrong_content", name=name, format=driver)
    remarks = _remarks(messages)
    return int(meta["features"]), remarks


def shape_batches(path: Path, name: str, rows: int) -> Iterator[pa.Array]:
    """Read the shapes of a file piece by piece.

    Parameters
    ----------
    path : Path
        The private copy.
    name : str
        What to call the file in an error.
    rows : int
        Of one piece, at most.

    Yields
    ------
    pyarrow.Array of binary
        ISO WKB in the file's system, null where GDAL gives no shape.

    Raises
    ------
    UnreadableFile
        ``damaged``.
    """
    options: dict[str, Any] = {"columns": [], "batch_size": rows, "use_pyarrow": True}
    with _listening(name), pyogrio.open_arrow(path, **options) as (_, reader):
        for batch in reader:
            yield batch.column("wkb_geometry")


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


def _remarks(messages: Iterable[str]) -> list[Remark]:
    """Tell what GDAL said, in our own words where we have some."""
    return [_remark(text) for text in messages]


def _remark(text: str) -> Remark:
    if text.startswith(MEASURED):
        return Remark(0, "geometry", "m_dropped", {})
    return Remark(0, "", "driver_message", {"text": text})


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
