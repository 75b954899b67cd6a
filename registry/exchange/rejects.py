"""Refused rows as a file in which each says why: to be corrected and brought again."""

import json
import warnings
from collections import defaultdict

import numpy as np
import pyarrow as pa
import pyogrio
import shapely

from gis.crs.systems import OFFSETS
from gis.formulas import FORMULA
from gis.writers.dbf import LACKING
from gis.writers.geopackage import VERSION
from gis.writers.plaintext import NOT_IN_XML
from registry.exchange.mapping import REASON
from registry.exchange.ready import REFUSALS

#: Formats whose rows are cells: their rejects are a workbook again.
TABLES = frozenset({"XLSX", "XLS", "CSV", "Excel"})
SHAPE = "WKT"
#: By shapely's numbers.
TYPES = {0: "Point", 1: "LineString", 3: "Polygon", 4: "MultiPoint", 5: "MultiLineString",
         6: "MultiPolygon"}  # fmt: skip


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
            columns = [texts_of(part, place, staged.columns[place]) for place in kept]
            yield pa.record_batch(
                [*columns, pa.array(texts), part.column("shape")], schema=pa.schema(fields)
            )

    stream = pa.RecordBatchReader.from_batches(pa.schema(fields), batches())
    path.unlink(missing_ok=True)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "'crs' was not provided", UserWarning)
        pyogrio.write_arrow(
            stream,
            path,
            layer=path.stem,
            driver="GPKG",
            geometry_name="geom",
            geometry_type=only_type(staged, reasons),
            dataset_options={"VERSION": VERSION},
            crs=register_name(crs),
        )


def only_type(staged, reasons):
    """The type that all shapes have, by GDAL's name: ArcGIS reads no layer that leaves it open."""
    found = set()
    for part, _ in refused(staged, reasons):
        shapes = decoded(part.column("shape"))
        shapes = shapes[~shapely.is_missing(shapes)]
        found |= set(zip(shapely.get_type_id(shapes), shapely.has_z(shapes), strict=True))
    if len(found) != 1:
        return "Unknown"
    ((number, is_high),) = found
    return TYPES[number] + " Z" * bool(is_high) if number in TYPES else "Unknown"


def values_of(part, place, column):
    """The cells of a column as they stood in the file: mixed types are staged as JSON."""
    values = part.column(f"c{place}").to_pylist()
    return [v and json.loads(v) for v in values] if column.json else values


def texts_of(part, place, column):
    """A column of one type: mixed ones as text."""
    if not column.json:
        return part.column(f"c{place}")
    values = values_of(part, place, column)
    return pa.array([v if v is None else str(v) for v in values], pa.string())


def register_name(crs):
    """What a file can say of its system; swapped axes, GCJ-02 and marks no file can."""
    name = (crs or "").partition("!")[0].partition("@")[0]
    return None if name.startswith(("swap:", "dms:", "km:", "mm:", *OFFSETS)) else name or None


def column_types(staged):
    batch = next(staged.batches())
    return [batch.arrow.schema.field(f"c{place}").type for place in range(len(staged.columns))]


def write_workbook(staged, reasons, path):
    # It takes a while to load: not for every import, most of which refuse nothing, to wait for.
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("退回")
    names = [column.name for column in staged.columns if column.name != REASON]
    places = [p for p, column in enumerate(staged.columns) if column.name != REASON]
    has_shapes = any(
        part.column("shape").null_count < len(part) for part, _ in refused(staged, reasons)
    )
    header = [*names, *([SHAPE] if has_shapes else []), REASON]
    sheet.append([cell(sheet, name) for name in header])
    for part, texts in refused(staged, reasons):
        columns = [values_of(part, place, staged.columns[place]) for place in places]
        if has_shapes:
            columns.append(wkt_of(part.column("shape")))
        for values in zip(*columns, texts, strict=True):
            sheet.append([cell(sheet, value) for value in values])
    book.save(path)


def wkt_of(shapes):
    return shapely.to_wkt(decoded(shapes), rounding_precision=-1).tolist()


def decoded(shapes):
    return shapely.from_wkb(shapes.to_numpy(zero_copy_only=False), on_invalid="ignore")


def cell(sheet, value):
    """Text stays text, whatever it begins with, now and when it is edited."""
    if not isinstance(value, str):
        return value
    from openpyxl.cell import WriteOnlyCell

    made = WriteOnlyCell(sheet, value="")
    made.value, made.data_type = NOT_IN_XML.sub(LACKING, value), "s"
    made.quotePrefix = bool(FORMULA.match(value))
    return made
