"""Tables of projects as workbooks: what the file of each and its record have in common."""

from registry.models import ExportRecord


def record_of(places, **facts):
    """The record of a workbook that tells of `places`, as `registry.exports.places_of` has them."""
    return ExportRecord(
        format="xlsx",
        crs="EPSG:4490",
        encoding="utf-8",
        is_restricted=any(restricted for *_, restricted in places),
        places=[place for *place, _ in places],
        **facts,
    )


def write(draft, layer, columns, title, parts):
    """Fill the file at `draft`; one that could not be finished is no file.

    A column is its heading, its type and whether it is added up; a part holds the cells of some
    rows, a list a column.
    """
    # Arrow and openpyxl take a while to load: not for the pages to wait for.
    import pyarrow as pa

    from gis.crs import STORAGE
    from gis.writers.rows import Column, Rows
    from gis.writers.sheet import Sheet
    from gis.writers.task import Task

    told = tuple(Column(name, type, added=added) for name, type, added in columns)
    rows = Rows(told, (), title=title)
    sheet = Sheet(Task(rows, draft, STORAGE, layer=layer), with_shapes=False)
    try:
        for cells in parts:
            shapeless = [None] * len(cells[0])
            named = dict(zip(rows.schema.names, [*cells, shapeless], strict=True))
            sheet.add(pa.RecordBatch.from_pydict(named, rows.schema))
    except BaseException:
        sheet.discard()
        raise
    sheet.save(draft)
