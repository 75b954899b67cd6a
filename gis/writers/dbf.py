"""Columns as a .dbf holds them: bytes of the wanted encoding, cut and filled where need be."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from gis.errors import Remark, UnwritableData
from gis.printable import LACKING
from gis.writers.dbf_fields import Field, field_of, least_extent
from gis.writers.names import cut, fitted
from gis.writers.rows import Column
from gis.writers.typed import text_of

MAX_FIELDS = 255
MAX_TEXT_BYTES = 254
MAX_NAME_BYTES = 10
# Remarks beyond are counted only: a million of them would fill the memory.
MAX_REMARKS = 1000
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
            field_of(column, carry(self.names[column.short], self.encoding), extent)
            for column, extent in zip(self.columns, self.extents, strict=True)
        ]

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
