"""Checked rows on disk, so that what was confirmed is what is written, without a second cleaning.

`rows.arrow` of the staging is what the file says; `ready.arrow` is what would be stored, all
values as texts for COPY. Which of its rows were refused or left out stands in `verdict.arrow`,
for that is known only when all rows were seen.
"""

import json
import os
from contextlib import contextmanager
from uuid import uuid4

import numpy as np
import pyarrow as pa

from registry.exchange.rows import REAL

ROWS, VERDICT, REPORT, REFUSALS = "ready.arrow", "verdict.npz", "report.json", "refusals.jsonl"
NEW, CHANGED, UNCHANGED = 0, 1, 2
#: Of the box around a shape.
SIDES = ("west", "south", "east", "north")

SCHEMA = pa.schema(
    [
        pa.field("row", pa.int64()),
        pa.field("project", pa.int32()),
        pa.field("kind", pa.string()),
        *(pa.field(name, pa.string()) for name in REAL),
        pa.field("attributes", pa.string()),
        pa.field("source_attributes", pa.string()),
        pa.field("location", pa.binary()),
        pa.field("outside", pa.bool_()),
        pa.field("shape_key", pa.int64()),
        *(pa.field(side, pa.float64()) for side in SIDES),
        pa.field("code", pa.string()),
        pa.field("client_id", pa.string()),
        pa.field("version", pa.string()),
        pa.field("state", pa.int8()),
        pa.field("asset_id", pa.int64()),
        pa.field("asset_version", pa.int32()),
        pa.field("reshaped", pa.bool_()),
    ]
)


class Ready:
    """Reads and writes the checked rows of one folder."""

    def __init__(self, folder):
        self.folder = folder

    @contextmanager
    def writing(self):
        """Gives what takes tables, batch by batch."""
        for name in (ROWS, VERDICT, REPORT):
            (self.folder / name).unlink(missing_ok=True)
        with (
            drafted(self.folder / ROWS) as draft,
            pa.OSFile(str(draft), "wb") as file,
            pa.ipc.new_file(file, SCHEMA) as rows,
        ):
            yield lambda columns: rows.write_batch(pa.record_batch(columns, schema=SCHEMA))

    def batches(self, columns=None):
        """Record batches in the order of the file, with all or some columns.

        Read rather than mapped: pages of a mapped file count as the process's own memory.
        """
        wanted = [SCHEMA.get_field_index(name) for name in columns or ()]
        options = pa.ipc.IpcReadOptions(included_fields=wanted or None)
        with (
            pa.OSFile(str(self.folder / ROWS), "rb") as file,
            pa.ipc.open_file(file, options=options) as rows,
        ):
            for number in range(rows.num_record_batches):
                yield rows.get_batch(number)

    def table(self, columns):
        """Some narrow columns of all rows at once."""
        schema = pa.schema([field for field in SCHEMA if field.name in columns])
        return pa.Table.from_batches(map(alone, self.batches(columns)), schema)

    def shapes(self, rows):
        """The shapes of some rows as `{row: WKB}`."""
        found = {}
        for batch in self.batches(["row", "location"]):
            part = batch.filter(pa.array(np.isin(batch["row"].to_numpy(), rows)))
            found |= zip(part["row"].to_pylist(), part["location"].to_pylist(), strict=True)
        return found

    def settle(self, report, order, projects):
        """Keep the verdict; the report last, so that a broken check is none."""
        refused, skipped = (
            np.fromiter(sorted(rows), dtype=np.int64, count=len(rows))
            for rows in (report.refused_rows, report.skipped_rows)
        )
        with drafted(self.folder / VERDICT) as draft:
            np.savez(draft, refused=refused, skipped=skipped)
        content = {"report": report.as_dict(), "order": order.as_json(), "projects": projects}
        with drafted(self.folder / REPORT) as draft:
            draft.write_text(json.dumps(content), encoding="utf-8")

    def verdict(self):
        """`(refused, skipped)`: row numbers."""
        with np.load(self.folder / VERDICT) as kept:
            return kept["refused"], kept["skipped"]

    def report(self):
        """What was kept of the report, and the order it answers."""
        return json.loads((self.folder / REPORT).read_text(encoding="utf-8"))

    def wanted(self, states):
        """Batches of the rows that are to be written, by state."""
        refused, skipped = self.verdict()
        for batch in self.batches():
            rows = batch.column("row").to_numpy()
            keep = np.isin(batch.column("state").to_numpy(), states)
            for others in (refused, skipped):
                if len(others):
                    keep &= ~np.isin(rows, others)
            if keep.all():
                yield batch
            elif keep.any():
                yield batch.filter(pa.array(keep))


@contextmanager
def drafted(path):
    """A file of one's own until it is whole: an attempt that has lost its job may still write."""
    draft = path.with_name(f"{uuid4().hex}.{path.name}")
    try:
        yield draft
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def alone(batch):
    """A copy that does not keep alive all that was read with it: the columns not asked for."""
    columns = [pa.concat_arrays([column, column.slice(0, 0)]) for column in batch.columns]
    return pa.RecordBatch.from_arrays(columns, schema=batch.schema)
