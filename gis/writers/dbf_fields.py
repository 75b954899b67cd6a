"""Fields of a .dbf: of which type, and how many bytes wide."""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, log10

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from gis.writers.rows import Column

# From here on a number does not fit into the 24 digits of a .dbf column: it is written as text.
MAX_REAL = 1e15
MAX_WHOLE_DIGITS = 18
# Longer than any name of a field.
SHAPE = "the shape of the row"
# Numbers with no more decimals than this are written with just so many.
MAX_DECIMALS = 6
MAX_DECIMAL_DIGITS = 15
REAL_BYTES = 24
# Room to edit in ArcGIS, which does not widen a column: so much of any text, even where all that
# there is today is shorter, and so many decimals of a number.
LEAST_TEXT_BYTES, LEAST_DECIMALS = 24, 3
# And so many digits of a number, as long as it stays a whole one in ArcGIS. GDAL fills a column
# with asterisks where there is none: in one that is wider than all its numbers they cannot be
# taken for a number that was too long.
ROOM_DIGITS, LONG_DIGITS = 2, 9
# Of one Chinese character.
CHARACTER_BYTES = {"gbk": 2, "utf-8": 3}


@dataclass
class Extent:
    """What the values of one column take: found out while they pass."""

    text_bytes: int = 1
    lowest: float = 0
    highest: float = 0
    decimals: int | None = 0
    least_digits: int = 1

    def see(self, values: pa.Array) -> None:
        """Take notice of some values; texts are in transport encoding already."""
        if pa.types.is_string(values.type):
            self.text_bytes = max(self.text_bytes, pc.max(pc.utf8_length(values)).as_py() or 1)
        elif pa.types.is_integer(values.type) or pa.types.is_floating(values.type):
            numbers = values.drop_null().to_numpy()
            if len(numbers):
                self.lowest = min(self.lowest, float(numbers.min()))
                self.highest = max(self.highest, float(numbers.max()))
                if pa.types.is_floating(values.type):
                    self._see_decimals(numbers)

    def _see_decimals(self, numbers: NDArray[np.float64]) -> None:
        while self.decimals is not None and not (np.round(numbers, self.decimals) == numbers).all():
            self.decimals = None if self.decimals == MAX_DECIMALS else self.decimals + 1

    @property
    def digits(self) -> int:
        """Digits before the point, with one for a sign."""
        largest = max(self.highest, -self.lowest)
        found = (ceil(log10(largest + 1)) if largest >= 1 else 1) + (self.lowest < 0)
        return max(found, self.least_digits)


def least_extent(column: Column, encoding: str) -> Extent:
    """Give what a column takes before any value has passed: room for what was declared.

    Parameters
    ----------
    column : Column
    encoding : {"utf-8", "gbk"}

    Returns
    -------
    Extent

    Examples
    --------
    >>> pressure = Column("压力级", options=("低压", "次高压B"))
    >>> least_extent(pressure, "gbk").text_bytes
    7
    >>> least_extent(Column("权属单位", room=200), "gbk").text_bytes
    24
    >>> least_extent(Column("高程", "real", room=5), "gbk").digits
    5
    """
    wanted = column.room * CHARACTER_BYTES[encoding]
    longest = max((len(option.encode(encoding, "replace")) for option in column.options), default=0)
    return Extent(
        text_bytes=max(longest, min(wanted, LEAST_TEXT_BYTES), 1),
        decimals=LEAST_DECIMALS if column.room and column.type == "real" else 0,
        least_digits=min(column.room, MAX_WHOLE_DIGITS) or 1,
    )


@dataclass(frozen=True)
class Field:
    """One field of the .dbf: its name there, how it is typed and how many bytes a value takes."""

    column: Column
    name: str
    type: pa.DataType
    bytes: int

    @property
    def arrow(self) -> pa.Field:
        """For GDAL."""
        sized = pa.types.is_string(self.type) or pa.types.is_integer(self.type)
        metadata = {"GDAL:OGR:width": str(self.bytes)} if sized else None
        return pa.field(self.name, self.type, metadata=metadata)

    @property
    def declared(self) -> str:
        """As a list of fields says it: letter, width, decimals."""
        if pa.types.is_string(self.type):
            return f"C({self.bytes})"
        if pa.types.is_date(self.type):
            return "D"
        if pa.types.is_boolean(self.type):
            return "L"
        if pa.types.is_decimal(self.type):
            return f"N({self.bytes},{self.type.scale})"
        return f"N({self.bytes},15)" if pa.types.is_floating(self.type) else f"N({self.bytes})"


def field_of(column: Column, name: str, extent: Extent) -> Field:
    """Give a column's field, as narrow as its declaration and its values allow.

    Parameters
    ----------
    column : Column
    name : str
        In transport encoding.
    extent : Extent
        What its values take.

    Returns
    -------
    Field
    """
    if column.type in ("date", "truth"):
        arrow, size = (pa.date32(), 8) if column.type == "date" else (pa.bool_(), 1)
        return Field(column, name, arrow, size)
    if column.type == "whole" and extent.digits <= MAX_WHOLE_DIGITS:
        wide = min(extent.digits + ROOM_DIGITS, LONG_DIGITS)
        return Field(column, name, pa.int64(), max(extent.digits, wide))
    if column.type == "real" and max(extent.highest, -extent.lowest) < MAX_REAL:
        return _real(column, name, extent)
    size = 254 if column.type in ("whole", "real") else extent.text_bytes
    return Field(column, name, pa.string(), size)


def _real(column: Column, name: str, extent: Extent) -> Field:
    decimals = extent.decimals
    if decimals is None or extent.digits + decimals > MAX_DECIMAL_DIGITS:
        return Field(column, name, pa.float64(), REAL_BYTES)
    # GDAL adds two: for a sign and the point. Without decimals it would become a whole number.
    decimals = max(decimals, 1)
    precision = min(extent.digits + ROOM_DIGITS + decimals, MAX_DECIMAL_DIGITS)
    return Field(column, name, pa.decimal128(precision, decimals), precision + 2)


def caster(fields: list[Field]) -> Callable[[pa.RecordBatch], pa.RecordBatch]:
    """Give what makes batches of `Dbf.carried` fit the fields.

    Parameters
    ----------
    fields : list of Field

    Returns
    -------
    callable
    """
    schema = schema_of(fields)

    def cast(batch: pa.RecordBatch) -> pa.RecordBatch:
        arrays = [
            values if values.type == field.type else values.cast(field.type)
            for values, field in zip(batch.columns, fields, strict=False)
        ]
        return pa.RecordBatch.from_arrays([*arrays, batch.columns[-1]], schema=schema)

    return cast


def schema_of(fields: list[Field]) -> pa.Schema:
    """Give the schema for GDAL: the fields, then the shape."""
    return pa.schema([*(field.arrow for field in fields), pa.field(SHAPE, pa.binary())])


def record_bytes(fields: list[Field]) -> int:
    """Give the length of one record of the .dbf in bytes."""
    return 1 + sum(field.bytes for field in fields)
