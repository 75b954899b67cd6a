"""字段对照表: what the short names of a shapefile's fields stand for, for people to read."""

from pathlib import Path

from gis.writers.dbf import TRANSPORT
from gis.writers.dbf_fields import Field
from gis.writers.task import Task

SUFFIX = "_字段对照表.txt"
FILES = "文件"
HEADER = ("字段名", "全称", "单位", "类型", "说明")


def write(task: Task, fields: list[Field], stems: list[str]) -> Path:
    """Write the list beside the shapefile, tab-separated, UTF-8 with a mark at its beginning.

    What the export says of itself, then the names of the files and the header of the fields.

    Parameters
    ----------
    task : Task
    fields : list of Field
        The same in all files.
    stems : list of str
        The files without suffix.

    Returns
    -------
    Path
    """
    files = "、".join(f"{stem}.shp" for stem in stems)
    lines = [*((line,) for line in task.rows.title), (FILES, files), HEADER]
    for field in fields:
        column = field.column
        name = field.name.encode(TRANSPORT).decode(task.encoding)
        domain = "、".join(column.options)
        meaning = "；".join(filter(None, [column.meaning, domain and f"可选：{domain}"]))
        lines.append((name, column.name, column.unit, field.declared, meaning))
    path = path_beside(task.path)
    text = "".join("\t".join(_cell(cell) for cell in line) + "\r\n" for line in lines)
    path.write_text(text, encoding="utf-8-sig", newline="")
    return path


def path_beside(shp: Path) -> Path:
    """Say where the list of a shapefile stands."""
    return shp.with_name(shp.stem + SUFFIX)


def stems_listed(shp: Path) -> set[str]:
    """Give the stems of all shapefiles that an earlier export's list names; empty without one.

    Older lists name them at the beginning of every line.

    Parameters
    ----------
    shp : Path

    Returns
    -------
    set of str
    """
    try:
        lines = path_beside(shp).read_text(encoding="utf-8-sig").splitlines()
    except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
        return set()
    files = {
        file
        for line in lines
        for file in line.removeprefix(f"{FILES}\t").split("\t")[0].split("、")
    }
    return {file.removesuffix(".shp") for file in files if file.endswith(".shp")}


def _cell(text: str) -> str:
    return " ".join(text.split())
