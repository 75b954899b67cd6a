"""Staging: an untrusted file becomes plain rows in a private folder, and is not opened again."""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from gis.errors import Remark, UnreadableFile
from gis.readers.arrow import Column, schema, values_of
from gis.readers.flow import Flow, flowing, shapes_of
from gis.readers.reading import Wish, opened
from gis.readers.samples import Samples
from gis.readers.sandbox import Limits, Progress, run
from gis.readers.source import CrsFrom

ROWS, ABOUT = "rows.arrow", "about.json"
WRITE = "gis.readers.staging:write"


@dataclass(frozen=True)
class Batch:
    """Some consecutive rows of a staged layer.

    Attributes
    ----------
    arrow : pyarrow.RecordBatch
        As it lies in rows.arrow: see `gis.readers.arrow.schema`. The quick way to a column is
        ``batch.arrow.column(f"c{place}")``, where ``place`` counts in ``Staged.columns``.
    about : list of Column
        What the columns hold.
    """

    arrow: pa.RecordBatch
    about: list[Column]

    @cached_property
    def rows(self) -> NDArray[np.int64]:
        """1-based row numbers in the file, shape (n,)."""
        rows: NDArray[np.int64] = self.arrow.column("row").to_numpy()
        return rows

    @cached_property
    def geometries(self) -> NDArray[np.object_]:
        """Shapes in the file's own system, perhaps with Z or M; None for none; shape (n,)."""
        return shapes_of(self.arrow)[0]

    @cached_property
    def undecodable(self) -> NDArray[np.bool_]:
        """True where the file has a shape that cannot be decoded, shape (n,)."""
        undecodable: NDArray[np.bool_] = self.arrow.column("undecodable").to_numpy(
            zero_copy_only=False
        )
        return undecodable

    @cached_property
    def columns(self) -> dict[str, pd.Series]:
        """Attributes by name as plain values; missing ones are None."""
        return {
            column.name: values_of(column, self.arrow.column(f"c{place}"))
            for place, column in enumerate(self.about)
        }


@dataclass(frozen=True)
class Staged:
    """One layer of a file as plain rows in a private folder; nothing moved, nothing repaired.

    Attributes
    ----------
    folder : Path
        With rows.arrow and about.json.
    driver, layer : str
        GDAL's name of the format; the layer's name.
    layers : list of str
        Names of all layers in the file.
    encoding : str
        Of the text, as it was decoded.
    crs : str, optional
        ``"EPSG:n"`` or WKT as the file says, not yet looked at; None where it says nothing.
    crs_from : {"prj", "file", "format"}
    row_count : int
    columns : list of Column
    warnings, rejects : list of Remark
        What was noticed about the text and the attributes; shapes were not yet looked at.
    tables : dict, optional
        What a table reader found out: as ``Contents.tables``.
    sample_texts : list of dict
        A few values as they will be stored, with characters beyond ASCII: ``row``, ``column``,
        ``text``.
    layer_notes : dict of str to str
        As ``Contents.layer_notes``.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> folder = Path(mkdtemp())
    >>> file = folder / "stations.geojson"
    >>> point = '{"type": "Point", "coordinates": [101.7185, 26.5823]}'
    >>> _ = file.write_text('{"type": "Feature", "properties": {"n": 1}, "geometry": %s}' % point)
    >>> staged = stage(file, folder / "staged")
    >>> staged.row_count, staged.columns, [batch.rows.tolist() for batch in staged.batches()]
    (1, [Column(name='n', type='whole', json=False)], [[1]])
    """

    folder: Path
    driver: str
    layer: str
    layers: list[str]
    encoding: str
    crs: str | None
    crs_from: CrsFrom
    row_count: int
    columns: list[Column]
    warnings: list[Remark]
    rejects: list[Remark]
    tables: dict[str, Any] | None = None
    sample_texts: list[dict[str, Any]] = field(default_factory=list)
    layer_notes: dict[str, str] = field(default_factory=dict)

    @classmethod
    def open(cls, folder: Path) -> "Staged":
        """Come back to what was staged before, perhaps by another process.

        Parameters
        ----------
        folder : Path

        Returns
        -------
        Staged

        Raises
        ------
        FileNotFoundError
            Nothing was staged there, or not to its end.
        """
        about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
        for name, kind in (("columns", Column), ("warnings", Remark), ("rejects", Remark)):
            about[name] = [kind(**entry) for entry in about[name]]
        return cls(folder=folder, **about)

    @property
    def is_unplaced(self) -> bool:
        """Whether this is a table without a shape in any row, as far as its reader knows."""
        return bool(self.tables) and self.tables["shape"] == "none"  # type: ignore[index]

    @property
    def own_names(self) -> list[tuple[str, str]]:
        """Columns that go by their alias, each with its own name in the file."""
        renamed = (remark for remark in self.warnings if remark.code == "alias_used")
        return [(remark.field, str(remark.params["original"])) for remark in renamed]

    def batches(self) -> Iterator[Batch]:
        """Give the rows, at most 20,000 at a time; may be called again.

        Yields
        ------
        Batch
        """
        with pa.OSFile(str(self.folder / ROWS), "rb") as file, pa.ipc.open_file(file) as rows:
            for number in range(rows.num_record_batches):
                yield Batch(rows.get_batch(number), self.columns)


def stage(
    path: str | Path,
    folder: Path,
    *,
    layer: str | None = None,
    encoding: str | None = None,
    table: dict[str, Any] | None = None,
    keep_codes: bool = False,
    progress: Progress | None = None,
    limits: Limits | None = None,
) -> Staged:
    """Read one layer of an untrusted file, in a process of its own, into a private folder.

    Parameters
    ----------
    path : str or Path
        Never changed; nothing is written beside it.
    folder : Path
        Private; made if it does not exist. What was staged there before is replaced.
    layer : str, optional
        Needed where the file holds several.
    encoding : str, optional
        Overrides what the file says.
    table : dict, optional
        For Excel and CSV: overrides what the reader finds out, as ``Contents.tables``.
    keep_codes : bool
        Whether codes stay that the file itself has names for.
    progress : callable, optional
        Told the rows done and the rows there are (0 while unknown), several times a second; an
        error it raises stops the work and is passed on.
    limits : Limits, optional
        What the reading may cost.

    Returns
    -------
    Staged

    Raises
    ------
    UnreadableFile, UnsafeArchive, UnknownEncoding
        With the codes of `gis.errors.ERRORS`; nothing stays in the folder.
    """
    path, limits = Path(path), limits or Limits()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _clear(folder)
    arguments = {
        "path": str(path.absolute()),
        "folder": str(folder.absolute()),
        "wish": {
            "layer": layer,
            "encoding": encoding,
            "table": table,
            "keep_codes": keep_codes,
        },
        "most_rows": limits.rows,
    }
    try:
        run(WRITE, arguments, name=path.name, folder=folder, limits=limits, progress=progress)
    except BaseException:
        _clear(folder)
        raise
    return Staged.open(folder)


def write(path: str, folder: str, wish: dict[str, Any], most_rows: int, progress: Progress) -> None:
    """Read a file and write what it holds into the folder: what the other process does.

    Parameters
    ----------
    path, folder : str
    wish : dict
        The attributes of a `gis.readers.reading.Wish`.
    most_rows : int
    progress : callable

    Raises
    ------
    GisError
    """
    source, place = Path(path), Path(folder)
    with opened(source, Wish(**wish)) as contents:
        flow = flowing(contents)
        if not flow.row_count:
            raise UnreadableFile("no_rows", name=source.name, layer=flow.layer)
        if flow.row_count > most_rows:
            params = {"rows": flow.row_count, "limit": most_rows}
            raise UnreadableFile("too_many_rows", name=source.name, **params)
        samples = _write_rows(place / ROWS, flow, progress)
        _describe(place, flow, samples)


def _clear(folder: Path) -> None:
    for name in (ABOUT, f"{ABOUT}.draft", ROWS):
        (folder / name).unlink(missing_ok=True)


def _write_rows(target: Path, flow: Flow, progress: Progress) -> Samples:
    samples, done = Samples(flow.columns), 0
    progress(done, flow.row_count)
    kind = schema(flow.columns)
    with pa.OSFile(str(target), "wb") as file, pa.ipc.new_file(file, kind) as rows:
        for piece in flow.pieces():
            rows.write_batch(piece)
            samples.look(piece)
            done += len(piece)
            progress(done, flow.row_count)
    return samples


def _describe(folder: Path, flow: Flow, samples: Samples) -> None:
    about = {
        "driver": flow.driver,
        "layer": flow.layer,
        "layers": flow.layers,
        "encoding": flow.encoding,
        "crs": flow.crs,
        "crs_from": flow.crs_from,
        "row_count": flow.row_count,
        "columns": [asdict(column) for column in flow.columns],
        "warnings": [asdict(remark) for remark in flow.warnings],
        "rejects": [asdict(remark) for remark in flow.rejects],
        "tables": flow.tables,
        "sample_texts": samples.found,
        "layer_notes": flow.layer_notes,
    }
    draft = folder / f"{ABOUT}.draft"
    draft.write_text(json.dumps(about, default=_shown), encoding="utf-8")
    os.replace(draft, folder / ABOUT)


def _shown(value: object) -> object:
    """Give what a remark quotes as JSON has it."""
    if isinstance(value, np.generic):
        return value.item()
    return value.hex(" ") if isinstance(value, bytes) else str(value)
