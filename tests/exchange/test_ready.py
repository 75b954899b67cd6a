"""Checked rows on disk: what is taken from them costs no more than it holds."""

from contextlib import suppress

import pyarrow as pa

from registry.exchange.ready import SCHEMA, Ready, alone


def rows(*numbers):
    columns = {field.name: pa.nulls(len(numbers), field.type) for field in SCHEMA}
    columns["row"] = pa.array(numbers)
    return [columns[name] for name in SCHEMA.names]


def test_an_attempt_that_was_taken_over_spoils_no_rows_of_the_next(tmp_path):
    lost, ready = Ready(tmp_path), Ready(tmp_path)
    with suppress(ConnectionError), lost.writing() as write_lost:
        write_lost(rows(1))
        with ready.writing() as write:
            write(rows(1, 2, 3))
        write_lost(rows(2))
        raise ConnectionError
    assert ready.table(["row"])["row"].to_pylist() == [1, 2, 3]
    assert [path.name for path in tmp_path.iterdir()] == ["ready.arrow"]


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
