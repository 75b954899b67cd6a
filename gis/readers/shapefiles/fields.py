"""The types of column in a .dbf, each with its way of reading.

Every column is seen twice: first to settle what it holds (a number column of which every value is
whole is one of whole numbers), then to read it. Each different value is read once per piece.
"""

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from gis.errors import Remark
from gis.readers.arrow import EXACT_REAL, Column, ColumnType, array_of
from gis.readers.encodings.decoding import decode
from gis.readers.shapefiles.cells import Cells, lines, present
from gis.readers.shapefiles.dates import date, dates
from gis.readers.shapefiles.dbf import Field
from gis.readers.shapefiles.numbers import is_int64, numbers

# With more values that are not of its type, a column is one of text.
MOST_BAD = 1_000
# So many remarks of one kind on one column; the others are counted.
MOST_REMARKS = 1_000
# Programs make columns of any number as wide as this; narrower ones someone has chosen.
WIDE = 19
TRUTH = {b"T": True, b"Y": True, b"1": True, b"F": False, b"N": False, b"0": False, b"?": None}


class FieldReader:
    """Reads one column.

    Parameters
    ----------
    field : Field

    Attributes
    ----------
    rejects : list of Remark
        What was found while reading.
    """

    def __init__(self, field: Field) -> None:
        self.field = field
        self.rejects: list[Remark] = []
        self.column = Column("", "text")
        self._encoding = ""
        self._warnings: list[Remark] = []
        self._cut_rows = 0

    def survey(self, cells: Cells) -> None:
        """See some of the values before they are read.

        Parameters
        ----------
        cells : Cells
        """

    def settle(self, name: str, encoding: str) -> Column:
        """Fix the type by what was seen.

        Parameters
        ----------
        name, encoding : str

        Returns
        -------
        Column
        """
        self.column = Column(name, *self._type())
        self._encoding = encoding
        return self.column

    def array(self, cells: Cells, rows: NDArray[np.int64]) -> pa.Array:
        """Read some values.

        Parameters
        ----------
        cells : Cells
        rows : ndarray of int, shape (n,)
            Their row numbers.

        Returns
        -------
        pyarrow.Array
        """
        texts, cut = self._decoded(cells)
        if cut:
            self._note_cut(rows[cells.records_of(cut)])
        return present(texts).take(cells.codes)

    def warnings(self) -> list[Remark]:
        """Give what is to be said about the column when all of it was read.

        Returns
        -------
        list of Remark
        """
        more = self._cut_rows - len(self._warnings)
        params: dict[str, object] = {"count": more, "what": "text_cut"}
        counted = [Remark(0, self.column.name, "more_alike", params)] if more else []
        return [*self._warnings, *counted]

    def _type(self) -> tuple[ColumnType, bool]:
        return "text", False

    def _decoded(self, cells: Cells) -> tuple[pa.Array, list[int]]:
        """Give the texts, and the places of those that the column's end cut off."""
        try:
            texts = lines(cells.joined.decode(self._encoding), len(cells.values))
        except UnicodeError:
            texts = None  # one of them is cut: see which
        if texts is not None:
            return texts, []
        pairs = [decode(raw, self.field.width, self._encoding) for raw in cells.values.to_pylist()]
        cut = [place for place, (_, broken) in enumerate(pairs) if broken]
        return pa.array([text for text, _ in pairs], pa.string()), cut

    def _note_cut(self, rows: NDArray[np.int64]) -> None:
        self._cut_rows += len(rows)
        for row in rows[: max(0, MOST_REMARKS - len(self._warnings))].tolist():
            self._warnings.append(Remark(row, self.column.name, "text_cut"))


class TypedReader(FieldReader):
    """Reads a column whose values may fail to be of its type."""

    kind = ""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self._bad_rows = 0

    def survey(self, cells: Cells) -> None:
        """See some of the values before they are read.

        Parameters
        ----------
        cells : Cells
        """
        bad = self._seen(cells)
        self._bad_rows += int(cells.records_of(bad).sum()) if bad else 0

    def array(self, cells: Cells, rows: NDArray[np.int64]) -> pa.Array:
        """Read some values; what is not of the type is a reject, and missing.

        Parameters
        ----------
        cells : Cells
        rows : ndarray of int, shape (n,)

        Returns
        -------
        pyarrow.Array
        """
        if self._is_text:
            return super().array(cells, rows)
        values, bad = self._read(cells)
        for place in bad:
            shown = cells.values[place].as_py().decode("ascii", "replace")
            params: dict[str, object] = {"value": shown, "type": self.kind}
            self.rejects += [
                Remark(row, self.column.name, "bad_value", params)
                for row in rows[cells.records_of([place])].tolist()
            ]
        return values.take(cells.codes)

    def warnings(self) -> list[Remark]:
        """Give what is to be said about the column when all of it was read.

        Returns
        -------
        list of Remark
        """
        params: dict[str, object] = {"count": self._bad_rows, "type": self.kind}
        became = [Remark(0, self.column.name, "column_as_text", params)] if self._is_text else []
        return [*became, *super().warnings()]

    @property
    def _is_text(self) -> bool:
        return self._bad_rows > MOST_BAD

    def _decoded(self, cells: Cells) -> tuple[pa.Array, list[int]]:
        # No text by its type, so that it was no evidence for the encoding and need not fit it.
        texts = [raw.decode(self._encoding, "replace") for raw in cells.values.to_pylist()]
        return pa.array(texts, pa.string()), []

    def _seen(self, cells: Cells) -> list[int]:
        return self._plain(cells)[1]

    def _read(self, cells: Cells) -> tuple[pa.Array, list[int]]:
        """Give the values as an array of the column's type, and the places of the bad ones."""
        plain, bad = self._plain(cells)
        return array_of(self.column, plain), bad

    def _plain(self, cells: Cells) -> tuple[list[Any], list[int]]:
        plain: list[Any] = []
        bad = []
        for place, raw in enumerate(cells.values.to_pylist()):
            try:
                plain.append(self._value(raw) if raw.strip(b"*") else None)
            except (ValueError, KeyError):
                bad.append(place)
                plain.append(None)
        return plain, bad

    def _value(self, raw: bytes) -> object:
        raise NotImplementedError


class NumberReader(TypedReader):
    """Reads numbers: as whole ones where all are, exact whatever their length."""

    kind = "number"

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self._all_whole = True
        self._largest_whole = self._longest = 0
        self._starred: list[int] = []
        self._starred_rows = 0

    def array(self, cells: Cells, rows: NDArray[np.int64]) -> pa.Array:
        """Read some values, and note where asterisks stand for one.

        Parameters
        ----------
        cells : Cells
        rows : ndarray of int, shape (n,)

        Returns
        -------
        pyarrow.Array
        """
        if not self._is_text:
            self._note_stars(cells, rows)
        return super().array(cells, rows)

    def warnings(self) -> list[Remark]:
        """Give what is to be said about the column when all of it was read.

        GDAL writes a missing number as asterisks too. Where no number comes near to the column's
        width, they can hardly stand for one that was too long.

        Returns
        -------
        list of Remark
        """
        width = self.field.width
        if not self._starred or width >= WIDE or self._longest < width - 1:
            return super().warnings()
        params: dict[str, object] = {"count": self._starred_rows, "width": width}
        lost = Remark(min(self._starred), self.column.name, "number_overflowed", params)
        return [lost, *super().warnings()]

    def _type(self) -> tuple[ColumnType, bool]:
        if self._is_text:
            return "text", False
        if self._all_whole and (not self.field.decimals or self._largest_whole > EXACT_REAL):
            return "whole", not is_int64(self._largest_whole)
        exact = self._largest_whole <= EXACT_REAL
        return ("real", False) if exact else ("mixed", True)

    def _note_stars(self, cells: Cells, rows: NDArray[np.int64]) -> None:
        texts = cells.values.to_pylist() if b"*" in cells.joined else []
        stars = [place for place, raw in enumerate(texts) if raw and not raw.strip(b"*")]
        if stars:
            found = rows[cells.records_of(stars)]
            self._starred.append(int(found[0]))
            self._starred_rows += len(found)

    def _seen(self, cells: Cells) -> list[int]:
        starred = pc.match_substring(cells.values, "*")
        lengths = pc.binary_length(cells.values.filter(pc.invert(starred)))
        self._longest = max(self._longest, pc.max(lengths).as_py() or 0)
        read = numbers(cells)
        self._all_whole &= read.is_whole
        self._largest_whole = max(self._largest_whole, read.largest_whole)
        return read.bad

    def _read(self, cells: Cells) -> tuple[pa.Array, list[int]]:
        read = numbers(cells)
        if isinstance(read.values, pa.Array) and not self.column.json:
            return read.values.cast(ARROW_NUMBERS[self.column.type]), read.bad
        plain = read.values if isinstance(read.values, list) else read.values.to_pylist()
        return array_of(self.column, plain), read.bad


class DateReader(TypedReader):
    """Reads dates, which are eight digits."""

    kind = "date"

    def _type(self) -> tuple[ColumnType, bool]:
        return ("text" if self._is_text else "date"), False

    def _seen(self, cells: Cells) -> list[int]:
        return [] if dates(cells) is not None else super()._seen(cells)

    def _read(self, cells: Cells) -> tuple[pa.Array, list[int]]:
        read = dates(cells)
        return (read, []) if read is not None else super()._read(cells)

    def _value(self, raw: bytes) -> object:
        return date(raw)


class TruthReader(TypedReader):
    """Reads truth values, which are one letter."""

    kind = "truth value"

    def _type(self) -> tuple[ColumnType, bool]:
        return ("text" if self._is_text else "truth"), False

    def _value(self, raw: bytes) -> object:
        return TRUTH[raw.upper()]


ARROW_NUMBERS = {"whole": pa.int64(), "real": pa.float64()}
READERS: dict[str, type[FieldReader]] = {
    "C": FieldReader,
    "N": NumberReader,
    "F": NumberReader,
    "D": DateReader,
    "L": TruthReader,
}
