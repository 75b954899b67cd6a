"""GeoPackages that would do more than be read: triggers, views, functions, virtual tables."""

import sqlite3
from contextlib import closing

import geopandas
import pytest
import shapely

from gis.errors import UnreadableFile
from gis.readers import read
from gis.readers.codes import MOST_CODES
from gis.readers.vector import geopackage_database
from tests.coded import CODES, coded_package

PLACE = shapely.Point(101.7185, 26.5823)


@pytest.fixture
def package(tmp_path):
    path = tmp_path / "管网.gpkg"
    frame = geopandas.GeoDataFrame({"口径": [300, 400]}, geometry=[PLACE, PLACE], crs=4490)
    frame.to_file(path, layer="给水")
    return path


def change(path, *statements):
    with closing(sqlite3.connect(path)) as database:
        for statement in statements:
            database.execute(statement)
        database.commit()


def add_view(path, query, name="视图"):
    change(
        path,
        f'CREATE VIEW "{name}" AS {query}',
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id)"
        f" VALUES ('{name}', 'features', '{name}', 4490)",
        f"INSERT INTO gpkg_geometry_columns VALUES ('{name}', 'geom', 'POINT', 4490, 0, 0)",
    )


def refusal(path, **options):
    with pytest.raises(UnreadableFile) as caught:
        read(path, **options)
    return caught.value.code


def test_view_over_tables_is_a_layer_like_others(package):
    add_view(package, "SELECT fid, geom, 口径 * 2 AS 双倍 FROM 给水 WHERE 口径 > 300")
    source = read(package, layer="视图")
    assert source.frame["双倍"].tolist() == [800]
    assert source.frame.geometry.iloc[0].equals(PLACE)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT 1 AS fid, geom, load_extension('/tmp/evil') AS x FROM 给水",
        "SELECT 1 AS fid, geom, readfile('/etc/passwd') AS x FROM 给水",
        "SELECT 1 AS fid, geom, writefile('/tmp/evil', 'x') AS x FROM 给水",
        "SELECT 1 AS fid, geom, ogr_geocode('x') AS x FROM 给水",
        "SELECT 1 AS fid, geom, fts3_tokenizer('simple', x'00') AS x FROM 给水",
        "SELECT 1 AS fid, geom, zeroblob(2000000000) AS x FROM 给水",
        "SELECT 1 AS fid, geom, x FROM 给水, (WITH RECURSIVE t(x) AS (SELECT 1 UNION ALL"
        " SELECT x + 1 FROM t) SELECT x FROM t)",
        "SELECT * FROM nowhere",
        "SELECT * FROM 视图",
    ],
)
def test_view_that_reaches_further_is_refused_and_the_table_still_read(package, query):
    add_view(package, query)
    assert refusal(package, layer="视图") in ("query_refused", "damaged")
    assert len(read(package, layer="给水").frame) == 2


def test_view_without_end_is_stopped(package, monkeypatch):
    monkeypatch.setattr(geopackage_database, "QUERY_SECONDS", 0.2)
    product = ", ".join(f"gpkg_spatial_ref_sys a{n}" for n in range(30))
    add_view(package, f"SELECT 1 AS fid, NULL AS geom, count(*) AS n FROM {product}")
    assert refusal(package, layer="视图") in ("query_refused", "damaged")


def test_triggers_are_not_run(package, tmp_path):
    change(
        package,
        "CREATE TRIGGER t AFTER INSERT ON 给水 BEGIN DELETE FROM 给水; END",
        "CREATE TRIGGER u AFTER UPDATE ON gpkg_contents BEGIN DELETE FROM 给水; END",
    )
    before = package.read_bytes()
    assert len(read(package).frame) == 2
    assert package.read_bytes() == before


def test_virtual_table_is_refused(package):
    change(
        package,
        "CREATE VIRTUAL TABLE v USING rtree(id, minx, maxx)",
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id)"
        " VALUES ('v', 'attributes', 'v', 0)",
    )
    assert refusal(package, layer="v") == "unsafe_table"


def test_index_and_generated_column_cannot_call_anything(package):
    change(package, "ALTER TABLE 给水 ADD COLUMN 产 TEXT AS (upper(口径))")
    assert read(package).frame["产"].tolist() == ["300", "400"]


@pytest.mark.parametrize("name", ['a"b', "a'b", "a;DROP TABLE 给水", "sp ace", "选择", "SELECT"])
def test_names_are_quoted(package, name):
    quoted = '"{}"'.format(name.replace('"', '""'))
    change(
        package,
        f"CREATE TABLE {quoted} (id INTEGER PRIMARY KEY, {quoted} TEXT)",
        f"INSERT INTO {quoted} VALUES (1, 'x')",
    )
    with closing(sqlite3.connect(package)) as database:
        row = (name, "attributes", name, 0)
        database.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id)"
            " VALUES (?, ?, ?, ?)",
            row,
        )
        database.commit()
    assert read(package, layer=name).frame[name].tolist() == ["x"]


def test_text_that_is_no_text_is_rejected_with_its_row(package):
    change(
        package,
        *drop_triggers(package),
        "ALTER TABLE 给水 ADD COLUMN 备注 TEXT",
        "UPDATE 给水 SET 备注 = CAST(x'c8ff' AS TEXT) WHERE fid = 2",
    )
    assert [(r.row, r.field, r.code) for r in read(package).rejects] == [(2, "备注", "bad_value")]


def drop_triggers(path):
    with closing(sqlite3.connect(path)) as database:
        names = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    return [f'DROP TRIGGER "{name}"' for (name,) in names]


def test_layer_that_is_listed_but_missing_is_no_layer(package):
    change(
        package,
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id)"
        " VALUES ('nowhere', 'features', 'nowhere', 4490)",
    )
    assert read(package).layers == ["给水"]


@pytest.mark.parametrize("blob", ["x''", "x'4750'", "x'475000FF00000000'", "'text'", "7"])
def test_shapes_that_are_none_are_rejected(package, blob):
    change(package, *drop_triggers(package), f"UPDATE 给水 SET geom = {blob} WHERE fid = 1")
    assert [(r.row, r.code) for r in read(package).rejects] == [(1, "unreadable_geometry")]


@pytest.fixture
def coded(tmp_path):
    return coded_package(tmp_path / "代码.gpkg")


def list_codes_by(path, query):
    """Put a view in the place of the table of codes."""
    name = "gpkg_data_column_constraints"
    change(path, f"ALTER TABLE {name} RENAME TO codes", f"CREATE VIEW {name} AS {query}")


def test_codes_may_stand_in_a_view(coded):
    list_codes_by(coded, "SELECT * FROM codes")
    assert read(coded).frame["管材"].tolist() == ["球墨铸铁", "PE", 3, None]


HOSTILE = "SELECT 'material' AS constraint_name, 'enum' AS constraint_type, '1' AS value, "


@pytest.mark.parametrize(
    "description",
    [
        "load_extension('/tmp/evil')",
        "readfile('/etc/passwd')",
        "(WITH RECURSIVE t(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM t) SELECT max(x) FROM t)",
        "(SELECT x FROM nowhere)",
    ],
)
def test_a_view_of_codes_that_reaches_further_is_refused(coded, description):
    list_codes_by(coded, f"{HOSTILE} {description} AS description")
    assert refusal(coded) == "damaged"


def test_a_view_of_codes_without_end_is_stopped(coded, monkeypatch):
    monkeypatch.setattr(geopackage_database, "QUERY_SECONDS", 0.2)
    product = ", ".join(f"gpkg_spatial_ref_sys a{n}" for n in range(30))
    list_codes_by(coded, f"{HOSTILE} 'PE' AS description FROM {product}")
    assert refusal(coded) == "damaged"


def test_a_virtual_table_of_codes_is_refused(coded):
    name = "gpkg_data_column_constraints"
    columns = "constraint_name, constraint_type, value, description"
    change(coded, f"DROP TABLE {name}", f"CREATE VIRTUAL TABLE {name} USING fts5({columns})")
    assert refusal(coded) in ("unsafe_table", "damaged")


def test_a_million_codes_are_not_kept(coded):
    digits = ", ".join(f"(SELECT {' UNION ALL SELECT '.join('0123456789')}) {n}" for n in "abcdef")
    digits = digits.replace("SELECT 0", "SELECT 0 AS d")
    million = "a.d || b.d || c.d || d.d || e.d || f.d"
    list_codes_by(
        coded,
        f"SELECT 'material' AS constraint_name, 'enum' AS constraint_type, {million} AS value,"
        f" '管材' || {million} AS description FROM {digits}",
    )
    source = read(coded)
    assert source.frame["管材"].tolist() == CODES["管材"]
    said = {remark.field: remark for remark in source.warnings}
    assert said["管材"].code == "codes_too_many"
    assert said["管材"].params["limit"] == MOST_CODES


def test_codes_and_names_that_are_no_text_name_nothing(coded):
    change(
        coded,
        "UPDATE gpkg_data_column_constraints SET description = CAST(x'c8ff' AS TEXT)"
        " WHERE value = '1'",
        "UPDATE gpkg_data_column_constraints SET description = 7 WHERE value = 'TC'",
    )
    assert read(coded).frame["管材"].tolist() == [1, "PE", 3, None]


def test_a_domain_that_is_nowhere_names_nothing(coded):
    change(coded, "UPDATE gpkg_data_columns SET constraint_name = 'x''; DROP TABLE 管线'")
    assert read(coded).frame["管材"].tolist() == CODES["管材"]
