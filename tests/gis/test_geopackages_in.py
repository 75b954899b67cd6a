import datetime
import sqlite3
from contextlib import closing

import geopandas
import pandas as pd
import pytest
import shapely

from gis.errors import UnknownCrs, UnreadableFile
from gis.readers import read

PLACE = shapely.Point(101.7185, 26.5823)


@pytest.fixture
def package(tmp_path):
    path = tmp_path / "管网.gpkg"
    frame = geopandas.GeoDataFrame(
        {
            "口径": pd.array([300, None], dtype="Int64"),
            "在用": pd.array([True, None], dtype="boolean"),
            "埋深": [1.25, None],
            "录入": pd.to_datetime(["2024-05-31T08:30:00", None]),
            "材质": ["球墨铸铁", None],
        },
        geometry=[PLACE, None],
        crs=4490,
    )
    frame.to_file(path, layer="给水")
    return path


def change(path, *statements):
    with closing(sqlite3.connect(path)) as database:
        for statement in statements:
            database.execute(statement)
        database.commit()


def add_layer(path, name):
    frame = geopandas.GeoDataFrame({"n": [1]}, geometry=[PLACE], crs=4543)
    frame.to_file(path, layer=name, mode="a")


def refusal(error, path, **options):
    with pytest.raises(error) as caught:
        read(path, **options)
    return caught.value.code, caught.value.params


def test_values_come_as_what_they_are(package):
    source = read(package)
    assert (source.layer, source.crs_text, source.crs_from) == ("给水", "EPSG:4490", "file")
    frame = source.frame.drop(columns="geometry")
    moment = datetime.datetime(2024, 5, 31, 8, 30)  # noqa: DTZ001 (the file has no zone)
    assert frame.loc[1].tolist() == [300, True, 1.25, moment, "球墨铸铁"]
    assert frame.loc[2].tolist() == [None] * 5
    assert source.frame.geometry.isna().tolist() == [False, True]
    assert (source.rejects, source.warnings) == ([], [])


def test_several_layers_are_named_and_can_be_chosen(package):
    add_layer(package, "燃气")
    assert refusal(UnreadableFile, package)[1]["layers"] == "给水, 燃气"
    assert read(package, layer="燃气").crs_text == "EPSG:4543"
    assert refusal(UnreadableFile, package, layer="热力")[0] == "unknown_layer"


def test_tables_without_shapes_do_not_stand_in_the_way_but_can_be_read(package):
    change(
        package,
        "CREATE TABLE 车辆 (id INTEGER PRIMARY KEY, 车牌 TEXT, 照片 BLOB)",
        "INSERT INTO 车辆 VALUES (1, '川D12345', x'FFD8')",
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id)"
        " VALUES ('车辆', 'attributes', '车辆', 0)",
    )
    assert read(package).layer == "给水"
    source = read(package, layer="车辆")
    assert source.frame["车牌"].tolist() == ["川D12345"]
    assert [(remark.field, remark.code) for remark in source.warnings] == [
        ("照片", "column_skipped")
    ]


def test_tables_without_shapes_are_named_among_several_layers_and_marked(package):
    add_layer(package, "燃气")
    change(
        package,
        "CREATE TABLE 车辆 (id INTEGER PRIMARY KEY, 车牌 TEXT)",
        "CREATE TABLE layer_styles (id INTEGER PRIMARY KEY, styleName TEXT)",
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id)"
        " VALUES ('车辆', 'attributes', '车辆', 0), ('layer_styles', 'attributes', 'x', 0)",
    )
    told = refusal(UnreadableFile, package)[1]
    assert told["names"] == ["给水", "燃气", "车辆"]
    assert told["notes"] == {"车辆": "table"}


ALIASED = (
    "ALTER TABLE 给水 ADD COLUMN GXBH TEXT DEFAULT 'G1'",
    "ALTER TABLE 给水 ADD COLUMN TZ_W REAL DEFAULT 12.5",
    "ALTER TABLE 给水 ADD COLUMN OWNER TEXT",
    "CREATE TABLE gpkg_data_columns (table_name TEXT, column_name TEXT, name TEXT, title TEXT,"
    " description TEXT, mime_type TEXT, constraint_name TEXT)",
    "INSERT INTO gpkg_data_columns (table_name, column_name, name, title) VALUES"
    " ('给水', 'GXBH', '管线编号', NULL), ('给水', 'TZ_W', NULL, '投资(万元)'),"
    " ('给水', 'OWNER', 'Owner of it', NULL), ('燃气', 'OWNER', '权属', NULL)",
)


def test_columns_go_by_the_alias_that_people_see(package):
    change(package, *ALIASED)
    source = read(package)
    assert source.frame["管线编号"].iloc[0] == "G1"
    assert source.frame["投资(万元)"].iloc[0] == 12.5
    assert "OWNER" in source.frame
    said = [(remark.field, remark.params) for remark in source.warnings]
    assert ("管线编号", {"original": "GXBH"}) in said


def test_a_table_of_aliases_that_is_none_does_not_stand_in_the_way(package):
    change(package, "CREATE TABLE gpkg_data_columns (note TEXT)")
    assert len(read(package).frame)


@pytest.mark.parametrize("undefined", [0, -1])
def test_undefined_system_must_be_given(package, undefined):
    change(
        package,
        f"UPDATE gpkg_contents SET srs_id = {undefined}",
        f"UPDATE gpkg_geometry_columns SET srs_id = {undefined}",
    )
    assert refusal(UnknownCrs, package)[0] in ("unknown_crs", "crs_missing")
    assert read(package, crs="EPSG:4490").frame.geometry.iloc[0].equals(PLACE)


def test_shape_that_cannot_be_decoded_is_rejected(package):
    change(package, *without_triggers(package))
    change(package, "UPDATE 给水 SET geom = substr(geom, 1, length(geom) - 5) WHERE fid = 1")
    source = read(package)
    assert [(remark.row, remark.code) for remark in source.rejects] == [(1, "unreadable_geometry")]


def test_values_that_are_not_of_their_column_are_rejected_by_row(package):
    change(package, *without_triggers(package), "ALTER TABLE 给水 ADD COLUMN 验收 DATE")
    change(
        package,
        "UPDATE 给水 SET 录入 = '不详', 口径 = 'DN300', 埋深 = ' ', 验收 = '2024-02-31'"
        " WHERE fid = 1",
        "UPDATE 给水 SET 验收 = '2024-02-28', 口径 = 9007199254740993 WHERE fid = 2",
    )
    source = read(package)
    assert [
        (remark.row, remark.field, remark.code, remark.params) for remark in source.rejects
    ] == [
        (1, "口径", "bad_value", {"value": "DN300", "type": "number"}),
        (1, "录入", "bad_value", {"value": "不详", "type": "date"}),
        (1, "验收", "bad_value", {"value": "2024-02-31", "type": "date"}),
    ]
    assert source.frame["验收"].tolist() == [None, datetime.date(2024, 2, 28)]
    assert source.frame["口径"].tolist() == [None, 9007199254740993]
    assert source.frame["埋深"].tolist() == [None, None]


def without_triggers(path):
    with closing(sqlite3.connect(path)) as database:
        names = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    return [f'DROP TRIGGER "{name}"' for (name,) in names]


def test_rows_that_another_program_has_not_merged_yet_are_read(package):
    change(package, *without_triggers(package))
    with closing(sqlite3.connect(package)) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("INSERT INTO 给水 (材质) VALUES ('PE')")
        database.commit()
        assert len(read(package).frame) == 3


def test_nothing_is_left_beside_the_file(package):
    before = sorted(package.parent.iterdir())
    read(package)
    assert sorted(package.parent.iterdir()) == before


@pytest.mark.parametrize("keep", [0.1, 0.5, 0.9])
def test_broken_off_package_is_refused(package, keep):
    package.write_bytes(package.read_bytes()[: int(package.stat().st_size * keep)])
    assert refusal(UnreadableFile, package)[0] == "damaged"


def test_other_database_is_refused(tmp_path):
    path = tmp_path / "other.gpkg"
    change(path, "CREATE TABLE notes (text TEXT)")
    assert refusal(UnreadableFile, path)[0] in ("wrong_content", "no_layer", "damaged")


def test_layer_without_rows_is_refused(package):
    change(package, *without_triggers(package), "DELETE FROM 给水")
    assert refusal(UnreadableFile, package)[0] == "no_rows"
