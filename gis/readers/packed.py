"""What a zip archive holds: shapefiles, a file geodatabase, or files of other formats."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from gis.archive import Archive, opened
from gis.errors import Remark, UnreadableFile, UnsafeArchive
from gis.readers.flow import Flow
from gis.readers.formats import FILES, TABLE_SUFFIXES
from gis.readers.layers import choose_layer
from gis.readers.shapefiles import shapefile
from gis.readers.source import Contents
from gis.readers.vector import filegdb

# What is read where nothing of the rank before is there: tables and notes often lie beside a
# layer, and a drawing that cannot be read is only worth a word where there is nothing else.
RANKS = ({".json", ".csv", ".tsv", ".xls", ".xlsx"}, {".txt", ".dwg"})
FIRST_RANK = frozenset(FILES) - RANKS[0] - RANKS[1]
#: What mostly is a letter to the reader, even where nothing else is there.
NOTES = frozenset({".txt"})
ARCHIVES = frozenset({".zip", ".kmz", ".rar", ".7z", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".zst"})
# The table that every file geodatabase begins with.
GDB_MARK = "a00000001.gdbtable"
KMZ_MAIN = PurePosixPath("doc.kml")


@dataclass
class Thing:
    """Something in an archive that a reader takes as one file.

    Attributes
    ----------
    kind : str
        ``"shp"``, ``"gdb"``, or the suffix of a single file.
    place : PurePosixPath
        In the archive; of a shapefile without suffix, of a geodatabase its folder.
    parts : dict of str to PurePosixPath
        By the name under which each is unpacked.
    """

    kind: str
    place: PurePosixPath
    parts: dict[str, PurePosixPath] = field(default_factory=dict)


def read(
    path: Path,
    folder: Path,
    layer: str | None,
    encoding: str | None,
    table: dict[str, Any] | None = None,
) -> Contents | Flow:
    """Read one layer out of a .zip or .kmz.

    Parameters
    ----------
    path : Path
    folder : Path
        Private, for the unpacked parts.
    layer : str, optional
        Needed where the archive holds several: the stem of a .shp, the name of another file or
        of a .gdb folder, each with its folder inside the archive where two have the same; a layer
        inside such a file follows after a ``/``. Where the archive holds but one file, its layers
        alone are named.
    encoding : str, optional
        Overrides what the file inside says.
    table : dict, optional
        For a table inside, as of its own reader.

    Returns
    -------
    Contents or Flow

    Raises
    ------
    UnsafeArchive
        ``too_many_members``, ``archive_too_large``, ``unsafe_member``, ``encrypted_archive``,
        ``twin_members``, ``overlapping_members``.
    UnreadableFile
        ``wrong_content``, ``damaged``, ``compression_unknown``, ``nested_archive``, ``no_layer``,
        ``several_layers``, ``unknown_layer`` and what the reader of the file inside raises.
    UnknownEncoding
    """
    with opened(path) as found:
        things, aside, remarks = _things(found, path)
        names = _names([*things, *aside])
        chosen, inner = _choose(path.name, names, len(things), layer)
        thing = names[chosen]
        target = _unpack(found, thing, folder, path)
    try:
        contents = _read(thing, target, folder, chosen, inner, encoding, table)
    except UnreadableFile as error:
        if len(names) > 1 and error.code == "several_layers":
            raise UnreadableFile(error.code, **_within(chosen, error.params)) from None
        raise
    if thing.kind in NOTES and not _is_table(contents):
        raise UnreadableFile("no_layer", name=path.name)
    tables = [name for name, one in names.items() if one in aside]
    if len(things) > 1 or chosen in tables:
        contents.layers, contents.layer_notes = list(names), {}
        contents.layer = layer or chosen
    elif tables:
        contents.layers = [*contents.layers, *tables]
    contents.warnings[:0] = [remark for remark in remarks if remark.params["member"] != chosen]
    return contents


def _within(chosen: str, told: dict[str, Any]) -> dict[str, Any]:
    """Name the layers of a file inside by the file and themselves."""
    names = [f"{chosen}/{name}" for name in told["names"]]
    notes = {f"{chosen}/{name}": note for name, note in told["notes"].items()}
    return told | {"layers": ", ".join(names), "names": names, "notes": notes}


def _is_table(contents: Contents | Flow) -> bool:
    """Say whether a text is more than words that someone put beside the files."""
    rows = contents.row_count if isinstance(contents, Flow) else len(contents.rows)
    is_placed = bool(contents.tables) and contents.tables["shape"] != "none"  # type: ignore[index]
    return rows > 0 and (is_placed or len(contents.columns) > 1)


def _things(found: Archive, path: Path) -> tuple[list[Thing], list[Thing], list[Remark]]:
    """Find what is to be read, the tables beside it that are read if they are asked for, and a
    remark for each file that is not read though it might.
    """
    places = list(found.members)
    databases = _databases(places)
    loose = [place for place in places if not databases.keys() & set(place.parents)]
    files = [
        Thing(place.suffix.lower(), place, {place.name: place})
        for place in loose
        if place.suffix.lower() in FILES
    ]
    single = _main_of_kmz([thing for thing in files if thing.kind in FIRST_RANK], path)
    first = [*databases.values(), *_shapefiles(loose), *single]
    ranks = [first, *([thing for thing in files if thing.kind in rank] for rank in RANKS)]
    things: list[Thing] = next(filter(None, ranks), [])
    nested = [place for place in loose if place.suffix.lower() in ARCHIVES]
    if nested and not things:
        raise UnsafeArchive("nested_archive", name=path.name, member=str(nested[0]))
    aside = ranks[1] if things is first else []
    ignored = nested + [thing.place for thing in aside]
    code = {True: "archive_ignored", False: "member_ignored"}
    remarks = [Remark(0, "", code[place in nested], {"member": str(place)}) for place in ignored]
    return things, aside, remarks


def _main_of_kmz(files: list[Thing], path: Path) -> list[Thing]:
    # The others are for links, which are not followed.
    if path.suffix.lower() == ".kmz":
        return [thing for thing in files if thing.place == KMZ_MAIN] or files
    return files


def _databases(places: Iterable[PurePosixPath]) -> dict[PurePosixPath, Thing]:
    found = {
        place.parent: Thing("gdb", place.parent)
        for place in places
        if place.name.lower() == GDB_MARK
    }
    for place in places:
        if place.parent in found and filegdb.is_part(place.name):
            found[place.parent].parts[place.name.lower()] = place
    return found


def _shapefiles(places: Iterable[PurePosixPath]) -> list[Thing]:
    found: dict[PurePosixPath, Thing] = {}
    for place in places:
        suffix = place.suffix.lower()
        if suffix in shapefile.PARTS:
            stem = place.with_suffix("")
            found.setdefault(stem, Thing("shp", stem)).parts[f"layer{suffix}"] = place
    return [thing for thing in found.values() if "layer.shp" in thing.parts]


def _names(things: list[Thing]) -> dict[str, Thing]:
    short = [thing.place.name for thing in things]
    return {
        thing.place.name if short.count(thing.place.name) == 1 else str(thing.place): thing
        for thing in things
    }


def _choose(
    name: str, names: dict[str, Thing], proper: int, wanted: str | None
) -> tuple[str, str | None]:
    """Find the thing that is meant, and the layer in it; the first so many are no mere tables."""
    inside = [known for known in names if wanted and wanted.startswith(f"{known}/")]
    if wanted not in names and inside:
        chosen = max(inside, key=len)
        return chosen, str(wanted).removeprefix(f"{chosen}/")
    if proper == 1 and wanted not in names:
        only, thing = next(iter(names.items()))
        return (choose_layer(name, [only], wanted), None) if thing.kind == "shp" else (only, wanted)
    return choose_layer(name, list(names), wanted), None


def _unpack(found: Archive, thing: Thing, folder: Path, path: Path) -> Path:
    """Unpack a thing and say where it is."""
    if thing.kind == "shp":
        target = folder
    else:
        target = folder / ("layer.gdb" if thing.kind == "gdb" else "member")
        target.mkdir()
    for name, place in thing.parts.items():
        # Safe as a name: it has no slash and nothing else that the archive was refused for.
        if place == KMZ_MAIN:
            name = f"{path.stem}.kml"
        found.unpack(place, target / name)
        if thing.kind not in ("shp", "gdb"):
            return target / name
    return target


def _read(
    thing: Thing,
    target: Path,
    folder: Path,
    name: str,
    inner: str | None,
    encoding: str | None,
    table: dict[str, Any] | None,
) -> Contents | Flow:
    if thing.kind == "shp":
        return shapefile.read_parts(folder, name, name, encoding)
    if thing.kind == "gdb":
        return filegdb.read_folder(target, name, inner)
    if not target.stat().st_size:
        raise UnreadableFile("empty_file", name=target.name)
    options = {"table": table} if thing.kind in TABLE_SUFFIXES else {}
    return FILES[thing.kind](target, folder, inner, encoding, **options)
