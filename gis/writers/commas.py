"""Comma-separated text, as spreadsheets in China open it: UTF-8 with a mark at its beginning."""

import csv

import shapely

from gis.errors import UnwritableData
from gis.formats import SHAPE_COLUMN
from gis.formulas import quoted
from gis.writers.task import Task, shapes_of
from gis.writers.typed import text_of
from gis.writers.written import Written


def write(task: Task) -> Written:
    """Write a table with the shape as text in full precision.

    Parameters
    ----------
    task : Task

    Returns
    -------
    Written
        Rows without a shape are kept as such.

    Raises
    ------
    UnwritableData
        ``encoding_fixed``.
    """
    if task.encoding != "utf-8":
        raise UnwritableData("encoding_fixed", format="csv")
    columns, rows = task.rows.columns, 0
    with task.path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow([*(quoted(column.name) for column in columns), SHAPE_COLUMN])
        for batch in task.batches():
            texts = [
                [_cell(value, is_text=column.type == "text") for value in values.to_pylist()]
                for column, values in zip(columns, batch.columns, strict=False)
            ]
            out.writerows(zip(*texts, shapely.to_wkt(shapes_of(batch), -1), strict=True))
            rows += batch.num_rows
    return Written(task.path, rows, [task.path])


def _cell(value: object, *, is_text: bool) -> str:
    if value is None:
        return ""
    return quoted(str(value)) if is_text else text_of(value)
