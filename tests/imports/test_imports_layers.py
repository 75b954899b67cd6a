"""Which layers of a file the import wizard offers, and what it says of them."""

from io import StringIO
from pathlib import Path

import ezdxf
import pytest
from django.contrib.gis.geos import LineString, Point
from django.core.management import call_command

from tests.factories import AssetFactory
from tests.institute import EAST, LENGTH, NORTH

pytestmark = pytest.mark.django_db

ALIASES = Path(__file__).parents[1] / "data" / "aliases.gdb.zip"


def test_a_table_without_shapes_is_offered_and_its_columns_go_by_their_aliases(wizard, project):
    wizard.upload({ALIASES.name: ALIASES.read_bytes()}, project=project.number)
    page = wizard.page().text
    assert "XM（没有图形的表）" in page
    assert "XM 没有图形：选它则各行登记为未上图" in page
    wizard.check(action="diagnose", layer="GX", kind="pipe")
    found = {each["name"]: each for each in wizard.batch.diagnosis["columns"]["found"]}
    assert found["管线编号"]["field_name"] == "number"
    assert found["管径(mm)"]["field_name"] == "diameter_mm"
    assert found["道路名称"]["how"] == "name"
    page = wizard.page().text
    assert "“GXBH”列按文件里的别名称为“管线编号”" in page
    assert "XM（没有图形的表）" in page
    wizard.check(action="diagnose", layer="XM")
    assert wizard.batch.diagnosis["geometry"]["unmapped"] == 1


def test_layers_frozen_or_off_are_marked_and_left_unticked(wizard, project, tmp_path):
    document = ezdxf.new("R2010")
    document.layers.add("旧管线").freeze()
    document.layers.add("辅助线").off()
    for place, layer in enumerate(["燃气管线", "旧管线", "辅助线"]):
        north = NORTH + 50 * place
        document.modelspace().add_line(
            (EAST, north), (EAST + LENGTH, north), dxfattribs={"layer": layer}
        )
    document.saveas(tmp_path / "总图.dxf")
    wizard.upload({"总图.dxf": (tmp_path / "总图.dxf").read_bytes()}, project=project.number)
    page = wizard.page()
    for told in ("旧管线（冻结）", "辅助线（关闭）", "都不选，就读没有冻结、关闭的 1 个图层"):
        assert told in page.text
    assert page.context["settings"].reading["layer"].value() == ""
    assert wizard.batch.diagnosis["format"]["rows"] == 1
    wizard.check(action="diagnose", layer=["燃气管线", "旧管线"])
    assert wizard.batch.diagnosis["format"]["rows"] == 2


def test_the_first_check_of_our_own_parted_export_is_one(wizard, project, tmp_path):
    """The page names the layer that was read without being asked: that is no other reading."""
    line = LineString((101.6, 26.58), (101.61, 26.58), srid=4490)
    AssetFactory(project=project, location=line)
    AssetFactory(project=project, kind="gas_station", location=Point(101.6, 26.58, srid=4490))
    path = tmp_path / "导出.gpkg"
    call_command("export_assets", path, query=f"q={project.number}", stdout=StringIO())
    wizard.upload({path.name: path.read_bytes()})
    assert len(wizard.batch.diagnosis["format"]["layers"]) > 1
    wizard.check()
    assert wizard.batch.status == "checked"
    assert wizard.page().context["outcome"].report["rows_unchanged"] == 2
    assert "读法已改" not in wizard.page().text
