"""Columns as a .dbf holds them: bytes of the wanted encoding, cut and filled where need be."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from math import ceil, log10

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from gis.errors import Remark, UnwritableData
from gis.printable import LACKING
from gis.writers.names import cut, fitted
from gis.writers.rows import Column
from gis.writers.typed import text_of

MAX_FIELDS = 255
MAX_TEXT_BYTES = 254
MAX_NAME_BYTES = 10
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
# Remarks beyond are counted only: a million of them would fill the memory.
MAX_REMARKS = 1000
# Of one Chinese character.
CHARACTER_BYTES = {"gbk": 2, "utf-8": 3}
# The language byte of the .dbf and the content of the .cpg.
DECLARED = {"gbk": (0x4D, "GBK"), "utf-8": (0x00, "UTF-8")}
# GDAL is given the bytes of the wanted encoding as if each were a character of this one: left to
# itself it drops characters that GBK lacks and breaks names and values within a character.
TRANSPORT = "ISO-8859-1"


def short_names(names: Iterable[str], encoding: str) -> dict[str, str]:
    """Give every column the name that a .dbf has room for.

    Parameters
    ----------
    names : iterable of str
        Different from each other; the first come keep most of their name.
    encoding : {"utf-8", "gbk"}

    Returns
    -------
    dict of str to str
        The name in the file for each name, in order.

    Examples
    --------
    >>> short_names(["计量长度", "材质"], "utf-8")
    {'计量长度': '计量长', '材质': '材质'}
    """
    return fitted(names, encoding=encoding, limit_bytes=MAX_NAME_BYTES)


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


@dataclass
class Dbf:
    """The columns of one export.

    Parameters
    ----------
    columns : tuple of Column
    encoding : {"utf-8", "gbk"}

    Raises
    ------
    UnwritableData
        ``encoding_not_writable``, ``too_many_fields``.
    """

    columns: tuple[Column, ...]
    encoding: str
    truncated: list[Remark] = field(default_factory=list)
    replaced: list[Remark] = field(default_factory=list)
    truncated_count: int = 0
    replaced_count: int = 0

    def __post_init__(self) -> None:
        """Name the fields, or refuse."""
        if self.encoding not in DECLARED:
            params = {"format": "shp", "encoding": self.encoding}
            raise UnwritableData("encoding_not_writable", **params)
        if len(self.columns) > MAX_FIELDS:
            limit = MAX_FIELDS
            raise UnwritableData("too_many_fields", count=len(self.columns), limit=limit)
        self.names = short_names([column.short for column in self.columns], self.encoding)
        self.extents = [least_extent(column, self.encoding) for column in self.columns]
        self._done = 0

    def carried(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Give a batch with its texts as bytes of the encoding, and measure all values.

        Parameters
        ----------
        batch : pyarrow.RecordBatch

        Returns
        -------
        pyarrow.RecordBatch
        """
        arrays = []
        for column, values, extent in zip(self.columns, batch.columns, self.extents, strict=False):
            if column.type == "time":
                texts = [value and text_of(value) for value in values.to_pylist()]
                values = pa.array(texts, pa.string())
            if pa.types.is_string(values.type):
                values = self._texts(column, values)
            extent.see(values)
            arrays.append(values)
        self._done += batch.num_rows
        names = [str(place) for place in range(len(arrays) + 1)]
        return pa.RecordBatch.from_arrays([*arrays, batch.columns[-1]], names)

    def fields(self) -> list[Field]:
        """Give the fields, as narrow as their declaration and the values that have passed allow."""
        return [
            self._field(column, extent)
            for column, extent in zip(self.columns, self.extents, strict=True)
        ]

    def _field(self, column: Column, extent: Extent) -> Field:
        name = carry(self.names[column.short], self.encoding)
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

    def _texts(self, column: Column, values: pa.Array) -> pa.Array:
        if pc.all(pc.string_is_ascii(values)).as_py() is not False and not _too_long(values):
            return values
        coded = values.dictionary_encode()
        texts = coded.dictionary.to_pylist()
        result = []
        for code, text in enumerate(texts):
            fitting, lacking = self._encodable(text)
            short = cut(fitting, self.encoding, MAX_TEXT_BYTES)
            if lacking or short != fitting:
                self._remark(column, coded.indices, code, lacking, was_cut=short != fitting)
            result.append(carry(short, self.encoding))
        return pa.array(result, pa.string()).take(coded.indices)

    def _remark(
        self, column: Column, indices: pa.Array, code: int, lacking: str, *, was_cut: bool
    ) -> None:
        places = np.flatnonzero(pc.fill_null(indices, -1).to_numpy() == code) + self._done + 1
        if lacking:
            self.replaced_count += len(places)
            params: dict[str, object] = {"characters": lacking, "encoding": self.encoding}
            _note(self.replaced, places, column.name, "characters_replaced", params)
        if was_cut:
            self.truncated_count += len(places)
            params = {"limit_bytes": MAX_TEXT_BYTES}
            _note(self.truncated, places, column.name, "text_truncated", params)

    def _encodable(self, text: str) -> tuple[str, str]:
        """Give the text with a mark for each character that is lacking, and these characters."""
        try:
            text.encode(self.encoding)
        except UnicodeEncodeError:
            lacking = "".join(
                character
                for character in dict.fromkeys(text)
                if not character.encode(self.encoding, "ignore")
            )
            marked = "".join(LACKING if character in lacking else character for character in text)
            return marked, lacking
        return text, ""


def carry(text: str, encoding: str) -> str:
    """Give text whose characters are the bytes of the encoding."""
    return text.encode(encoding).decode(TRANSPORT)


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


def _real(column: Column, name: str, extent: Extent) -> Field:
    decimals = extent.decimals
    if decimals is None or extent.digits + decimals > MAX_DECIMAL_DIGITS:
        return Field(column, name, pa.float64(), REAL_BYTES)
    # GDAL adds two: for a sign and the point. Without decimals it would become a whole number.
    decimals = max(decimals, 1)
    precision = min(extent.digits + ROOM_DIGITS + decimals, MAX_DECIMAL_DIGITS)
    return Field(column, name, pa.decimal128(precision, decimals), precision + 2)


def _too_long(values: pa.Array) -> bool:
    return (pc.max(pc.binary_length(values)).as_py() or 0) > MAX_TEXT_BYTES


def _note(
    remarks: list[Remark],
    places: NDArray[np.int64],
    name: str,
    code: str,
    params: dict[str, object],
) -> None:
    room = max(0, MAX_REMARKS - len(remarks))
    remarks += [Remark(int(row), name, code, params) for row in places[:room]]
