"""Zipped shapefiles. Nothing of an archive reaches the disk but the parts of one layer."""

import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from gis.errors import UnreadableFile, UnsafeArchive
from gis.readers import shapefile
from gis.readers.source import Contents

MAX_MEMBERS = 1_000
MAX_UNPACKED_BYTES = 2 * 1024**3
CHUNK_BYTES = 1024**2
UTF8_FLAG, ENCRYPTED_FLAG = 0x800, 0x1

# A layer's parts by their suffix.
Parts = dict[str, zipfile.ZipInfo]


def read(path: Path, folder: Path, layer: str | None, encoding: str | None) -> Contents:
    """Read one shapefile out of a .zip.

    Parameters
    ----------
    path : Path
    folder : Path
        Private, for the unpacked parts.
    layer : str, optional
        Needed where the archive holds several: the stem of the .shp, with its folder inside the
        archive where two have the same.
    encoding : str, optional
        Overrides .cpg and .dbf.

    Returns
    -------
    Contents

    Raises
    ------
    UnsafeArchive
        Absolute names, ``..``, links, a password, too many members, too many bytes.
    UnreadableFile
        ``wrong_content``, ``damaged``, ``no_layer``, ``several_layers``, ``unknown_layer`` and
        what a shapefile may raise.
    UnknownEncoding
    """
    try:
        with zipfile.ZipFile(path) as archive:
            layers = _layers(archive, path.name)
            chosen = choose_layer(path.name, list(layers), layer)
            _unpack(archive, layers[chosen], folder, path.name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        if not zipfile.is_zipfile(path):
            raise UnreadableFile("wrong_content", name=path.name, format="zip") from error
        raise UnreadableFile("damaged", name=path.name, reason=str(error)) from error
    contents = shapefile.read_parts(folder, path.name, chosen, encoding)
    contents.layers = list(layers)
    return contents


def choose_layer(name: str, layers: list[str], wanted: str | None) -> str:
    """Find the layer that is meant.

    Parameters
    ----------
    name : str
        What to call the file in an error.
    layers : list of str
        The layers there are.
    wanted : str, optional

    Returns
    -------
    str

    Raises
    ------
    UnreadableFile
        ``no_layer``, ``several_layers``, ``unknown_layer``.

    Examples
    --------
    >>> choose_layer("a.zip", ["管线"], None)
    '管线'
    """
    if not layers:
        raise UnreadableFile("no_layer", name=name)
    if wanted is None and len(layers) == 1:
        return layers[0]
    if wanted is None:
        raise UnreadableFile("several_layers", name=name, layers=", ".join(layers))
    if wanted not in layers:
        raise UnreadableFile("unknown_layer", name=name, layer=wanted, layers=", ".join(layers))
    return wanted


def _layers(archive: zipfile.ZipFile, name: str) -> dict[str, Parts]:
    members = archive.infolist()
    if len(members) > MAX_MEMBERS:
        raise UnsafeArchive("too_many_members", name=name, limit=MAX_MEMBERS)
    found: dict[PurePosixPath, Parts] = {}
    for member in members:
        place = _place(member, name)
        # macOS adds a "._" twin to every file.
        if place.suffix.lower() in shapefile.PARTS and not place.name.startswith("._"):
            found.setdefault(place.with_suffix(""), {})[place.suffix.lower()] = member
    complete = {stem: parts for stem, parts in found.items() if ".shp" in parts}
    names = [stem.name for stem in complete]
    return {
        stem.name if names.count(stem.name) == 1 else str(stem): parts
        for stem, parts in complete.items()
    }


def _place(member: zipfile.ZipInfo, name: str) -> PurePosixPath:
    place = PurePosixPath(_member_name(member).replace("\\", "/"))
    link = stat.S_ISLNK(member.external_attr >> 16)
    if link or place.is_absolute() or ".." in place.parts or ":" in str(place):
        raise UnsafeArchive("unsafe_member", name=name, member=str(place))
    if member.flag_bits & ENCRYPTED_FLAG:
        raise UnsafeArchive("encrypted_archive", name=name)
    return place


def _member_name(member: zipfile.ZipInfo) -> str:
    if member.flag_bits & UTF8_FLAG:
        return member.filename
    # Without the flag zipfile reads cp437, while Chinese Windows writes GBK and others UTF-8.
    raw = member.filename.encode("cp437", "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")


def _unpack(archive: zipfile.ZipFile, parts: Parts, folder: Path, name: str) -> None:
    # Declared sizes may lie: what counts is what comes out.
    left = MAX_UNPACKED_BYTES
    for suffix, member in parts.items():
        with archive.open(member) as packed, (folder / f"layer{suffix}").open("wb") as unpacked:
            while chunk := packed.read(CHUNK_BYTES):
                left -= len(chunk)
                if left < 0:
                    raise UnsafeArchive(
                        "archive_too_large", name=name, limit_bytes=MAX_UNPACKED_BYTES
                    )
                unpacked.write(chunk)
