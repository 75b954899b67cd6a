"""The one door for files that come in."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from gis.crs import parse, says_nothing
from gis.errors import UnreadableFile
from gis.readers import packed
from gis.readers.copying import check_size
from gis.readers.flow import Flow, whole
from gis.readers.formats import FILES, TABLE_SUFFIXES, Reader
from gis.readers.naming import kept, named
from gis.readers.shapefiles import shapefile
from gis.readers.source import Contents, Source, assemble

# A suffix may have two parts (".gdb.zip"): the longest that fits counts.
READERS: dict[str, Reader] = {
    **FILES,
    ".shp": shapefile.read,
    ".zip": packed.read,
    ".kmz": packed.read,
}
# How the system says that no more can be written.
FULL = (errno.EFBIG, errno.ENOSPC, errno.EDQUOT)


@dataclass(frozen=True)
class Wish:
    """How a file is to be read, where its own word is not to count.

    Attributes
    ----------
    layer : str, optional
        Needed where the file holds several.
    encoding : str, optional
        Overrides what the file says.
    table : dict, optional
        For Excel and CSV: overrides what the reader finds out, as ``Contents.tables``.
    keep_codes : bool
        Whether codes stay that the file itself has names for.
    """

    layer: str | None = None
    encoding: str | None = None
    table: dict[str, Any] | None = None
    keep_codes: bool = False


def read(
    path: str | Path,
    *,
    layer: str | None = None,
    crs: str | None = None,
    encoding: str | None = None,
    keep_codes: bool = False,
) -> Source:
    """Read one layer of a file of any format that is imported.

    The file is never changed, nor is anything written beside it: GDAL sees only a private copy.

    Parameters
    ----------
    path : str or Path
        A file whose name ends in one of `READERS`: from ``.shp``, ``.gpkg`` and ``.geojson`` to
        drawings, tables and ``.zip``.
    layer : str, optional
        Needed where the file holds several layers.
    crs : str, optional
        ``"EPSG:n"``, ``"gcj02"`` or ``"bd09"``: overrides what the file says.
    encoding : str, optional
        Name of the text encoding, where a format leaves it open (shapefile, text table, drawing,
        KML, GeoJSON): overrides what the file says.
    keep_codes : bool
        Whether codes stay that the file itself has names for (coded-value domains).

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
    # In this process, unlike `gis.readers.staging.stage`: what is read here was named by the
    # operator on the command line and is small, and starting a process would cost a second.
    with opened(path, Wish(layer, encoding, keep_codes=keep_codes)) as contents:
        return assemble(path, whole(contents), given)


@contextmanager
def opened(path: Path, wish: Wish) -> Iterator[Contents | Flow]:
    """Open a file with the reader of its suffix; what that unpacks or copies lives as long.

    Parameters
    ----------
    path : Path
    wish : Wish

    Yields
    ------
    Contents or Flow
        With the names of codes instead of these, unless they are to stay.

    Raises
    ------
    UnreadableFile, UnsafeArchive, UnknownEncoding
    """
    if path.is_dir():
        raise UnreadableFile("is_folder", name=path.name)
    suffix = suffix_of(path)
    options: dict[str, Any] = {"table": wish.table} if suffix in TABLE_SUFFIXES else {}
    with _private_folder(path) as folder:
        contents = READERS[suffix](path, folder, wish.layer, wish.encoding, **options)
        # A format that is read piece by piece has no code tables.
        if isinstance(contents, Contents):
            contents = kept(contents) if wish.keep_codes else named(contents)
        if contents.crs and says_nothing(contents.crs):
            contents.crs = None
        yield contents


def suffix_of(path: Path) -> str:
    """Find the key of `READERS` that a file's name ends in.

    Parameters
    ----------
    path : Path

    Returns
    -------
    str

    Raises
    ------
    UnreadableFile
        ``suffix_missing``, ``unsupported_format``, ``unsupported_archive``.

    Examples
    --------
    >>> suffix_of(Path("管线.SHP"))
    '.shp'
    """
    if not path.suffix:
        raise UnreadableFile("suffix_missing", name=path.name)
    fitting = [suffix for suffix in READERS if path.name.lower().endswith(suffix)]
    if not fitting:
        is_archive = path.suffix.lower() in packed.ARCHIVES
        code = "unsupported_archive" if is_archive else "unsupported_format"
        raise UnreadableFile(code, name=path.name, suffix=path.suffix)
    return max(fitting, key=len)


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
            if error.errno in FULL:
                raise UnreadableFile("reader_out_of_space", name=path.name) from error
            raise UnreadableFile("damaged", name=path.name, reason=str(error.strerror)) from error
