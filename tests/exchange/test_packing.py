"""The binary form of COPY: what arrives is what PostgreSQL makes of the same texts."""

import uuid
from datetime import UTC, datetime

import pyarrow as pa
import pytest
import shapely
from django.db import connection

from registry.exchange import packing

pytestmark = pytest.mark.django_db


def arrived(kind, column):
    """What a column of that type holds after a packed one was copied into it."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS arrived")
        cursor.execute(f"CREATE TEMP TABLE arrived (place serial, value {kind}) ON COMMIT DROP")
        with cursor.copy("COPY arrived (value) FROM STDIN (FORMAT binary)") as copy:
            for part in (packing.HEADER, packing.rows_of([column]), packing.TRAILER):
                copy.write(part)
        cursor.execute("SELECT value::text FROM arrived ORDER BY place")
        return [value for (value,) in cursor.fetchall()]


def cast(kind, values):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT v::{kind}::text FROM unnest(%s::text[]) v", [values])
        return [value for (value,) in cursor.fetchall()]


@pytest.mark.parametrize(
    ("kind", "pack", "values"),
    [
        ("smallint", lambda c: packing.whole(c, 2), ["2008", None, "0", "1950"]),
        ("bigint", lambda c: packing.whole(c, 8), ["9007199254740993", "-1"]),
        ("varchar(60)", packing.text, ["GD-1", "", None, "炳草岗 \U00020000", "a\tb\n\\N"]),
        ("jsonb", packing.jsonb, ['{"a": "\\"管"}', None, "{}"]),
        (
            "numeric(12,2)",
            packing.amount,
            [
                "97.2",
                None,
                "0",
                "0.005",
                "0.0049",
                "3.455",
                "1e-7",
                "1234567.8950",
                "9999999999.99",
            ],
        ),
        ("numeric(12,2)", packing.amount, ["10000", "99999999.999", "0.01", "100000000", "-3.5"]),
    ],
)
def test_packed_values_are_what_their_texts_would_be(kind, pack, values):
    column = pack(pa.array(values, pa.string()))
    assert arrived(kind, column) == cast(kind, values)


def test_a_part_of_an_array_is_packed_as_if_it_stood_alone():
    texts = pa.array(["1.5", "22.25", None, "333"])[1:]
    assert arrived("numeric(12,2)", packing.amount(texts)) == ["22.25", None, "333.00"]
    assert arrived("text", packing.text(texts)) == ["22.25", None, "333"]


def test_shapes_arrive_in_the_storage_system():
    shapes = [shapely.LineString([(101, 26), (102, 27)]), None, shapely.Point(101.5, 26.5)]
    wkb = pa.array(shapely.to_wkb(shapes), pa.binary())
    found = arrived("geometry(Geometry, 4490)", packing.shape(wkb))
    stored = shapely.from_wkb([text and bytes.fromhex(text) for text in found])
    assert stored.tolist() == shapes
    assert shapely.get_srid(stored[0]) == 4490


def test_moments_and_truths_arrive():
    at = datetime(2026, 11, 25, 9, 48, 11, 810716, UTC)
    assert arrived("timestamptz", packing.moment(at, 1)) == cast("timestamptz", [at.isoformat()])
    assert arrived("boolean", packing.truth(pa.array([True, False]))) == ["true", "false"]


def test_given_identities_stay_and_new_ones_differ():
    given = str(uuid.uuid4())
    kept, *made = arrived("uuid", packing.identities(pa.array([given, None, None], pa.string())))
    assert kept == given
    assert len({uuid.UUID(each) for each in made}) == 2
    assert {uuid.UUID(each).version for each in made} == {7}


@pytest.mark.parametrize("count", [0, 1, 20_000, 300_000])
def test_new_identities_ascend_and_are_those_of_the_standard(count):
    made = [uuid.UUID(bytes=each) for each in packing.new_identities(count).tolist()]
    assert len(set(made)) == len(made) == count
    assert {(each.version, each.variant) for each in made} <= {(7, uuid.RFC_4122)}
    counted = [each.int >> 56 for each in made]
    assert counted == sorted(counted)
