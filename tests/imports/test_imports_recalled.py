"""A file with a header that was imported before is read, and filled in, as the last one was."""

import pytest

from registry.models import Asset
from tests.institute import workbook

pytestmark = pytest.mark.django_db

HEADER = ["名称", "甲", "乙", "丙", "丁", "戊", "计量长度"]
ENDS = {"x": "甲", "y": "乙", "end_x": "丙", "end_y": "丁", "shape": "lines"}

ENDS_M = [[end + n for end in (471156.9, 2941718.1, 471190.0, 2941700.1)] for n in range(6)]


@pytest.fixture
def sheet(outline):
    outline("510402", 101.5, 26.4, 101.9, 26.8)
    rows = [[f"JS{n}", *ends, "蓝皮管", 37.7] for n, ends in enumerate(ENDS_M)]
    rows[2][-1] = "约三十"
    return {"管线.xlsx": workbook([HEADER, *rows])}


@pytest.fixture
def brought(wizard, project, sheet):
    """All but one row, with the columns of places, a constant and a meaning told by hand."""
    wizard.upload(sheet, project=project.number)
    wizard.check(kind="pipe", **ENDS)
    place = wizard.place("戊")
    wizard.check(**{f"column-{place}": "material"}, action="diagnose")
    wizard.check(**{f"value-{place}-0": "镀锌钢", "fixed-medium": "gas", "fixed-work": "replace"})
    assert wizard.batch.report["rows_refused"] == 1
    wizard.write(good_rows_only="on")
    assert Asset.objects.count() == 5
    return wizard


def recalled(wizard):
    settings = wizard.page().context["settings"]
    chosen = {name: settings.reading[name].value() for name in ENDS}
    fixed = {each["name"]: each["value"] for each in settings.columns.fixed if each["value"]}
    row = settings.columns.rows[wizard.place("戊")]
    meaning = [(each.raw, each.chosen) for each in row.meanings]
    return chosen, fixed, (row.field, row.how), meaning


EVERYTHING = (
    ENDS,
    {"medium": "gas", "work": "replace"},
    ("material", "上次同样的表头"),
    [("蓝皮管", "镀锌钢")],
)


def test_the_original_sent_again_is_read_as_before(brought, sheet, project):
    brought.upload(sheet, project=project.number)
    assert recalled(brought) == EVERYTHING
    page = brought.page().text
    assert (
        "沿用了上次的设置，请核对，不对就改：设施类别、坐标所在的列、全部行的介质、全部行的改造性质"
        in page
    )
    assert "上次同样的表头" in page


def test_refused_rows_come_back_with_all_that_was_told(brought, project):
    refused = brought.client.get(f"{brought.url}rejects/")
    brought.upload({"退回.xlsx": b"".join(refused.streaming_content)}, project=project.number)
    assert brought.batch.rows == 1
    assert recalled(brought) == EVERYTHING


def test_what_is_recalled_may_be_changed_and_taken_away(brought, sheet, project):
    brought.upload(sheet, project=project.number)
    place = brought.place("戊")
    told = {"fixed-medium": "", "fixed-work": "new", f"value-{place}-0": "PE"}
    brought.check(**told, action="diagnose")
    _, fixed, _, meaning = recalled(brought)
    assert (fixed, meaning) == ({"work": "new"}, [("蓝皮管", "PE")])
    brought.check(x="", y="", end_x="", end_y="", shape="none")
    chosen, fixed, _, meaning = recalled(brought)
    assert chosen["x"] in ("", None)
    assert (fixed, meaning) == ({"work": "new"}, [("蓝皮管", "PE")])


def test_what_the_new_file_says_of_its_medium_goes_before_the_last_one_s(brought, project):
    """Institutes use one template for all media."""
    rows = [[f"雨水{n}", *ends, "蓝皮管", 37.7] for n, ends in enumerate(ENDS_M)]
    brought.upload({"管线.xlsx": workbook([HEADER, *rows])}, project=project.number)
    _, fixed, _, _ = recalled(brought)
    assert fixed == {"medium": "rain", "work": "replace"}
    page = brought.page().text
    assert "坐标所在的列、全部行的改造性质。" in page
