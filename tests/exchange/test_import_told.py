"""What an export tells besides the asset's own: an update never takes it, and says so."""

import geopandas
import pytest
from django.contrib.gis.geos import GEOSGeometry

from registry.choices import Stage
from registry.exchange.mapping import TOLD
from registry.exchange.told import FACTS
from tests.exchange.test_import_stated import edit

CRS = ("--crs", "EPSG:4490")


@pytest.fixture
def pipes(make_project):
    project = make_project(name="炳草岗片区燃气管网" + "更新改造" * 45)
    for n in (1, 2):
        project.assets.create(
            kind="pipe",
            number=f"G{n}",
            medium="gas",
            location=GEOSGeometry(f"SRID=4490;LINESTRING (101.6{n} 26.6, 101.6{n} 26.601)"),
        )
    return project


@pytest.fixture
def renew(bring):
    def run(path, project, *options):
        crs = CRS if path.suffix in (".xlsx", ".csv", ".dxf") else ()
        asked = ("--project", project.number, "--mode", "update", *crs)
        return bring(path, *asked, *options)

    return run


def told(report):
    return {w["field"]: w["message"] for w in report["warnings"] if w["code"] == "told_differs"}


@pytest.mark.parametrize(
    ("name", "options"),
    [
        *((f"a.{suffix}", ()) for suffix in ("xlsx", "csv", "gpkg", "geojson", "kml", "dxf")),
        *(("a.shp", ("--encoding", encoding)) for encoding in ("utf-8", "gbk")),
    ],
)
def test_what_nobody_touched_is_not_told(take, renew, pipes, name, options):
    _, path = take(name, *options)
    code, report = renew(path, pipes)
    assert (code, report["rows_unchanged"], told(report)) == (0, 2, {}), report


def test_every_column_that_is_told_can_be_compared():
    assert set(FACTS) == {field.label for field in TOLD}


def test_an_edited_stage_is_told_once_with_rows_and_project(take, renew, pipes):
    _, path = take("a.xlsx")
    first = edit(path, 阶段=["竣工验收", "竣工验收"], 地区=[..., "东区"], 领域=[None])
    code, report = renew(path, pipes)
    pipes.refresh_from_db()
    assert (code, report["rows_changed"], pipes.stage) == (0, 0, Stage.PLANNED)
    assert told(report) == {
        "阶段": f"“阶段”不由文件改，请在项目页办理：有 2 行与登记的不同"
        f"（第 {first}、{first + 1} 行，项目 {pipes.number}）。",
        "地区": f"“地区”不由文件改，请在项目的“修改”页改：有 1 行与登记的不同"
        f"（第 {first + 1} 行，项目 {pipes.number}）。",
    }


def test_a_mapped_length_and_another_project_are_told(take, renew, pipes):
    _, path = take("a.xlsx")
    edit(path, 项目编号=["RA-999999"], **{"图上长度（m）": [..., 999]})
    code, report = renew(path, pipes)
    assert (code, list(told(report))) == (0, ["项目编号", "图上长度（m）"])


def test_the_project_s_number_may_be_written_in_small_letters(take, bring, pipes):
    _, path = take("a.xlsx")
    edit(path, 项目编号=[pipes.number.lower()] * 2)
    asked = ("--project-field", "项目编号", "--mode", "update", *CRS)
    code, report = bring(path, *asked)
    assert (code, report["rows_unchanged"], told(report)) == (0, 2, {}), report


def test_a_new_row_is_told_what_it_says_of_its_project(take, renew, pipes):
    _, path = take("a.xlsx")
    edit(path, 资产标识=["00000000-0000-4000-8000-000000000000"], 阶段=["竣工验收"])
    _, report = renew(path, pipes)
    assert list(told(report)) == ["阶段"]


def test_a_cut_column_of_a_shapefile_is_told_under_its_own_name(take, renew, pipes, tmp_path):
    _, path = take("a.shp")
    frame = geopandas.read_file(path)
    frame["项目名"] = "另一个项目"
    frame.to_file(tmp_path / "b.shp", encoding="utf-8")
    code, report = renew(tmp_path / "b.shp", pipes)
    assert (code, list(told(report))) == (0, ["项目名"]), report


def test_a_placemark_called_otherwise_is_told(take, renew, pipes):
    _, path = take("a.kml")
    path.write_text(path.read_text(encoding="utf-8").replace("<name>G1<", "<name>新名称<"), "utf-8")
    code, report = renew(path, pipes)
    assert (code, list(told(report))) == (0, ["name"])
