"""Refused rows as a file in which each says why: to be corrected and brought again."""

import warnings
from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyogrio
import shapely

from gis.crs.systems import OFFSETS
from gis.formats import PARTS
from gis.geometry import as_multi
from gis.writers.geopackage import VERSION, tell_layers
from gis.writers.onetype import MIXED, one_name
from registry.exchange.mapping import REASON
from registry.exchange.refused import decoded, reasons_of, refused, values_of
from registry.exchange.reject_sheet import write_workbook
from registry.systems import PREFIX

#: Formats whose rows are cells: their rejects are a workbook again.
TABLES = frozenset({"XLSX", "XLS", "CSV", "Excel"})
#: The part of the rows without a shape.
NOWHERE = "unmapped"


def suffix_for(staged):
    """What a file of this format gets its rejects in."""
    return ".xlsx" if staged.driver in TABLES or staged.tables else ".gpkg"


def write_rejects(staged, ready, path, report):
    """Write the refused rows as they stood in the file, with a column that says why."""
    reasons = reasons_of(ready)
    if path.suffix.lower() != ".xlsx":
        write_package(staged, reasons, path, report.crs or staged.crs)
        return
    report.reject_sheets = write_workbook(staged, reasons, path)
    if report.reject_sheets > 1:
        report.warn(0, "", "rejects_split", sheets=report.reject_sheets)


@dataclass(frozen=True)
class Layer:
    """One layer of rejects: which shapes are in it, by OGC's numbers, and what it says of them."""

    name: str
    numbers: tuple
    #: By GDAL's name; None for a table without shapes.
    type: str | None
    #: Whether single shapes have to become multi-part ones.
    is_multi: bool


def write_package(staged, reasons, path, crs):
    """One layer a sort of shape: ArcGIS reads none that mixes them. They are read as one again."""
    layers = layers_of(staged, reasons, path.stem)
    path.unlink(missing_ok=True)
    for layer in layers:
        write_layer(staged, reasons, path, crs, layer)
    tell_layers(path, [layer.name for layer in layers], whole=path.stem)


def layers_of(staged, reasons, name):
    types = types_found(staged, reasons)
    shaped = [part for part in PARTS if part != NOWHERE and part in types]
    if len(shaped) == 1:  # it has room for the rows without a shape
        (part,) = shaped
        return [Layer(name, (*PARTS[part], *PARTS[NOWHERE]), *only_type(types[part]))]
    if not shaped:
        return [Layer(name, PARTS[NOWHERE], None, is_multi=False)]
    layers = [Layer(f"{name}_{part}", PARTS[part], *only_type(types[part])) for part in shaped]
    if NOWHERE in types:
        layers.append(Layer(f"{name}_{NOWHERE}", PARTS[NOWHERE], None, is_multi=False))
    return layers


def types_found(staged, reasons):
    """`{part: {(OGC's number, whether it has heights)}}` of all refused shapes."""
    found = defaultdict(set)
    for rows, _ in refused(staged, reasons):
        shapes = decoded(rows.column("shape"))
        numbers, is_high = numbers_of(shapes), shapely.has_z(shapes)
        for part, of_part in PARTS.items():
            here = np.isin(numbers, of_part)
            if here.any():
                found[part] |= set(zip(numbers[here].tolist(), is_high[here].tolist(), strict=True))
    return found


def only_type(types):
    """The type that all shapes have or can have, and whether single ones become multi-part."""
    numbers, heights = ({each[place] for each in types} for place in (0, 1))
    name = one_name(numbers)
    if name == MIXED or len(heights) > 1:
        return MIXED, False
    return name + " Z" * heights.pop(), len(numbers) > 1


def numbers_of(shapes):
    """OGC's numbers of the types: they begin at 1, with the point; 0 for no shape."""
    # Shapely counts the ring, which no file has, between the line and the polygon.
    return np.array([1, 2, 2, 3, 4, 5, 6, 7, 0])[shapely.get_type_id(shapes)]


def write_layer(staged, reasons, path, crs, layer):
    kept = [place for place, column in enumerate(staged.columns) if column.name != REASON]
    types = column_types(staged)
    fields = [pa.field(staged.columns[place].name, types[place]) for place in kept]
    fields.append(pa.field(REASON, pa.string()))
    if layer.type:
        fields.append(pa.field("geom", pa.binary()))
    schema = pa.schema(fields)

    def batches():
        for rows, texts in refused(staged, reasons):
            shapes = decoded(rows.column("shape"))
            chosen = np.isin(numbers_of(shapes), layer.numbers)
            columns = [texts_of(rows, place, staged.columns[place]) for place in kept]
            columns.append(pa.array(texts))
            if layer.is_multi:
                columns.append(pa.array(shapely.to_wkb(as_multi(shapes)), pa.binary()))
            elif layer.type:
                columns.append(rows.column("shape"))
            yield pa.record_batch(columns, schema=schema).filter(pa.array(chosen))

    shaped = {"geometry_name": "geom", "crs": register_name(crs)} if layer.type else {}
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "'crs' was not provided", UserWarning)
        pyogrio.write_arrow(
            pa.RecordBatchReader.from_batches(schema, batches()),
            path,
            layer=layer.name,
            driver="GPKG",
            geometry_type=layer.type,
            dataset_options={"VERSION": VERSION},
            **shaped,
        )


def texts_of(part, place, column):
    """A column of one type: mixed ones as text."""
    if not column.json:
        return part.column(f"c{place}")
    values = values_of(part, place, column)
    return pa.array([v if v is None else str(v) for v in values], pa.string())


def register_name(crs):
    """What a file can say of its system; swapped axes, constants, GCJ-02 and marks no file can."""
    name = (crs or "").partition("!")[0].partition("@")[0]
    is_unsaid = PREFIX.match(name) or name.startswith(tuple(OFFSETS))
    return None if is_unsaid else name or None


def column_types(staged):
    batch = next(staged.batches())
    return [batch.arrow.schema.field(f"c{place}").type for place in range(len(staged.columns))]
