"""Excel workbooks."""

from gis.errors import UnwritableData
from gis.writers.sheet import Sheet
from gis.writers.task import Task
from gis.writers.written import Written


def write(task: Task) -> Written:
    """Write a workbook of one sheet: title, header, rows with their shape as text, totals.

    Parameters
    ----------
    task : Task

    Returns
    -------
    Written
        Rows without a shape are kept as such. ``shape_left_out`` among `truncated`: the shape
        does not fit into a cell, only a point on it is there.

    Raises
    ------
    UnwritableData
        ``encoding_fixed``, ``rows_beyond_format``.
    """
    if task.encoding != "utf-8":
        raise UnwritableData("encoding_fixed", format="xlsx")
    sheet = Sheet(task, with_shapes=True)
    try:
        for batch in task.batches():
            sheet.add(batch)
    except BaseException:
        sheet.discard()
        raise
    sheet.save(task.path)
    remarks = sheet.remarks
    return Written(
        task.path,
        sheet.rows,
        [task.path],
        truncated=remarks.truncated,
        replaced=remarks.replaced,
        truncated_count=remarks.truncated_count,
        replaced_count=remarks.replaced_count,
    )
