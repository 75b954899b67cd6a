"""The one door for files that come in."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from gis.crs import parse
from gis.errors import UnreadableFile
from gis.readers import archive, geojson, geopackage, shapefile
from gis.readers.copying import check_size
from gis.readers.source import Contents, Source, assemble

# Each takes the original path, a private folder, the layer and the encoding asked for.
Reader = Callable[[Path, Path, str | None, str | None], Contents]
READERS: dict[str, Reader] = {
    ".shp": shapefile.read,
    ".zip": archive.read,
    ".gpkg": geopackage.read,
    ".geojson": geojson.read,
    ".json": geojson.read,
}


def read(
    path: str | Path,
    *,
    layer: str | None = None,
    crs: str | None = None,
    encoding: str | None = None,
) -> Source:
    """Read one layer of a shapefile (plain or zipped), GeoPackage or GeoJSON.

    The file is never changed, nor is anything written beside it: GDAL sees only a private copy.

    Parameters
    ----------
    path : str or Path
        The ``.shp``, ``.zip``, ``.gpkg``, ``.geojson`` or ``.json`` file.
    layer : str, optional
        Needed where the file holds several layers.
    crs : str, optional
        ``"EPSG:n"``, ``"gcj02"`` or ``"bd09"``: overrides what the file says.
    encoding : str, optional
        Name of the text encoding, for shapefiles and GeoJSON: overrides what the file says.

    Returns
    -------
    Source
        All rows, in EPSG:4490, two-dimensional; what is wrong with single rows is in its
        ``rejects``, nothing is repaired or left out silently. A row without a shape is no reject.

    Raises
    ------
    UnreadableFile, UnsafeArchive, UnknownCrs, UnknownEncoding
        With the codes of `gis.errors.ERRORS`.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> file = Path(mkdtemp()) / "stations.geojson"
    >>> point = '{"type": "Point", "coordinates": [101.7185, 26.5823]}'
    >>> _ = file.write_text('{"type": "Feature", "properties": {"n": 1}, "geometry": %s}' % point)
    >>> source = read(file)
    >>> source.frame["n"].tolist(), source.crs.text, source.rejects
    ([1], 'EPSG:4326', [])
    """
    path = Path(path)
    given = parse(crs) if crs else None
    suffix = path.suffix.lower()
    if path.is_dir():
        raise UnreadableFile("is_folder", name=path.name)
    if not suffix:
        raise UnreadableFile("suffix_missing", name=path.name)
    if suffix not in READERS:
        raise UnreadableFile("unsupported_format", name=path.name, suffix=path.suffix)
    with _private_folder(path) as folder:
        contents = READERS[suffix](path, folder, layer, encoding)
    return assemble(path, contents, given)


@contextmanager
def _private_folder(path: Path) -> Iterator[Path]:
    with TemporaryDirectory(prefix="atlas-read-") as folder:
        try:
            check_size(path, path.name)
            yield Path(folder)
        except (FileNotFoundError, NotADirectoryError):
            raise UnreadableFile("file_missing", name=path.name) from None
        except PermissionError as error:
            forbidden = Path(error.filename or path).name
            raise UnreadableFile("no_permission", name=forbidden) from None
        except OSError as error:
            raise UnreadableFile("damaged", name=path.name, reason=str(error.strerror)) from error
