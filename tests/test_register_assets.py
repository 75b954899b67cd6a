"""Asset forms of every kind, points and their doubts, exact shapes."""

import json
import re

import pytest
from django.contrib.gis.geos import MultiPolygon, Point, Polygon

from registry.kinds import COLUMNS, KINDS
from registry.kinds.sectors import usual_kinds
from registry.models import Asset, District, ImportBatch, Sector
from registry.models.assets import UNCONVERTED
from tests.asset_forms import address, filled, sent_back
from tests.factories import AssetFactory, ProjectFactory

FREE_KINDS = [code for code in KINDS if code != "camera"]
EXAMPLES = {
    "text": lambda a: "5" * a.digits if a.digits else "文字",
    "number": lambda a: str(max(a.low or 0, 1)),
    "date": lambda a: "2004-01-01",
    "select": lambda a: a.options[0] if isinstance(a.options[0], str) else a.options[0][0],
}


@pytest.fixture
def project(db):
    return ProjectFactory()


@pytest.fixture
def desk(login, reporter):
    return login(reporter)


@pytest.fixture
def outlines(db):
    """东区 and 西区 side by side."""
    for code, west in (("510402", 101.7), ("510403", 101.5)):
        box = Polygon.from_bbox((west, 26.5, west + 0.2, 26.7))
        District.objects.filter(pk=code).update(outline=MultiPolygon(box, srid=4490))


def test_no_attribute_has_the_name_of_a_column():
    taken = {*COLUMNS, "client_id", "version", "outside_confirmed", "longitude", "latitude"}
    for kind in KINDS.values():
        assert not taken.intersection(kind.by_name), kind.code


@pytest.mark.parametrize("code", FREE_KINDS)
def test_every_kind_is_entered_in_full_and_comes_back_unchanged(desk, project, code):
    kind = KINDS[code]
    attributes = {a.name: EXAMPLES[a.input_type](a) for a in kind.attributes}
    columns = {name: EXAMPLES[a.input_type](a) for name, a in kind.columns.items()}
    columns["year_laid"] = "2003"
    answer = desk.post(address(project, code), filled(**attributes, **columns))
    assert answer.status_code == 302, answer.context["form"].errors
    asset = Asset.objects.get()
    assert set(asset.attributes) == set(attributes)
    assert asset.missing() == []

    url = f"/projects/{project.number}/assets/{asset.pk}/edit/"
    assert desk.post(url, sent_back(desk.get(url))).status_code == 302
    assert Asset.objects.get().version == 1


@pytest.mark.parametrize("code", FREE_KINDS)
def test_every_kind_may_be_entered_with_nothing_known(desk, project, code):
    assert desk.post(address(project, code), filled()).status_code == 302
    asset = Asset.objects.get()
    assert asset.location is None
    page = desk.get(f"/projects/{project.number}/").text
    assert "未上图" in page
    if asset.missing():
        assert f"缺 {len(asset.missing())} 项" in page


def test_cameras_are_offered_in_the_restricted_sector_only(desk, login, police, project):
    assert "摄像机" not in desk.get(f"/projects/{project.number}/assets/new/").text
    assert desk.get(address(project, "camera")).status_code == 400
    cameras = ProjectFactory(sector_id="A11", lead_id="public-security")
    answer = login(police).post(address(cameras, "camera"), filled())
    assert answer.status_code == 302


@pytest.mark.parametrize(
    ("sector", "first"),
    [
        ("A03", ["pipe", "water_plant", "pump_station"]),
        ("A02", ["elevator"]),
        ("A08", ["sanitation"]),
        ("B06", ["device"]),
    ],
)
def test_the_kinds_that_are_usual_in_the_sector_are_offered_first(desk, sector, first):
    project = ProjectFactory(sector_id=sector)
    page = desk.get(f"/projects/{project.number}/assets/new/").text
    offered = re.findall(r"[?]kind=(\w+)", page)
    assert offered[: len(first)] == first
    assert len(offered) == len(set(offered)) == len(KINDS) - 1


def test_every_sector_has_its_usual_kinds(db):
    for sector in Sector.objects.all():
        assert usual_kinds(sector.code) <= set(KINDS)
        assert usual_kinds(sector.code), sector


def test_an_unknown_kind_is_answered_with_a_sentence(desk, project):
    answer = desk.get(address(project, "spaceship"))
    assert answer.status_code == 400
    assert "spaceship" in answer.text


@pytest.mark.parametrize(
    ("code", "values", "told"),
    [
        ("pipe", {"diameter_mm": "-300"}, "不能小于 10"),
        ("pipe", {"diameter_mm": "三百"}, "不是数字"),
        ("pipe", {"diameter_mm": "NaN"}, "不是数字"),
        ("pipe", {"year_laid": "2099"}, "不能晚于今年"),
        ("pipe", {"year_laid": "1900"}, "不能小于 1950"),
        ("pipe", {"declared_length_m": "-1"}, "不能小于 0"),
        ("pipe", {"medium": "beer"}, "没有“beer”这一项"),
        ("pipe", {"material": "竹"}, "没有“竹”这一项"),
        ("elevator", {"registered_on": "2099-01-01"}, "不能晚于今天"),
        ("elevator", {"registration_code": "5104"}, "应为 20 位数字"),
        ("elevator", {"name": "梯" * 201}, "最多 200 个字"),
        ("elevator", {"longitude": "NaN", "latitude": "26.58"}, "不是数字"),
        ("pipe", {"year_laid": "1e1000000"}, "请写四位年份"),
        ("elevator", {"longitude": "1e400", "latitude": "26.58"}, "不是数字"),
        ("elevator", {"longitude": "181", "latitude": "26.58"}, "不能大于 180"),
        ("elevator", {"longitude": "26.58", "latitude": "101.7"}, "不能大于 85"),
        ("elevator", {"longitude": "101.7"}, "应同时填写"),
        ("elevator", {"classification": "secret"}, "没有保存"),
        ("elevator", {"client_id": "not-a-uuid"}, "没有保存"),
        ("elevator", {"name": "a\x00b"}, "没有保存"),
    ],
)
def test_wrong_values_are_refused_in_words_and_kept(desk, project, code, values, told):
    answer = desk.post(address(project, code), filled(work="replace") | values)
    assert answer.status_code == 200
    assert told in answer.text
    assert not Asset.objects.exists()


def test_a_length_may_have_two_decimals(desk, project):
    for length in ("1500.3", "0.07"):
        data = filled(declared_length_m=length)
        assert desk.post(address(project, "pipe"), data).status_code == 302
    assert "小数" in desk.post(address(project, "pipe"), filled(declared_length_m="1.234")).text


def test_full_width_figures_are_read(desk, project):
    desk.post(address(project, "pipe"), filled(diameter_mm="３００", year_laid="２００３"))
    asset = Asset.objects.get()
    assert (asset.attributes["diameter_mm"], asset.year_laid) == (300, 2003)


def test_a_number_stands_once_in_a_project(desk, project):
    AssetFactory(project=project, number="GS-1")
    assert "已有这个编号" in desk.post(address(project), filled(number="GS-1")).text
    assert Asset.objects.count() == 1


def test_a_point_is_kept_to_the_last_digit(desk, project):
    desk.post(address(project), filled(longitude="101.723456789", latitude="26.581234567"))
    asset = Asset.objects.get()
    assert asset.location.coords == (101.723456789, 26.581234567)
    url = f"/projects/{project.number}/assets/{asset.pk}/edit/"
    data = sent_back(desk.get(url)) | {"name": "一号梯"}
    desk.post(url, data)
    assert Asset.objects.get().location.coords == asset.location.coords
    desk.post(url, sent_back(desk.get(url)) | {"longitude": "", "latitude": ""})
    assert Asset.objects.get().location is None


@pytest.mark.usefixtures("outlines")
@pytest.mark.parametrize(
    ("longitude", "told"),
    [("101.6", "位置在“西区”，不在申报地区“东区”范围内"), ("103", "不在本市范围内")],
)
def test_a_point_outside_is_asked_about_and_may_be_confirmed(desk, project, longitude, told):
    data = filled(longitude=longitude, latitude="26.6")
    answer = desk.post(address(project), data)
    assert told in answer.text
    assert not Asset.objects.exists()
    desk.post(address(project), data | {"outside_confirmed": "on"})
    assert Asset.objects.get().outside_confirmed


@pytest.mark.usefixtures("outlines")
@pytest.mark.parametrize("district", ["510402", "510400", "510421"])
def test_a_point_within_the_territory_or_with_nothing_to_judge_by_is_no_question(
    login, admin, district
):
    project = ProjectFactory(district_id=district)
    answer = login(admin).post(address(project), filled(longitude="101.8", latitude="26.6"))
    assert answer.status_code == 302
    assert not Asset.objects.get().outside_confirmed


@pytest.mark.usefixtures("outlines")
def test_a_zone_without_outline_is_judged_by_the_district_it_lies_in(login, admin):
    District.objects.filter(pk="VTGXQ").update(parent="510403")
    project = ProjectFactory(district_id="VTGXQ")
    inside = login(admin).post(address(project), filled(longitude="101.6", latitude="26.6"))
    outside = login(admin).post(address(project), filled(longitude="101.8", latitude="26.6"))
    assert inside.status_code == 302
    assert "不在申报地区“钒钛高新区”范围内" in outside.text


@pytest.mark.parametrize(
    ("code", "values"),
    [
        ("elevator", {"number": "1", "longitude": "101.7", "latitude": "26.58"}),
        ("pipe", {"number": "1", "declared_length_m": "1500.3", "diameter_mm": "300"}),
    ],
)
def test_a_repeated_request_adds_nothing(desk, project, code, values):
    data = filled(**values)
    for _ in range(2):
        assert desk.post(address(project, code), data).status_code == 302
    Asset.objects.update(name="他人改过")
    assert desk.post(address(project, code), data).status_code == 302
    assert Asset.objects.count() == 1


def test_going_back_and_saving_other_values_adds_another_asset_and_says_so(desk, project):
    data = filled(number="1", brand="甲")
    desk.post(address(project), data)
    answer = desk.post(address(project), data | {"number": "2"}, follow=True)
    assert "另外添加一条" in answer.text
    first, second = Asset.objects.order_by("pk")
    assert (first.number, second.number) == ("1", "2")
    assert first.client_id != second.client_id


def test_going_back_under_the_same_number_is_refused(desk, project):
    data = filled(number="1", name="甲")
    desk.post(address(project), data)
    assert "已有这个编号" in desk.post(address(project), data | {"name": "乙"}).text
    assert Asset.objects.get().name == "甲"


@pytest.mark.parametrize("values", [{"version": ""}, {"version": "x"}, {"client_id": ""}])
def test_broken_hidden_fields_are_named_in_words(desk, project, values):
    assert "填写的内容没有收全" in desk.post(address(project), filled() | values).text


def test_an_empty_post_is_refused_in_words(desk, project):
    asset = AssetFactory(project=project)
    for url in (address(project), f"/projects/{project.number}/assets/{asset.pk}/edit/"):
        assert "填写的内容没有收全" in desk.post(url, {}).text
    assert Asset.objects.get().version == 1


def test_the_shape_of_a_line_survives_its_form(desk, project):
    asset = AssetFactory(project=project)
    url = f"/projects/{project.number}/assets/{asset.pk}/edit/"
    page = desk.get(url)
    assert "现有图形原样保留" in page.text
    assert "longitude" not in page.context["form"].fields
    desk.post(url, sent_back(page) | {"year_laid": "2001"})
    after = Asset.objects.get()
    assert (after.year_laid, after.location.coords) == (2001, asset.location.coords)


def test_a_deleted_asset_is_gone_and_remembered(desk, project):
    asset = AssetFactory(project=project, name="一号管")
    desk.post(f"/projects/{project.number}/assets/{asset.pk}/delete/")
    assert not Asset.objects.exists()
    event = asset.events.model.objects.get(pgh_obj_id=asset.pk)
    assert event.name == "一号管"
    project.total.refresh_from_db()
    assert project.total.asset_count == 0


def test_a_second_click_on_delete_finds_the_work_done(desk, project):
    url = f"/projects/{project.number}/assets/{AssetFactory(project=project).pk}/delete/"
    desk.post(url)
    assert "已经删除" in desk.post(url, follow=True).text
    nowhere = f"/projects/{project.number}/assets/{'9' * 40}/delete/"
    assert desk.post(nowhere).status_code == 404


def test_the_card_shows_the_asset_that_was_clicked(desk, project):
    asset = AssetFactory(
        project=project, name="机场路管", attributes={"diameter_mm": 300, "material": "PE"}
    )
    page = desk.get(f"/projects/{project.number}/card/?asset={asset.pk}").text
    for text in ("机场路管", "管径 DN（mm）", "300", "图上长度", "缺项", "敷设年份"):
        assert text in page
    assert desk.get(f"/projects/{project.number}/card/?asset=x").status_code == 400


def test_an_asset_tells_the_file_it_came_from_and_a_system_that_was_not_converted(desk, project):
    batch = ImportBatch.objects.create(
        file_name="西区管线.zip", sha256="0" * 64, source_crs="EPSG:2379!unconverted"
    )
    marked = {"坐标系未转换": "EPSG:2379!unconverted"}
    asset = AssetFactory(project=project, batch=batch, source_row=5, source_attributes=marked)
    page = desk.get(f"/projects/{project.number}/card/?asset={asset.pk}").text
    assert "西区管线.zip 第 5 行，西安80 三度带 102E（EPSG:2379），坐标系未转换，" in page
    pages = (page, desk.get(project.get_absolute_url()).text)
    pages += (desk.get(f"/projects/{project.number}/assets/{asset.pk}/edit/").text,)
    tag = '<span class="tag tag-bad">坐标系未转换</span>'
    assert [tag in page for page in pages] == [True, True, False]
    assert "<strong>坐标系未转换</strong>" in pages[2]
    asset.source_attributes = {"片区": "江北"}
    asset.save()
    assert tag not in desk.get(project.get_absolute_url()).text


def test_shapes_are_exact_and_unmapped_assets_left_out(desk, project):
    pipe = AssetFactory(project=project, name="甲", number="1")
    lift = AssetFactory(
        project=project, kind="elevator", location=Point(101.123456789, 26.987654321, srid=4490)
    )
    AssetFactory(project=project, location=None)
    answer = desk.get(f"/projects/{project.number}/assets.geojson")
    assert answer.headers["Content-Type"] == "application/geo+json"
    shapes = {f["properties"]["id"]: f for f in json.loads(answer.content)["features"]}
    assert set(shapes) == {pipe.pk, lift.pk}
    assert shapes[lift.pk]["geometry"]["coordinates"] == [101.123456789, 26.987654321]
    assert shapes[pipe.pk]["properties"] == {
        "id": pipe.pk,
        "kind": "pipe",
        "medium": "gas",
        "name": "甲",
        "number": "1",
    }


def test_what_a_file_said_besides_stands_with_the_asset(desk, project):
    batch = ImportBatch.objects.create(
        file_name="管段.zip", sha256="0" * 64, source_crs="EPSG:4490"
    )
    kept = {"备注": "一九九五年迁改", "空": "", UNCONVERTED: "西安80", "井数": 3}
    asset = AssetFactory(project=project, batch=batch, source_row=5, source_attributes=kept)
    page = desk.get(f"/projects/{project.number}/assets/{asset.pk}/edit/")
    (source, told), *said = page.context["origin"]
    assert (source, told.startswith("管段.zip 第 5 行，")) == ("来源文件", True)
    assert dict(said) == {"原表“备注”": "一九九五年迁改", "原表“井数”": "3"}
    assert "一九九五年迁改" in page.text
    card = desk.get(f"/projects/{project.number}/card/?asset={asset.pk}")
    assert "一九九五年迁改" in card.text


def test_an_asset_entered_by_hand_came_from_no_file(desk, project):
    page = desk.get(f"/projects/{project.number}/assets/{AssetFactory(project=project).pk}/edit/")
    assert page.context["origin"] == []
    assert "从文件导入" not in page.text
