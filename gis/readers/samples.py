"""Values shown to a person as evidence that the encoding of a file was found."""

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from gis.readers.arrow import Column

# So many of a column, so many in all.
SAMPLES_PER_COLUMN, SAMPLES = 3, 30


class Samples:
    """A few texts beyond ASCII, each another one, spread over the columns.

    Parameters
    ----------
    columns : list of Column

    Attributes
    ----------
    found : list of dict
        ``row``, ``column``, ``text``.
    """

    def __init__(self, columns: list[Column]) -> None:
        self.found: list[dict[str, Any]] = []
        self._wanted = {
            place: column.name
            for place, column in enumerate(columns)
            if column.type == "text" and not column.json
        }

    def look(self, piece: pa.RecordBatch) -> None:
        """Take what is still wanted from a piece.

        Parameters
        ----------
        piece : pyarrow.RecordBatch
        """
        for place, name in list(self._wanted.items()):
            known = {sample["text"] for sample in self.found if sample["column"] == name}
            texts = piece.column(f"c{place}")
            telling = pc.indices_nonzero(pc.invert(pc.string_is_ascii(texts)))
            for index in telling.to_pylist():
                text = texts[index].as_py()
                if text not in known:
                    known.add(text)
                    row = piece.column("row")[index].as_py()
                    self.found.append({"row": row, "column": name, "text": text})
                if len(known) >= SAMPLES_PER_COLUMN or len(self.found) >= SAMPLES:
                    break
            if len(known) >= SAMPLES_PER_COLUMN:
                del self._wanted[place]
        if len(self.found) >= SAMPLES:
            self._wanted.clear()
