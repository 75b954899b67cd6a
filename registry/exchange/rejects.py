"""Refused rows as a file in which each says why: to be corrected and brought again."""

import json
from collections import defaultdict

import numpy as np
import pyarrow as pa
import pyogrio
import shapely
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from registry.exchange.mapping import REASON
from registry.exchange.ready import REFUSALS

#: Formats whose rows are cells: their rejects are a workbook again.
TABLES = frozenset({"XLSX", "XLS", "CSV", "Excel"})
SHAPE = "WKT"


def suffix_for(staged):
    """What a file of this format gets its rejects in."""
    return ".xlsx" if staged.driver in TABLES or staged.tables else ".gpkg"


def reasons_of(ready):
    """`{row: what is wrong with it}`, in the order in which it was found."""
    reasons = defaultdict(list)
    with (ready.folder / REFUSALS).open(encoding="utf-8") as lines:
        for line in lines:
            row, _, _, text = json.loads(line)
            if row:
                reasons[row].append(text)
    return {row: "".join(dict.fromkeys(texts)) for row, texts in reasons.items()}


def write_rejects(staged, ready, path, crs=None):
    """Write the refused rows as they stood in the file, with a column that says why."""
    reasons = reasons_of(ready)
    if path.suffix.lower() == ".xlsx":
        write_workbook(staged, reasons, path)
    else:
        write_package(staged, reasons, path, crs or staged.crs)


def refused(staged, reasons):
    """`(record batch, reasons)` of the refused rows."""
    rows = np.fromiter(reasons, dtype=np.int64, count=len(reasons))
    for batch in staged.batches():
        chosen = np.isin(batch.rows, rows)
        if chosen.any():
            part = batch.arrow.filter(pa.array(chosen))
            yield part, [reasons[row] for row in part.column("row").to_pylist()]


def write_package(staged, reasons, path, crs):
    fields = [
        pa.field(column.name, part_type)
        for column, part_type in zip(staged.columns, column_types(staged), strict=True)
        if column.name != REASON
    ]
    fields += [pa.field(REASON, pa.string()), pa.field("geom", pa.binary())]
    kept = [place for place, column in enumerate(staged.columns) if column.name != REASON]

    def batches():
        for part, texts in refused(staged, reasons):
            columns = [part.column(f"c{place}") for place in kept]
            yield pa.record_batch(
                [*columns, pa.array(texts), part.column("shape")], schema=pa.schema(fields)
            )

    stream = pa.RecordBatchReader.from_batches(pa.schema(fields), batches())
    path.unlink(missing_ok=True)
    pyogrio.write_arrow(
        stream,
        path,
        layer=path.stem,
        driver="GPKG",
        geometry_name="geom",
        geometry_type="Unknown",
        crs=crs,
    )


def column_types(staged):
    batch = next(staged.batches())
    return [batch.arrow.schema.field(f"c{place}").type for place in range(len(staged.columns))]


def write_workbook(staged, reasons, path):
    book = Workbook(write_only=True)
    sheet = book.create_sheet("退回")
    names = [column.name for column in staged.columns if column.name != REASON]
    places = [p for p, column in enumerate(staged.columns) if column.name != REASON]
    has_shapes = any(
        part.column("shape").null_count < len(part) for part, _ in refused(staged, reasons)
    )
    sheet.append([*names, *([SHAPE] if has_shapes else []), REASON])
    for part, texts in refused(staged, reasons):
        columns = [part.column(f"c{place}").to_pylist() for place in places]
        if has_shapes:
            columns.append(wkt_of(part.column("shape")))
        for values in zip(*columns, texts, strict=True):
            sheet.append([cell(sheet, value) for value in values])
    book.save(path)


def wkt_of(shapes):
    decoded = shapely.from_wkb(shapes.to_numpy(zero_copy_only=False), on_invalid="ignore")
    return shapely.to_wkt(decoded, rounding_precision=-1).tolist()


def cell(sheet, value):
    """Text stays text, whatever it begins with."""
    if not isinstance(value, str):
        return value
    made = WriteOnlyCell(sheet, value="")
    made.value, made.data_type = value, "s"
    return made
