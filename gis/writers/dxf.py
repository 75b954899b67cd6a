"""DXF drawings (AutoCAD 2004), written entity by entity: in memory a city would not fit."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray

from gis.errors import UnwritableData
from gis.formats import DRAWN_PART
from gis.writers.drawing import (
    BEYOND,
    ENCODING,
    ESCAPED,
    FIRST_HANDLE,
    Frame,
    true_color,
)
from gis.writers.names import drawing_name
from gis.writers.plaintext import Remarks
from gis.writers.task import Task, shapes_of
from gis.writers.typed import text_of
from gis.writers.unmapped import Unmapped
from gis.writers.written import Written

# What one string of extended data holds.
MAX_TEXT_BYTES = 255
CLOSED = 1


def write(task: Task) -> Written:
    """Write points and polylines, closed ones for the rings of polygons, on a layer for each group.

    Parameters
    ----------
    task : Task

    Returns
    -------
    Written
        Rows without a shape are in a workbook beside it. Attributes are extended data: each is an
        application by the name of its column (XDLIST shows them).

    Raises
    ------
    UnwritableData
        ``encoding_fixed``, ``nothing_mapped``.

    Notes
    -----
    The format has no coordinate system, no areas and no shape of several parts: each part is an
    entity of its own, with the same attributes and a note by which the reader joins them again.
    Text is GBK, what that lacks escaped as AutoCAD does.
    """
    if task.encoding != "utf-8":
        raise UnwritableData("encoding_fixed", format="dxf")
    frame = Frame(in_metres=not task.crs.definition.is_geographic)
    entities = _Entities(task, frame.owner)
    draft = task.path.with_name(".entities")
    with Unmapped(task) as unmapped:
        with draft.open("w", encoding=ENCODING, errors=ESCAPED, newline="\n") as file:
            for batch in task.batches():
                for text in entities.of(batch):
                    file.write(text)
                unmapped.add(batch.filter(batch.columns[-1].is_null()))
        if not entities.rows:
            raise UnwritableData("nothing_mapped", rows=unmapped.rows)
        frame.tell(map(_plain, task.rows.title))
        frame.look_at(entities.bounds)
        _assemble(task.path, frame, entities, draft)
    remarks = entities.remarks
    return Written(
        task.path,
        entities.rows,
        [task.path, *unmapped.files],
        unmapped=unmapped.rows,
        renamed={
            name: application
            for name, application in entities.applications.items()
            if name != application
        },
        truncated=remarks.truncated,
        replaced=remarks.replaced,
        truncated_count=remarks.truncated_count,
        replaced_count=remarks.replaced_count,
    )


def _assemble(path: Path, frame: Frame, entities: "_Entities", draft: Path) -> None:
    applications = (*entities.applications.values(), DRAWN_PART)
    head, foot = frame.around(entities.layers, applications, entities.handle)
    with path.open("wb") as whole, draft.open("rb") as file:
        whole.write(head.encode(ENCODING, ESCAPED))
        shutil.copyfileobj(file, whole)
        whole.write(foot.encode(ENCODING, ESCAPED))
    draft.unlink()


class _Entities:
    """Turns batches into the text of entities."""

    def __init__(self, task: Task, owner: str) -> None:
        rows = task.rows
        self.remarks, self.rows = Remarks(), 0
        self.handle = FIRST_HANDLE
        self.layers: dict[str, str | None] = {}
        self.applications = {name: drawing_name(name) for name in rows.names}
        self._columns, self._owner = rows.columns, owner
        self._group, self._style = rows.place_of(rows.group), rows.place_of(rows.styled_by)
        self._colors = {value: true_color(sign) for value, sign in rows.signs.items() if value}
        self._layer_colors = rows.group_colors
        self._passed = 0
        self._corners: list[NDArray[np.float64]] = []

    @property
    def bounds(self) -> list[float]:
        """Of all entities; at least one has passed."""
        corners = np.vstack(self._corners)
        return [*np.nanmin(corners[:, :2], axis=0), *np.nanmax(corners[:, 2:], axis=0)]

    def of(self, batch: pa.RecordBatch) -> Iterator[str]:
        columns = [values.to_pylist() for values in batch.columns[:-1]]
        shapes = shapes_of(batch)
        self._corners.append(shapely.total_bounds(shapes))
        for place, shape in enumerate(shapes):
            if shape is not None:
                values = [column[place] for column in columns]
                yield from self._entities(values, shape, self._passed + place + 1)
                self.rows += 1
        self._passed += batch.num_rows

    def _entities(self, values: list[Any], shape: Any, row: int) -> Iterator[str]:
        group = str(values[self._group] or "") if self._group is not None else ""
        layer = drawing_name(group)
        self.layers.setdefault(layer, self._layer_colors.get(group))
        color = self._colors.get(values[self._style]) if self._style is not None else None
        notes = "".join(self._notes(values, row))
        parts = list(_parts(shape))
        for number, (kind, points) in enumerate(parts, start=1):
            # Without a note a closed line could as well be a pipe that runs in a ring.
            is_noted = len(parts) > 1 or kind == "面"
            part = _note(DRAWN_PART, f"{number}/{len(parts)}{kind}") if is_noted else ""
            yield self._entity(kind, points, layer, color) + notes + part
            self.handle += 1

    def _entity(self, kind: str, points: list[list[float]], layer: str, color: int | None) -> str:
        name = "POINT" if kind == "点" else "LWPOLYLINE"
        common = (
            f"  0\n{name}\n  5\n{self.handle:X}\n330\n{self._owner}\n100\nAcDbEntity\n"
            f"  8\n{layer}\n" + (f"420\n{color}\n" if color is not None else "")
        )
        if name == "POINT":
            ((x, y),) = points
            return f"{common}100\nAcDbPoint\n 10\n{x!r}\n 20\n{y!r}\n 30\n0.0\n"
        closed = CLOSED if kind in ("面", "孔") else 0
        vertices = "".join(f" 10\n{x!r}\n 20\n{y!r}\n" for x, y in points[: len(points) - closed])
        count = len(points) - closed
        return f"{common}100\nAcDbPolyline\n 90\n{count}\n 70\n{closed}\n 43\n0.0\n{vertices}"

    def _notes(self, values: list[Any], row: int) -> Iterator[str]:
        for column, value in zip(self._columns, values, strict=True):
            if value is None or value == "":
                continue
            plain = _plain(text_of(value))
            if lacking := BEYOND.findall(plain):
                self.remarks.lacking("".join(dict.fromkeys(lacking)), row, column.name, "dxf")
            kept = _fitting(plain)
            if kept != plain:
                limit = MAX_TEXT_BYTES
                self.remarks.too_long(row, column.name, "text_truncated", limit_bytes=limit)
            yield _note(self.applications[column.name], kept)


def _plain(text: str) -> str:
    """Give text without control characters: a string ends with its line, so they get a caret."""
    return "".join(f"^{chr(ord(c) + 64)}" if c < " " else c for c in text.replace("^", "^ "))


def _fitting(plain: str) -> str:
    """Cut text to what one string holds, between two characters."""
    kept = plain[:MAX_TEXT_BYTES]
    while len(kept.encode(ENCODING, ESCAPED)) > MAX_TEXT_BYTES:
        kept = kept[:-1]
    return kept.removesuffix("^") if kept != plain else plain


def _note(application: str, plain: str) -> str:
    return f"1001\n{application}\n1000\n{plain}\n"


def _parts(shape: Any) -> Iterator[tuple[str, list[list[float]]]]:
    """Give each part with what it is: 点, 线, 面 (a shell) or 孔 (a hole)."""
    for part in getattr(shape, "geoms", (shape,)):
        if part.geom_type == "Polygon":
            yield "面", shapely.get_coordinates(part.exterior).tolist()
            for ring in part.interiors:
                yield "孔", shapely.get_coordinates(ring).tolist()
        else:
            name = "点" if part.geom_type == "Point" else "线"
            yield name, shapely.get_coordinates(part).tolist()
