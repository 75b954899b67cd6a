"""未上图: the rows that a format cannot hold, as they have no shape, in a workbook beside it."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from gis.writers.task import Task

if TYPE_CHECKING:
    from gis.writers.sheet import Sheet

UNMAPPED_SUFFIX = "_未上图.xlsx"


class Unmapped:
    """Takes rows without a shape; a workbook is made with the first of them.

    Parameters
    ----------
    task : Task

    Attributes
    ----------
    rows : int
    """

    def __init__(self, task: Task) -> None:
        self._path = task.path.with_name(task.path.stem + UNMAPPED_SUFFIX)
        rows = replace(task.rows, title=task.rows.unmapped_title)
        self._task = replace(task, rows=rows, path=self._path, encoding="utf-8")
        self._sheet: Sheet | None = None
        self.rows = 0

    def __enter__(self) -> "Unmapped":
        """Begin."""
        return self

    def __exit__(self, kind: object, *failure: object) -> None:
        """Save the workbook, or drop it after a failure."""
        if self._sheet and kind is None:
            self._sheet.save(self._path)
        elif self._sheet:
            self._sheet.discard()

    def add(self, batch: pa.RecordBatch) -> None:
        """Take rows of `Rows`, without shapes."""
        if batch.num_rows:
            from gis.writers.sheet import Sheet  # 20 MB that most exports have no need of

            self._sheet = self._sheet or Sheet(self._task, with_shapes=False)
            self._sheet.add(batch)
            self.rows += batch.num_rows

    @property
    def files(self) -> list[Path]:
        """The workbook, or nothing."""
        return [self._path] if self._sheet else []
