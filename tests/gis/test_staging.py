import datetime
import json
import os
import struct
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import shapely

from gis.errors import Remark, UnknownEncoding, UnreadableFile
from gis.readers import flow, read, staging
from gis.readers.arrow import Column
from gis.readers.sandbox import Limits
from gis.readers.staging import Staged, stage

ROOT = Path(__file__).parents[2]
FIELDS = [
    (b"NAME", b"C", 20, 0),
    (b"DN", b"N", 8, 0),
    (b"LEN", b"N", 10, 2),
    (b"DAY", b"D", 8, 0),
    (b"OK", b"L", 1, 0),
    (b"CODE", b"N", 20, 0),
]
RECORDS = [
    ["燃气".encode("gbk"), b"300", b"1.25", b"20240531", b"T", b"51040220240000000001"],
    [b"", b"", b"", b"", b"?", b""],
    ["供水".encode("gbk"), b"x", b"2.00", b"19850101", b"F", b"7"],
]


@pytest.fixture
def features(tmp_path):
    """Write a GeoJSON file: properties and geometry of each feature."""

    def write(*features):
        path = tmp_path / "features.geojson"
        content = [
            {"type": "Feature", "properties": properties, "geometry": geometry}
            for properties, geometry in features
        ]
        path.write_text(json.dumps({"type": "FeatureCollection", "features": content}))
        return path

    return write


def staged_here(path, folder):
    """What the other process does, in this one: quicker."""
    staging.write(str(path), str(folder), {}, 1_000, lambda done, total: None)
    return Staged.open(folder)


def point(x, y, *z):
    return {"type": "Point", "coordinates": [x, y, *z]}


def test_staged_rows_are_the_rows_of_the_file(make_shapefile, tmp_path):
    path = make_shapefile(RECORDS, fields=FIELDS, deleted={1}, cpg="GBK")
    staged = staged_here(path, tmp_path)
    (batch,) = staged.batches()
    assert batch.rows.tolist() == [1, 3]
    assert [shape.x for shape in batch.geometries] == [101.7, 101.702]
    assert {name: values.tolist() for name, values in batch.columns.items()} == {
        "NAME": ["燃气", "供水"],
        "DN": [300, None],
        "LEN": [1.25, 2.0],
        "DAY": [datetime.date(2024, 5, 31), datetime.date(1985, 1, 1)],
        "OK": [True, False],
        "CODE": [51040220240000000001, 7],
    }
    assert staged.rejects == [Remark(3, "DN", "bad_value", {"value": "x", "type": "number"})]


def test_staged_layer_is_described_for_whoever_opens_the_folder_later(make_shapefile, tmp_path):
    path = make_shapefile(RECORDS, fields=FIELDS, cpg="GBK")
    staged = stage(path, tmp_path / "staged")
    again = Staged.open(tmp_path / "staged")
    assert again == staged
    assert (again.driver, again.layer, again.layers) == ("ESRI Shapefile", "管线", ["管线"])
    assert (again.encoding, again.crs_from, again.row_count) == ("gb18030", "prj", 3)
    assert again.crs.startswith("GEOGCS")
    assert again.columns == [
        Column("NAME", "text"),
        Column("DN", "whole"),
        Column("LEN", "real"),
        Column("DAY", "date"),
        Column("OK", "truth"),
        Column("CODE", "whole", json=True),
    ]
    assert again.sample_texts == [
        {"row": 1, "column": "NAME", "text": "燃气"},
        {"row": 3, "column": "NAME", "text": "供水"},
    ]


def test_rows_arrow_is_what_it_says_of_itself(make_shapefile, tmp_path):
    staged_here(make_shapefile(RECORDS, fields=FIELDS), tmp_path)
    with pa.memory_map(str(tmp_path / "rows.arrow")) as file:
        table = pa.ipc.open_file(file).read_all()
    table.validate(full=True)
    assert table.column_names == ["row", "shape", "undecodable", *(f"c{n}" for n in range(6))]
    metadata = table.schema.field("c5").metadata
    assert metadata == {b"name": b"CODE", b"type": b"whole", b"json": b"1"}


def test_shapes_come_as_they_are_with_heights_and_without_place(features, tmp_path):
    path = features(
        ({"n": 1}, point(101.7, 26.5, 1180.25)),
        ({"n": 2}, None),
        ({"n": 3}, {"type": "LineString", "coordinates": [[1, 2]]}),
    )
    (batch,) = staged_here(path, tmp_path).batches()
    assert shapely.get_z(batch.geometries[0]) == 1180.25
    assert batch.geometries[1:].tolist() == [None, None]
    assert batch.undecodable.tolist() == [False, False, True]


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (["燃气", None, "\ud83d"], "text"),
        ([2**63, -(2**70), None], "whole"),
        ([1, 2.5, None], "real"),
        ([2**53 + 1, 0.5, None], "mixed"),
        (["约3.8", 3.8, 300, True, None], "mixed"),
        ([True, None, False], "truth"),
        ([None, None], "text"),
        (["2024-05-31", None], "date"),
        (["2024-05-31", "x"], "text"),
    ],
)
def test_no_value_changes_on_its_way(features, tmp_path, values, kind):
    path = features(*(({"值": value}, None) for value in values))
    expected = read(path).frame["值"].tolist()
    staged = staged_here(path, tmp_path)
    (batch,) = staged.batches()
    came = batch.columns["值"].tolist()
    assert staged.columns[0].type == kind
    assert came == expected
    if kind in ("mixed", "whole"):
        assert [type(value) for value in came] == [type(value) for value in expected]


def test_moments_keep_their_zone_or_have_none():
    east = datetime.timezone(datetime.timedelta(hours=8))
    naive = datetime.datetime(2024, 5, 31, 8, 0, 0, 123456)  # noqa: DTZ001
    for values in ([naive], [naive.replace(tzinfo=east), naive], [naive.date(), naive]):
        column = flow.column_of("t", pd.Series(values, dtype=object))
        array = flow.array_of(column, values)
        came = flow.values_of(column, array).tolist()
        assert came == values
        assert [getattr(value, "tzinfo", None) for value in came] == [
            getattr(value, "tzinfo", None) for value in values
        ]


def test_batches_are_bounded_in_rows_and_in_coordinates(monkeypatch):
    monkeypatch.setattr(flow, "BATCH_ROWS", 4)
    monkeypatch.setattr(flow, "BATCH_COORDINATES", 100)
    sizes = [2] * 10 + [90, 90, 500, 2]
    lines = np.array([shapely.LineString([(n, n) for n in range(size)]) for size in sizes])
    spans = list(flow._spans(lines))
    assert [place for span in spans for place in range(*span)] == list(range(14))
    assert spans == [(0, 4), (4, 8), (8, 11), (11, 12), (12, 13), (13, 14)]


def test_refusals_come_through_and_leave_nothing(make_shapefile, tmp_path):
    path = make_shapefile([["燃气".encode("gbk")]])
    with pytest.raises(UnknownEncoding) as caught:
        stage(path, tmp_path / "staged", encoding="utf-8")
    assert caught.value.code == "encoding_mismatch"
    assert caught.value.params["row"] == 1
    with pytest.raises(UnreadableFile) as caught:
        stage(tmp_path / "none.shp", tmp_path / "staged")
    assert caught.value.code == "file_missing"
    assert list((tmp_path / "staged").iterdir()) == []
    with pytest.raises(FileNotFoundError):
        Staged.open(tmp_path / "staged")


def test_new_refusal_replaces_what_was_staged_before(make_shapefile, tmp_path):
    stage(make_shapefile([[b"a"]]), tmp_path / "staged")
    with pytest.raises(UnreadableFile):
        stage(make_shapefile([[b"a"]], deleted={0}), tmp_path / "staged")
    assert list((tmp_path / "staged").iterdir()) == []


@pytest.mark.parametrize(
    ("limits", "code"),
    [({"rows": 2}, "too_many_rows"), ({"file_bytes": 1000}, "reader_out_of_space")],
)
def test_limits_hold_for_what_is_staged(make_shapefile, tmp_path, limits, code):
    path = make_shapefile([[b"a"], [b"b"], [b"c"]])
    with pytest.raises(UnreadableFile) as caught:
        stage(path, tmp_path / "staged", limits=replace(Limits(), **limits))
    assert caught.value.code == code
    assert list((tmp_path / "staged").iterdir()) == []


def test_progress_counts_the_rows(make_shapefile, tmp_path):
    told = []
    path = make_shapefile([[b"a"], [b"b"], [b"c"]])
    stage(path, tmp_path / "staged", progress=lambda *state: told.append(state))
    assert told[-1] == (3, 3)
    assert told == sorted(told)


def test_cancelled_staging_leaves_nothing(make_shapefile, tmp_path):
    def cancel(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stage(make_shapefile([[b"a"]]), tmp_path / "staged", progress=cancel)
    assert list((tmp_path / "staged").iterdir()) == []


def test_upload_is_neither_changed_nor_given_company(make_shapefile, tmp_path):
    path = make_shapefile([[b"a"]])
    path.with_suffix(".shx").unlink()
    before = {item: item.stat().st_mtime_ns for item in tmp_path.iterdir()}
    staged = stage(path, tmp_path / "staged")
    assert [remark.code for remark in staged.warnings] == ["shx_restored"]
    after = {item: item.stat().st_mtime_ns for item in tmp_path.iterdir() if item.is_file()}
    assert after == before
    assert sorted(item.name for item in staged.folder.iterdir()) == [
        staging.ABOUT,
        staging.ROWS,
    ]
    assert all(item.stat().st_mode & 0o077 == 0 for item in staged.folder.iterdir())


def test_staging_needs_no_place_in_the_tree(make_shapefile, tmp_path):
    """From a folder full of traps, by a relative path."""
    (tmp_path / "numpy.py").write_text("raise SystemExit('imported from the working folder')")
    make_shapefile([[b"a"]])
    program = (
        "from pathlib import Path; from gis.readers.staging import stage;"
        "print(stage('管线.shp', Path('staged')).row_count)"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-P", "-c", program],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "1"


def test_crash_of_the_native_reader_is_a_refusal(make_shapefile, tmp_path):
    """Not one is known; so the memory is taken away from a file that promises much."""
    path = make_shapefile([[b"a" * 200]] * 200, fields=[(b"NAME", b"C", 200, 0)])
    with pytest.raises(UnreadableFile) as caught:
        stage(path, tmp_path / "staged", limits=replace(Limits(), memory_bytes=30 * 1024**2))
    assert caught.value.code in ("reader_out_of_memory", "reader_crashed")
    assert list((tmp_path / "staged").iterdir()) == []


def test_lost_shape_is_told_from_no_shape(make_shapefile, tmp_path):
    path = make_shapefile([[b"a"], [b"b"], [b"c"]], deleted={0})
    shp = bytearray(path.read_bytes())
    struct.pack_into("<i", shp, 108 + 28, 99)
    struct.pack_into("<i", shp, 108 + 56, 0)
    path.write_bytes(shp)
    (batch,) = staged_here(path, tmp_path).batches()
    assert batch.rows.tolist() == [2, 3]
    assert batch.geometries.tolist() == [None, None]
    assert batch.undecodable.tolist() == [True, False]
