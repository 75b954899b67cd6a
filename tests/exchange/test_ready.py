"""Checked rows on disk: what is taken from them costs no more than it holds."""

import pyarrow as pa

from registry.exchange.ready import SCHEMA, Ready, alone


def test_a_narrow_table_keeps_nothing_else_in_memory(tmp_path):
    ready, count, before = Ready(tmp_path), 1000, pa.total_allocated_bytes()
    shapes = pa.array([b"x" * 1000] * count, pa.binary())
    columns = {field.name: pa.nulls(count, field.type) for field in SCHEMA}
    columns |= {"row": pa.array(range(count)), "location": shapes}
    with ready.writing() as write:
        write([columns[name] for name in SCHEMA.names])
    del columns, shapes
    table = ready.table(["row"])
    assert table["row"].to_pylist() == list(range(count))
    assert pa.total_allocated_bytes() - before < 100_000


def test_a_part_stands_alone():
    part = pa.record_batch({"a": ["1", None, "3"]}).slice(1)
    assert alone(part).to_pydict() == {"a": [None, "3"]}
