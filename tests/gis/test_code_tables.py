"""Codes that the file itself has names for: coded-value domains of packages and geodatabases."""

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from gis.errors import UnreadableFile
from gis.readers import codes, read
from gis.readers.naming import _named
from gis.readers.vector import geopackage_schema
from tests.coded import CODES, coded_geodatabase, coded_package, enumerate_codes, use

NAMED = ["球墨铸铁", "PE", 3, None]
SORTS = ["给水", "雨水", "给水", "雨水"]


@pytest.fixture
def package(tmp_path):
    return coded_package(tmp_path / "管网.gpkg")


@pytest.fixture(params=["gpkg", "gdb"])
def coded(request, package, tmp_path):
    if request.param == "gpkg":
        return package
    return Path(coded_geodatabase(package, tmp_path / "管网.gdb.zip"))


def change(path, *statements):
    with closing(sqlite3.connect(path)) as database:
        for statement in statements:
            database.execute(statement)
        database.commit()


def told(source):
    return [(r.field, r.code, r.params) for r in source.warnings if r.code.startswith("codes_")]


def test_a_number_is_the_code_that_is_written_like_it():
    table = codes.code_table("管材", [("01", "钢"), ("1", "PE"), ("1_0", "铸铁"), ("02", "铜")])
    assert [table.name_of(value) for value in (1, "01", 10, 2)] == ["PE", "钢", None, "铜"]
    backwards = codes.code_table("管材", [("1", "PE"), ("01", "钢")])
    assert backwards.name_of(1) == "PE"


def test_codes_are_read_by_the_names_that_the_file_has_for_them(coded):
    frame = read(coded).frame
    assert frame["管材"].tolist() == NAMED
    assert frame["GXLX"].tolist() == SORTS
    assert frame["口径"].tolist() == CODES["口径"]


def test_each_column_of_codes_is_told_once_with_what_has_no_name(coded):
    assert sorted(told(read(coded)), key=lambda remark: remark[:2]) == [
        ("GXLX", "codes_named", {"domain": "sort", "count": 2}),
        ("管材", "codes_named", {"domain": "material", "count": 2}),
        (
            "管材",
            "codes_unnamed",
            {"domain": "material", "codes": ["3"], "count": 1, "rows": 1, "first": 3},
        ),
    ]


def test_codes_stay_where_that_is_asked(coded):
    source = read(coded, keep_codes=True)
    assert source.frame["管材"].tolist() == CODES["管材"]
    assert source.frame["GXLX"].tolist() == CODES["GXLX"]
    assert {(field, code) for field, code, _ in told(source)} == {
        ("管材", "codes_kept"),
        ("GXLX", "codes_kept"),
    }


def test_a_column_called_by_its_alias_has_its_domain(package):
    change(package, "UPDATE gpkg_data_columns SET name = '管线类型' WHERE column_name = 'GXLX'")
    assert read(package).frame["管线类型"].tolist() == SORTS


def test_numbers_are_known_however_the_table_writes_them(tmp_path):
    columns = {"管材": [1.0, 2.0, 1.5], "GXLX": ["01", "1", " 2 "]}
    path = coded_package(tmp_path / "a.gpkg", columns)
    with closing(sqlite3.connect(path)) as database:
        database.execute("DELETE FROM gpkg_data_column_constraints")
        names = {"01": "甲", "2.00": "乙", "1.50": "丙"}
        enumerate_codes(database, "material", names)
        enumerate_codes(database, "sort", {"01": "甲", "1": "乙", "2": "丙"})
        database.commit()
    frame = read(path).frame
    assert frame["管材"].tolist() == ["甲", "乙", "丙"]
    assert frame["GXLX"].tolist() == ["甲", "乙", "丙"]


def test_a_list_of_what_may_be_chosen_names_nothing(package):
    """As our own exports have them: each value is its own name, or has none."""
    change(package, "UPDATE gpkg_data_column_constraints SET description = value")
    assert told(read(package)) == []
    change(package, "UPDATE gpkg_data_column_constraints SET description = ''")
    source = read(package)
    assert (source.frame["管材"].tolist(), told(source)) == (CODES["管材"], [])


def test_parts_of_a_layer_whose_codes_differ_in_meaning_are_not_one(tmp_path):
    path = coded_package(tmp_path / "a.gpkg", layer="管网_line")
    other = coded_package(tmp_path / "b.gpkg", layer="管网_point", shapes=None)
    with closing(sqlite3.connect(path)) as database:
        database.execute("ATTACH ? AS other", [str(other)])
        database.execute('CREATE TABLE "管网_point" AS SELECT * FROM other."管网_point"')
        database.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id)"
            " VALUES ('管网_point', 'attributes', '管网_point', 4490)"
        )
        use(database, "管网_point", 管材="other")
        enumerate_codes(database, "other", {"1": "混凝土"})
        database.commit()
    with pytest.raises(UnreadableFile):
        read(path, layer="管网_line + 管网_point")
    assert read(path, layer="管网_point").frame["管材"].tolist() == ["混凝土", 2, 3, None]


def test_a_table_without_end_is_told_and_left_alone(package, monkeypatch):
    monkeypatch.setattr(codes, "MOST_CODES", 50)
    monkeypatch.setattr("gis.readers.naming.MOST_CODES", 50)
    with closing(sqlite3.connect(package)) as database:
        enumerate_codes(database, "material", {str(code): f"第{code}" for code in range(9, 99)})
        database.commit()
    source = read(package)
    assert source.frame["管材"].tolist() == CODES["管材"]
    assert ("管材", "codes_too_many", {"domain": "material", "limit": 50}) in told(source)


def test_a_million_rows_are_looked_up_by_what_differs_in_them():
    asked = []

    class Counting(codes.CodeTable):
        def name_of(self, value):
            asked.append(value)
            return super().name_of(value)

    values = pd.Series(np.tile([1, 2, 3, 4], 250_000))
    rows = np.arange(1, 1_000_001)
    named, remarks = _named("管材", values, Counting("m", {"1": "PE", "2": "钢"}), rows)
    assert sorted(asked) == [1, 2, 3, 4]
    assert named.iloc[:4].tolist() == ["PE", "钢", 3, 4]
    assert remarks[1].params["rows"] == 500_000


@pytest.mark.parametrize(("kept", "passes"), [("1", 1), ("0", 0)])
def test_the_codes_of_a_file_are_gone_through_once(tmp_path, monkeypatch, kept, passes):
    """Not once a layer: fifteen hundred layers beside fifty thousand codes took minutes."""
    path = coded_package(tmp_path / "a.gpkg", layer="甲_line")
    with closing(sqlite3.connect(path)) as database:
        for name in ("甲_point", "乙_line", "乙_point"):
            database.execute(f'CREATE TABLE "{name}" AS SELECT * FROM "甲_line"')
            database.execute(
                "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id)"
                " VALUES (?, 'attributes', ?, 4490)",
                [name, name],
            )
            use(database, name, 管材="material")
        database.execute(f"DELETE FROM gpkg_data_columns WHERE NOT {kept}")
        database.commit()
    calls = []

    def counted(*arguments, codes_of=geopackage_schema._codes):
        calls.append(arguments)
        return codes_of(*arguments)

    monkeypatch.setattr(geopackage_schema, "_codes", counted)
    assert len(read(path, layer="甲_line").frame) == len(CODES["管材"])
    assert len(calls) == passes


def test_the_name_of_a_table_is_told_as_far_as_it_can_be_read(package):
    change(package, "UPDATE gpkg_data_columns SET constraint_name = printf('%.2000c', 'x')")
    change(
        package,
        "UPDATE gpkg_data_column_constraints SET constraint_name = printf('%.2000c', 'x')"
        " WHERE constraint_name = 'material'",
    )
    domains = {params["domain"] for _, _, params in told(read(package))}
    assert domains == {"x" * codes.LONGEST_NAME}
