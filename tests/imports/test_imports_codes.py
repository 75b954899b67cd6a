"""Columns of codes that the file itself has names for, on the import's page."""

import json

import pytest

from registry.models import Asset, ColumnMemory
from tests.coded import coded_package

pytestmark = pytest.mark.django_db
KEPT = {"codes": "kept"}
WITHOUT_THREE = {"管材": [1, 2, 2], "GXLX": ["TC", "YS", "TC"], "口径": [300, 400, 300]}


@pytest.fixture
def upload(wizard, project, tmp_path):
    def sent(columns=None):
        path = coded_package(tmp_path / "管网.gpkg", columns)
        wizard.upload({"管网.gpkg": path.read_bytes()}, project=project.number)
        wizard.check(kind="pipe", action="diagnose")

    return sent


def materials():
    return [asset.attributes.get("material") for asset in Asset.objects.order_by("source_row")]


def test_the_diagnosis_shows_names_and_says_of_each_column_where_they_are_from(wizard, upload):
    upload()
    found = {column["name"]: column for column in wizard.batch.diagnosis["columns"]["found"]}
    assert found["管材"]["samples"] == ["球墨铸铁", "PE", "3"]
    page = wizard.page().text
    assert (
        page.count("“管材”列的 2 种代码，已按文件自带的代码表（属性域“material”）换成名称。") == 1
    )
    assert page.count("“GXLX”列的 2 种代码") == 1
    assert page.count("“管材”列有 1 行的代码（共 1 种，如 3）在代码表“material”里没有名称") == 1
    assert 'name="codes"' in page


def test_names_are_what_is_written(wizard, upload):
    upload(WITHOUT_THREE)
    wizard.check(kind="pipe")
    assert wizard.batch.report["errors"] == []
    wizard.write()
    assert materials() == ["球墨铸铁", "PE", "PE"]
    assert [asset.medium for asset in Asset.objects.order_by("source_row")][:2] == ["water", "rain"]


def test_a_row_whose_code_has_no_name_is_refused_by_the_code(wizard, upload):
    upload()
    wizard.check(kind="pipe")
    assert [(e["row"], e["field"]) for e in wizard.batch.report["errors"]] == [(3, "material")]


def test_codes_stay_codes_where_the_person_wants_them(wizard, upload):
    upload(WITHOUT_THREE)
    wizard.check(action="diagnose", **KEPT)
    page = wizard.page().text
    assert "文件自带“管材”列的代码表（属性域“material”），已按要求保留代码。" in page
    assert '<option value="kept" selected>' in page
    place = wizard.place("管材")
    meanings = wizard.page().context["settings"].columns.rows[place].meanings
    assert [meaning.raw for meaning in meanings] == ["1", "2"]
    told = {f"value-{place}-0": "PE", f"value-{place}-1": "球墨铸铁"}
    wizard.check(
        kind="pipe", **{f"column-{wizard.place('GXLX')}": "", "fixed-medium": "water"}, **told
    )
    wizard.write()
    assert materials() == ["PE", "球墨铸铁", "球墨铸铁"]
    assert Asset.objects.get(source_row=1).source_attributes["GXLX"] == "TC"


def test_what_was_remembered_of_the_header_still_holds(wizard, upload, reporter):
    """The same columns, read as codes the last time and their meanings told by hand."""
    upload(WITHOUT_THREE)
    wizard.check(kind="pipe")
    wizard.write()
    memory = ColumnMemory.objects.get()
    memory.mapping = memory.mapping | {
        "columns": [["material", "GXLX"]],
        "values": [["material", "1", "PE"]],
    }
    memory.save()
    wizard.upload({"管网.gpkg": wizard.batch.path.read_bytes()})
    wizard.check(kind="pipe", action="diagnose")
    found = {column["name"]: column for column in wizard.batch.diagnosis["columns"]["found"]}
    assert found["GXLX"]["field_name"] == "material"


def test_a_file_without_code_tables_does_not_ask(wizard, project):
    line = {"type": "LineString", "coordinates": [[101.7185, 26.5823], [101.7195, 26.5823]]}
    feature = {"type": "Feature", "properties": {"管材": 1}, "geometry": line}
    content = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
    wizard.upload({"管网.geojson": content}, project=project.number)
    assert 'name="codes"' not in wizard.page().text
