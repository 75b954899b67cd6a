"""Private copies: GDAL and SQLite write beside what they open, and never beside an upload."""

import shutil
from pathlib import Path

from gis.errors import UnreadableFile

MAX_FILE_BYTES = 2 * 1024**3


def check_size(path: Path, name: str) -> None:
    """Refuse what would fill the memory or the disk.

    Parameters
    ----------
    path : Path
    name : str
        What to call the file in an error.

    Raises
    ------
    UnreadableFile
        ``empty_file``, ``file_too_large``.
    FileNotFoundError
    """
    size = path.stat().st_size
    if size == 0:
        raise UnreadableFile("empty_file", name=name)
    if size > MAX_FILE_BYTES:
        raise UnreadableFile("file_too_large", name=name, limit_bytes=MAX_FILE_BYTES)


def copy(path: Path, target: Path, name: str) -> None:
    """Copy a file into a private folder.

    Parameters
    ----------
    path, target : Path
    name : str
        What to call the file in an error.

    Raises
    ------
    UnreadableFile
        ``empty_file``, ``file_too_large``.
    """
    check_size(path, name)
    shutil.copyfile(path, target)
