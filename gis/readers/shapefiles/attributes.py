"""The columns of a .dbf: looked through once to know what they hold, then read in pieces."""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from gis.errors import Remark
from gis.readers.arrow import Column
from gis.readers.columns import unique_names
from gis.readers.encodings.decoding import Text, decode
from gis.readers.encodings.encoding import EncodingEvidence
from gis.readers.shapefiles.cells import Records
from gis.readers.shapefiles.dbf import Field, Table, live
from gis.readers.shapefiles.fields import READERS, FieldReader

# Width of a column's name: it may be cut off within a character like any text.
NAME_WIDTH = 10
# Records that are looked through at once.
SURVEY_BYTES = 16 * 1024**2


class Attributes:
    """What the columns of a table hold, found out in a first pass over all records.

    Parameters
    ----------
    table : Table
    evidence : EncodingEvidence
        Gets to know all text.

    Attributes
    ----------
    row_count : int
        Of the live records.
    encoding : str
    columns : list of Column
        Text (C), numbers (N, F), dates (D) and truth values (L).
    warnings : list of Remark
        On the encoding; ``column_renamed``, ``column_skipped`` (memos and binary fields),
        ``column_as_text``; and, when all was read, ``text_cut`` and ``number_overflowed``.
    rejects : list of Remark
        When all was read, ``bad_value``: not a number or not a date of the calendar; missing in
        the column.

    Raises
    ------
    UnknownEncoding
    """

    def __init__(self, table: Table, evidence: EncodingEvidence) -> None:
        self._table = table
        self._readers: list[FieldReader] = [
            READERS[field.type](field) for field in table.fields if field.type in READERS
        ]
        self.row_count = 0
        evidence.add(_names(table.fields))
        self._survey(evidence)
        self.encoding, self.warnings = evidence.verdict()
        self.rejects: list[Remark] = []
        self.columns: list[Column] = []
        self._settle()

    def arrays(self, records: NDArray[np.uint8], rows: NDArray[np.int64]) -> list[pa.Array]:
        """Read some records.

        Parameters
        ----------
        records : ndarray of uint8, shape (n, record length)
            Live ones.
        rows : ndarray of int, shape (n,)
            Their row numbers.

        Returns
        -------
        list of pyarrow.Array
            One for each of `columns`.
        """
        cut = Records(records)
        return [reader.array(cut.cells(reader.field), rows) for reader in self._readers]

    def finish(self) -> None:
        """Add what was noticed in all pieces to `warnings` and `rejects`."""
        for reader in self._readers:
            self.warnings += reader.warnings()
            self.rejects += reader.rejects

    def _survey(self, evidence: EncodingEvidence) -> None:
        count = self._table.count
        step = max(1, SURVEY_BYTES // self._table.record_length)
        with self._table.opened() as read:
            for start in range(0, count, step):
                records = read(min(step, count - start))
                kept = live(records)
                rows = np.flatnonzero(kept) + start + 1
                self.row_count += len(rows)
                self._look(records if kept.all() else records[kept], rows, evidence)

    def _look(
        self, records: NDArray[np.uint8], rows: NDArray[np.int64], evidence: EncodingEvidence
    ) -> None:
        cut = Records(records)
        for reader in self._readers:
            found = cut.cells(reader.field)
            reader.survey(found)
            if reader.field.type == "C":
                values, firsts = found.beyond_ascii()
                where = (_shown(reader.field), reader.field.width)
                evidence.add_column(*where, values.to_pylist(), rows[firsts])

    def _settle(self) -> None:
        """Name the columns and fix their types."""
        fields = self._table.fields
        unique, renamed = unique_names(
            decode(field.name, NAME_WIDTH, self.encoding)[0] for field in fields
        )
        self.warnings += renamed
        names = dict(zip((field.start for field in fields), unique, strict=True))
        self.warnings += [
            Remark(0, names[field.start], "column_skipped", {"type": field.type})
            for field in fields
            if field.type not in READERS
        ]
        self.columns = [
            reader.settle(names[reader.field.start], self.encoding) for reader in self._readers
        ]


def _shown(field: Field) -> str:
    return field.name.decode("ascii", "replace")


def _names(fields: list[Field]) -> list[Text]:
    return [
        Text(0, _shown(field), field.name, NAME_WIDTH)
        for field in fields
        if not field.name.isascii()
    ]
