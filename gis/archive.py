"""Zip archives from strangers: looked through before anything of them reaches the disk.

Nothing in an archive is believed: neither its sizes nor its names. Members are unpacked under
names of our own choosing, one after the other, against one bound for all of them together.
"""

import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from gis.errors import UnreadableFile, UnsafeArchive

MAX_MEMBERS = 5_000
MAX_UNPACKED_BYTES = 2 * 1024**3
MAX_NAME_BYTES = 255
# Of the list of members: read whole before a single member can be counted.
MAX_DIRECTORY_BYTES = MAX_MEMBERS * 1024
CHUNK_BYTES = 1024**2
UTF8_FLAG = 0x800
# A password; the two others come with stronger encryption.
ENCRYPTED_FLAGS = 0x1 | 0x40 | 0x2000
# The other methods of the standard can ask for gigabytes of memory by one word in their header.
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
LOCAL_HEADER = struct.Struct("<4s22xHH")
END, END_64 = b"PK\x05\x06", b"PK\x06\x07"
# Any comment is shorter.
END_BYTES = 22 + 2**16
# What Windows and macOS add of their own.
LITTER = frozenset({".ds_store", "thumbs.db", "desktop.ini"})


class Archive:
    """The members of an open archive, each checked.

    Parameters
    ----------
    opened : ZipFile
    name : str
        What to call the file in an error.

    Attributes
    ----------
    members : dict of PurePosixPath to ZipInfo
        Files by their place in the archive, without folders and what macOS or Windows added.

    Raises
    ------
    UnsafeArchive
        ``too_many_members``, ``unsafe_member``, ``encrypted_archive``, ``twin_members``,
        ``overlapping_members``.
    UnreadableFile
        ``compression_unknown``.
    """

    def __init__(self, opened: zipfile.ZipFile, name: str) -> None:
        self._opened = opened
        self._name = name
        self._left = MAX_UNPACKED_BYTES
        infos = opened.infolist()
        if len(infos) > MAX_MEMBERS:
            raise UnsafeArchive("too_many_members", name=name, limit=MAX_MEMBERS)
        _check_overlaps(opened, infos, name)
        placed = [(self._checked(info), info) for info in infos]
        self._check_twins([place for place, _ in placed])
        self.members = {
            place: info
            for place, info in placed
            if place.name and not info.is_dir() and not _is_litter(place)  # nameless: no folder
        }

    def unpack(self, place: PurePosixPath, target: Path) -> None:
        """Unpack one member under a name of the caller's choosing.

        Parameters
        ----------
        place : PurePosixPath
            A key of `members`.
        target : Path

        Raises
        ------
        UnsafeArchive
            ``archive_too_large``: all that was unpacked so far together with this.
        """
        # Declared sizes may lie: what counts is what comes out.
        with self._opened.open(self.members[place]) as packed, target.open("wb") as unpacked:
            while chunk := packed.read(CHUNK_BYTES):
                self._left -= len(chunk)
                if self._left < 0:
                    raise UnsafeArchive(
                        "archive_too_large", name=self._name, limit_bytes=MAX_UNPACKED_BYTES
                    )
                unpacked.write(chunk)

    def _checked(self, info: zipfile.ZipInfo) -> PurePosixPath:
        text = _member_name(info)
        place = PurePosixPath(text.replace("\\", "/"))
        # zipfile cuts a name off at its first NUL: another program may not.
        whole = text if "\0" not in info.orig_filename else info.orig_filename
        if _leaves_folder(place) or _has_odd_characters(whole) or _is_special(info):
            shown = _printable(whole.replace("\\", "/"))
            raise UnsafeArchive("unsafe_member", name=self._name, member=shown)
        if info.flag_bits & ENCRYPTED_FLAGS:
            raise UnsafeArchive("encrypted_archive", name=self._name)
        if info.compress_type not in METHODS:
            raise UnreadableFile("compression_unknown", name=self._name, member=str(place))
        return place

    def _check_twins(self, places: list[PurePosixPath]) -> None:
        known: set[str] = set()
        for place in places:
            key = unicodedata.normalize("NFC", str(place)).casefold()
            if key in known:
                raise UnsafeArchive("twin_members", name=self._name, member=str(place))
            known.add(key)


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """Open a zip archive.

    Parameters
    ----------
    path : Path

    Yields
    ------
    Archive

    Raises
    ------
    UnsafeArchive
        Whatever is unsafe about it.
    UnreadableFile
        ``wrong_content``, ``damaged``, also while something is unpacked; ``compression_unknown``.
    """
    try:
        with path.open("rb") as file:
            _check_directory(file, path.name)
            with zipfile.ZipFile(file) as found:
                yield Archive(found, path.name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        if not zipfile.is_zipfile(path):
            raise UnreadableFile("wrong_content", name=path.name, format="zip") from error
        raise UnreadableFile("damaged", name=path.name, reason=str(error)) from error
    except (struct.error, OverflowError, ValueError) as error:  # from offsets out of this world
        raise UnreadableFile("damaged", name=path.name, reason=str(error)) from error


def _check_directory(file: BinaryIO, name: str) -> None:
    """Refuse a list of members that is too long even to be read."""
    size = file.seek(0, 2)
    file.seek(max(0, size - END_BYTES - 20))
    tail = file.read()
    end = tail.rfind(END)
    if end < 0 or end + 22 > len(tail):
        return  # no archive: zipfile says so
    (length,) = struct.unpack_from("<I", tail, end + 12)
    if end >= 20 and tail[end - 20 : end - 16] == END_64:
        (offset,) = struct.unpack_from("<Q", tail, end - 12)
        file.seek(min(offset, size))
        record = file.read(56)
        length = struct.unpack_from("<Q", record, 40)[0] if len(record) == 56 else length
    if length > MAX_DIRECTORY_BYTES:
        raise UnsafeArchive("too_many_members", name=name, limit=MAX_MEMBERS)


def _check_overlaps(opened: zipfile.ZipFile, infos: list[zipfile.ZipInfo], name: str) -> None:
    """Refuse members that share bytes: how a small file unpacks to petabytes."""
    file = opened.fp
    if file is None:  # closed: cannot be
        raise ValueError("the archive is closed")
    free = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        file.seek(info.header_offset)
        header = file.read(LOCAL_HEADER.size)
        if len(header) < LOCAL_HEADER.size or not header.startswith(b"PK\x03\x04"):
            raise zipfile.BadZipFile("a member does not stand where the list says")
        _, name_bytes, extra_bytes = LOCAL_HEADER.unpack(header)
        end = info.header_offset + LOCAL_HEADER.size + name_bytes + extra_bytes + info.compress_size
        if info.header_offset < free or end > opened.start_dir:
            member = _printable(_member_name(info))
            raise UnsafeArchive("overlapping_members", name=name, member=member)
        free = end


def _member_name(info: zipfile.ZipInfo) -> str:
    if info.flag_bits & UTF8_FLAG:
        return info.filename
    # Without the flag zipfile reads cp437, while Chinese Windows writes GBK and others UTF-8.
    raw = info.filename.encode("cp437", "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")


def _leaves_folder(place: PurePosixPath) -> bool:
    return place.is_absolute() or ".." in place.parts or ":" in str(place)


def _has_odd_characters(text: str) -> bool:
    return any(unicodedata.category(character) in ("Cc", "Cs") for character in text) or any(
        len(part.encode("utf-8", "replace")) > MAX_NAME_BYTES for part in text.split("/")
    )


def _is_special(info: zipfile.ZipInfo) -> bool:
    """Links, devices, pipes: whatever Unix notes beside files and folders."""
    kind = stat.S_IFMT(info.external_attr >> 16)
    return kind not in (0, stat.S_IFREG, stat.S_IFDIR)


def _is_litter(place: PurePosixPath) -> bool:
    # macOS adds a "._" twin to every file.
    return "__MACOSX" in place.parts or place.name.startswith("._") or place.name.lower() in LITTER


def _printable(text: str) -> str:
    shown = "".join(c if c.isprintable() else "\ufffd" for c in text)
    return shown if len(shown) <= MAX_NAME_BYTES else shown[:MAX_NAME_BYTES] + "…"
