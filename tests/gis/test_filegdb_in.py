"""File geodatabases, written by GDAL: pipes.gdb.zip has lines with a coded domain, points, arcs;
aliases.gdb.zip lines and points whose columns have aliases, and a table without shapes.
"""

import datetime
import re
import shutil
import zipfile
from pathlib import Path

import pytest
import shapely

from gis.errors import UnreadableFile
from gis.readers import read

DATA = Path(__file__).parents[1] / "data"
DOMAIN = re.compile(rb"<typens:GPCodedValueDomain2.*</typens:GPCodedValueDomain2>", re.DOTALL)
PIPES, ALIASES = DATA / "pipes.gdb.zip", DATA / "aliases.gdb.zip"


@pytest.fixture
def repack(tmp_path):
    """Pack the geodatabase again, each file under the name that a function gives it."""

    def repacked(rename, name="库.zip"):
        path = tmp_path / name
        with zipfile.ZipFile(PIPES) as old, zipfile.ZipFile(path, "w") as new:
            for member in old.namelist():
                for place in filter(None, [rename(member)]):
                    new.writestr(place, old.read(member))
        return path

    return repacked


def refusal(path, **options):
    with pytest.raises(UnreadableFile) as caught:
        read(path, **options)
    return caught.value.code, caught.value.params


def test_layers_are_named_and_one_is_read_with_labels_for_codes():
    assert refusal(PIPES)[1]["layers"] == "给水管线, 阀门, 弧线"
    source = read(PIPES, layer="给水管线")
    assert (source.driver, source.crs_text, source.crs_from) == ("OpenFileGDB", "EPSG:4543", "file")
    frame = source.frame.drop(columns="geometry")
    moment = datetime.datetime(2024, 5, 31, 8, 30)  # noqa: DTZ001 (the file has no zone)
    assert frame.loc[1].tolist() == ["球墨铸铁", 300, 12.5, "备注 0", moment]
    assert frame["口径"].tolist() == [300, None, 300, 300]
    assert [(remark.field, remark.params) for remark in source.warnings] == [
        ("MATERIAL", {"domain": "材质", "count": 3}),
        ("MATERIAL", {"domain": "材质", "codes": ["4"], "count": 1, "rows": 1, "first": 4}),
    ]


def test_columns_go_by_the_alias_that_people_see():
    source = read(ALIASES, layer="GX")
    assert list(source.frame)[:4] == ["管线编号", "管径(mm)", "道路名称", "BZ"]
    assert source.frame.iloc[0].tolist()[:3] == ["G1", 300, "炳草岗大街"]
    said = [(remark.code, remark.field, remark.params) for remark in source.warnings]
    assert ("alias_used", "管线编号", {"original": "GXBH"}) in said


def test_a_table_without_shapes_is_named_among_the_layers_marked_and_read():
    told = refusal(ALIASES)[1]
    assert (told["names"], told["notes"]) == (["GX", "JD", "XM"], {"XM": "table"})
    source = read(ALIASES, layer="XM")
    assert source.frame["项目名称"].tolist() == ["炳草岗给水"]
    assert source.frame.geometry.isna().all()


def test_code_without_a_label_stays():
    assert read(PIPES, layer="给水管线").frame["MATERIAL"].tolist() == ["球墨铸铁", "PE", "钢管", 4]


def test_row_without_a_shape_is_no_reject():
    source = read(PIPES, layer="给水管线")
    assert source.frame.geometry.isna().tolist() == [False, False, True, False]
    assert source.rejects == []


def test_arcs_become_lines_that_keep_to_the_tolerance():
    """The arc through (471957, 2941379), (471967, 2941389), (471977, 2941379): a half circle."""
    source = read(PIPES, layer="弧线", crs="EPSG:4543")
    assert "curves_flattened" in [remark.code for remark in source.warnings]
    from gis.crs import parse, to_storage

    middle = to_storage(shapely.points([[471967.0, 2941379.0]]), parse("EPSG:4543"))[0]
    line = source.frame.geometry.iloc[0]
    degrees = 10 / 111_000
    assert line.distance(middle) == pytest.approx(degrees, rel=0.15)
    assert shapely.get_num_coordinates(line) > 30


@pytest.mark.parametrize(
    "rename",
    [
        lambda name: f"2026/西区/{name}",
        lambda name: name.rpartition("/")[2],
        lambda name: name.replace("pipes.gdb", "PIPES.GDB"),
        lambda name: None if name.endswith((".spx", ".gdbindexes")) else name,
    ],
)
def test_folder_may_stand_anywhere_and_indexes_are_not_needed(repack, rename):
    assert len(read(repack(rename), layer="阀门").frame) == 2


def test_geodatabase_beside_another_layer_is_chosen_by_name(repack, tmp_path):
    path = repack(lambda name: name)
    with zipfile.ZipFile(path, "a") as out:
        out.writestr("厂.kml", "<kml/>")
    assert refusal(path)[1]["layers"] == "pipes.gdb, 厂.kml"
    assert read(path, layer="pipes.gdb/阀门").layer == "pipes.gdb/阀门"


def test_index_that_lies_hides_no_rows(repack):
    path = repack(lambda name: None if name.endswith(".spx") else name)
    with zipfile.ZipFile(path, "a") as out:
        out.writestr("pipes.gdb/a00000009.spx", bytes(4118))
        out.writestr("pipes.gdb/link.vrt", "<OGRVRTDataSource/>")
    assert len(read(path, layer="给水管线").frame) == 4


def test_missing_table_is_refused(repack):
    path = repack(lambda name: None if "a00000004.gdbtable" in name else name)
    assert refusal(path)[0] in ("damaged", "no_layer", "wrong_content")


def test_other_bytes_called_geodatabase_are_refused(tmp_path):
    path = tmp_path / "a.gdb.zip"
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("a.gdb/a00000001.gdbtable", b"<html>")
    assert refusal(path)[0] in ("damaged", "wrong_content")
    shutil.copy(PIPES, tmp_path / "b.gdb.zip")
    assert read(tmp_path / "b.gdb.zip", layer="阀门").layer == "阀门"


@pytest.fixture
def redefine(tmp_path):
    """Put another definition in the place of a domain's, as long as it was."""

    def redefined(definition):
        path = tmp_path / "域.gdb.zip"
        with zipfile.ZipFile(PIPES) as old, zipfile.ZipFile(path, "w") as new:
            for member in old.namelist():
                new.writestr(member, DOMAIN.sub(definition, old.read(member)))
        return path

    return redefined


def entities(found):
    head = b'<!DOCTYPE a [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    return (head + b"<GPCodedValueDomain2>&b;</GPCodedValueDomain2>").ljust(len(found[0]))


def test_entities_in_the_definition_of_a_domain_are_refused(redefine):
    assert refusal(redefine(entities), layer="给水管线")[0] == "entities_declared"


def test_a_definition_that_breaks_off_is_refused(redefine):
    broken = redefine(lambda found: found[0][:-9] + b" " * 9)
    assert refusal(broken, layer="给水管线")[0] == "damaged"


def test_a_domain_without_codes_names_nothing(redefine):
    empty = redefine(lambda found: b"<GPCodedValueDomain2/>".ljust(len(found[0])))
    assert read(empty, layer="给水管线").frame["MATERIAL"].tolist() == [1, 2, 3, 4]
