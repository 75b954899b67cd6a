"""What was written, and what had to be changed for it."""

from dataclasses import dataclass, field
from pathlib import Path

from gis.errors import Remark


@dataclass(frozen=True)
class Written:
    """The outcome of one export.

    Attributes
    ----------
    path : Path
        The file that was asked for.
    rows : int
        Rows written with the format itself.
    files : list of Path
        All files now in place; for a shapefile with its siblings.
    unmapped : int
        Rows without a shape that the format cannot hold, written to a table beside it.
    renamed : dict of str to str
        Columns whose name does not fit the format: the original and the one in the file.
    truncated : list of Remark
        ``text_truncated``: values longer than the format holds; row is the 1-based place in the
        rows. The first thousand of them.
    replaced : list of Remark
        ``characters_replaced``: characters that the encoding lacks, replaced by 〓. Likewise.
    truncated_count, replaced_count : int
        How many there are in all.
    """

    path: Path
    rows: int
    files: list[Path]
    unmapped: int = 0
    renamed: dict[str, str] = field(default_factory=dict)
    truncated: list[Remark] = field(default_factory=list)
    replaced: list[Remark] = field(default_factory=list)
    truncated_count: int = 0
    replaced_count: int = 0
