"""A GeoPackage as a database that can do nothing but be read."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from gis.errors import UnreadableFile
from gis.readers.copying import copy

DRIVER = "GPKG"
MAGIC = b"SQLite format 3\0"
# Longer values and queries are not of this world; a view can ask for both.
MAX_VALUE_BYTES = 256 * 1024**2
QUERY_SECONDS = 300
# All that reading needs. Not among them: attaching files, changing anything, and queries that
# call themselves, which may never end.
ALLOWED = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ})
FUNCTIONS_REFUSED = frozenset({"load_extension", "fts3_tokenizer"})


@contextmanager
def opened(path: Path, folder: Path) -> Iterator[sqlite3.Connection]:
    """Open a private copy that can do nothing but be read.

    Parameters
    ----------
    path : Path
    folder : Path
        Private, for the copy.

    Yields
    ------
    sqlite3.Connection

    Raises
    ------
    UnreadableFile
        ``wrong_content``, ``damaged``.
    """
    package = _private_copy(path, folder)
    try:
        with closing(sqlite3.connect(package)) as database:
            database.execute("PRAGMA trusted_schema = OFF")
            database.execute("PRAGMA cell_size_check = ON")
            database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_VALUE_BYTES)
            database.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
            verdict = database.execute("PRAGMA quick_check(1)").fetchone()[0]
            if verdict != "ok":
                raise UnreadableFile("damaged", name=path.name, reason=verdict)
            database.execute("PRAGMA query_only = ON")
            database.text_factory = _decoded
            database.set_authorizer(_may)
            end = time.monotonic() + QUERY_SECONDS
            database.set_progress_handler(lambda: time.monotonic() > end, 1_000_000)
            yield database
    except (sqlite3.Error, UnicodeDecodeError, OverflowError) as error:
        raise UnreadableFile("damaged", name=path.name, reason=str(error)) from error


def _private_copy(path: Path, folder: Path) -> Path:
    with path.open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            raise UnreadableFile("wrong_content", name=path.name, format=DRIVER)
    package = folder / "layer.gpkg"
    copy(path, package, path.name)
    log = path.with_name(f"{path.name}-wal")  # rows that another program has not merged yet
    if log.exists() and log.stat().st_size:
        copy(log, package.with_name("layer.gpkg-wal"), log.name)
    return package


def _may(action: int, first: str | None, second: str | None, *_where: object) -> int:
    if action in ALLOWED:
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_PRAGMA and first == "table_xinfo":
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_FUNCTION and second not in FUNCTIONS_REFUSED:
        return sqlite3.SQLITE_OK  # with trusted_schema off, views have but the harmless ones
    return sqlite3.SQLITE_DENY


def _decoded(raw: bytes) -> str | bytes:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw  # no text: rejected with its row and column
