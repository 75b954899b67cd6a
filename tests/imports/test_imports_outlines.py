"""Outlines that a drawing has as closed lines become areas, where the kind wants these."""

import ezdxf
import pytest

from registry.models import Asset
from tests.institute import EAST, NORTH

pytestmark = pytest.mark.django_db


@pytest.fixture
def outlines(wizard, project, tmp_path):
    """Two closed houses and an open one, drawn on one layer."""
    drawing = ezdxf.new("R2010")
    for place, is_closed in enumerate((True, True, False)):
        east = EAST + 40 * place
        corners = [(east, NORTH), (east + 20, NORTH), (east + 20, NORTH + 15), (east, NORTH + 15)]
        drawing.modelspace().add_lwpolyline(corners, close=is_closed)
    drawing.saveas(tmp_path / "建筑.dxf")
    wizard.upload({"建筑.dxf": (tmp_path / "建筑.dxf").read_bytes()}, project=project.number)
    wizard.check(action="diagnose", kind="building", crs="EPSG:4543")
    return wizard


def test_closed_lines_are_offered_to_be_made_areas_and_open_ones_by_themselves(outlines):
    found = {each["code"]: each for each in outlines.batch.diagnosis["geometry"]["faults"]}
    assert {code: found[code]["count"] for code in ("ring_line", "unclosed")} == {
        "ring_line": 2,
        "unclosed": 1,
    }
    (example, _) = found["ring_line"]["examples"]
    assert (example["area_before_m2"], round(example["area_after_m2"])) == (0, 300)
    assert "首尾相接的线</strong> 2 个：修复" in outlines.page().text


def test_nothing_is_made_of_them_unasked_and_the_refusal_says_what_to_do(outlines):
    outlines.check()
    assert outlines.batch.report["rows_refused"] == 3
    text = outlines.page().text
    assert "勾选“首尾相接的线”，再重新检查" in text
    assert "勾选“面未闭合”，再重新检查" in text


def test_what_is_asked_for_is_made_an_area_and_says_so(outlines):
    outlines.check(mends=["ring_line"])
    report = outlines.batch.report
    assert (report["rows_mended"], report["rows_refused"]) == (2, 1)
    outlines.write(good_rows_only="on")
    made = Asset.objects.all()
    assert {asset.location.geom_type for asset in made} == {"Polygon"}
    assert {asset.source_attributes["图形修复"] for asset in made} == {"ring_line"}


def test_a_kind_that_may_be_a_line_keeps_it(outlines):
    outlines.check(action="diagnose", kind="structure")
    codes = {each["code"] for each in outlines.batch.diagnosis["geometry"]["faults"]}
    assert not codes & {"ring_line", "unclosed"}
