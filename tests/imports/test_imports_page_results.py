"""After the check: what is refused, doubted and in conflict, and what the button then does."""

import io
import json
import re

import numpy as np
import pytest
import shapely
from django.contrib.gis.geos import Point
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from gis.crs.offsets import to_gcj02
from registry.jobs import tidy
from registry.models import Asset, ImportBatch, Organisation, Project
from tests.factories import AssetFactory
from tests.institute import gas_pipes, sent, workbook, write_shapefile
from tests.wizard import Wizard

pytestmark = pytest.mark.django_db


def stations(*rows):
    header = ["编号", "名称", "投用年份", "经度", "纬度"]
    return {"调压站.xlsx": workbook([header, *rows])}


GOOD = ["T1", "一号站", 2001, 101.71, 26.58]
LATE = ["T2", "二号站", 2050, 101.72, 26.58]
ODD = ["T3", "三号站", "不记得", 101.73, 26.58]


@pytest.fixture
def mixed(wizard, project):
    """A workbook of which one row of three is good, checked."""
    wizard.upload(stations(GOOD, LATE, ODD), project=project.number)
    wizard.check(kind="gas_station", action="diagnose")
    wizard.check()
    return wizard


def test_errors_are_told_by_reason_with_row_and_field(mixed):
    page = mixed.page()
    outcome = page.context["outcome"]
    assert [(group.title, group.count) for group in outcome.errors] == [("投用年份：值不合要求", 2)]
    assert [line["row"] for line in page.context["lines"]] == [3, 4]
    assert "不能晚于今年" in page.text
    assert "不记得" in page.text


def test_good_rows_only_has_to_be_said(mixed, project):
    assert mixed.page().context["outcome"].promise.endswith("不写入 2 行")
    answer = mixed.write()
    assert answer.status_code == 200
    assert "请勾选只写入合格的行" in answer.text
    assert not Asset.objects.exists()
    mixed.write(good_rows_only="on")
    assert project.assets.get().number == "T1"
    assert "不能写入 2 行" in mixed.page().text


def test_on_how_many_sheets_the_refused_rows_lie_is_said_once_written_too(mixed, monkeypatch):
    monkeypatch.setattr("registry.exchange.reject_sheet.MAX_ROWS", 2)
    mixed.check()
    assert "分成 2 张" in mixed.page().text
    mixed.write(good_rows_only="on")
    assert "分成 2 张工作表" in mixed.page().text


def test_the_map_opens_where_the_rows_lie(mixed, project):
    mixed.write(good_rows_only="on")
    where = f"?q={project.number}#17/26.58000/101.71000"
    assert f'href="{reverse("layers:map")}{where}"' in mixed.page().text


def test_the_rejects_say_why_and_can_be_brought_again(mixed, project):
    answer = mixed.client.get(f"{mixed.url}rejects/")
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%E8%B0%83")
    assert answer["Cache-Control"] == "private, no-store"
    content = b"".join(answer.streaming_content)
    rows = [[cell.value for cell in row] for row in load_workbook(io.BytesIO(content)).active]
    reasons = rows[0].index("退回原因")
    assert [row[reasons] for row in rows[1:]] != [None, None]
    year = rows[0].index("投用年份")
    for row in rows[1:]:
        row[year] = 1999
    again = Wizard(mixed.client, mixed.run)
    again.upload({"改好.xlsx": workbook(rows)}, project=project.number)
    again.check(kind="gas_station", action="diagnose")
    again.check()
    assert again.batch.report["rows_new"] == 2
    assert "退回原因" not in again.batch.report["kept_columns"]
    assert "退回原因" not in str(again.batch.diagnosis)


def test_many_errors_are_paged_and_filtered(wizard, project):
    rows = [[f"T{n}", "站", 2050, 101.7 + n / 1e4, 26.58] for n in range(45)]
    wizard.upload(stations(*rows, ODD), project=project.number)
    wizard.check(kind="gas_station", action="diagnose")
    wizard.check()
    group = wizard.page().context["outcome"].errors[0]
    assert group.count == 46
    second = wizard.page(f"?of={group.key}&page=2").context["lines"]
    assert (len(second), second.paginator.num_pages) == (20, 3)
    assert "没有一行可以写入" in wizard.page().text


def test_a_warning_waits_for_its_own_tick(wizard, project, tmp_path):
    AssetFactory(project=project, number="旧管")
    first = write_shapefile(tmp_path, gas_pipes(2), prj=True)
    wizard.upload(first, project=project.number)
    wizard.check(**{"fixed-medium": "gas"})
    wizard.write()
    again = Wizard(wizard.client, wizard.run)
    columns = gas_pipes(2) | {"管线编号": ["N-1", "N-2"]}
    again.upload(write_shapefile(tmp_path, columns, prj=True), project=project.number)
    again.check(**{"fixed-medium": "gas"})
    outcome = again.page().context["outcome"]
    assert [group.title for group in outcome.questions] == ["与已登记的设施图形相同"]
    refused = again.write(all_confirmed=False)
    assert "还有警告没有确认" in refused.text
    again.write()
    assert project.assets.count() == 5


def test_rows_that_lie_elsewhere_may_stay_behind_while_the_others_go_in(wizard, project, outline):
    outline("510402", 101.7, 26.5, 101.8, 26.6)
    away = ["T2", "二号站", 2002, 103.2, 26.58]
    wizard.upload(stations(GOOD, away), project=project.number)
    wizard.check(kind="gas_station", action="diagnose")
    wizard.check(crs="EPSG:4490")
    page = wizard.page()
    assert "不写入这 1 行" in page.text
    seen = page.context["write"]["seen"].value()
    wizard._step("leave-out", {"seen": seen, "left_out": "duplicate_in_file"})
    assert wizard.batch.report["rows_refused"] == 0
    wizard._step("leave-out", {"seen": seen, "left_out": "outside_city"})
    page = wizard.page()
    assert page.context["outcome"].codes_to_confirm == []
    assert [line["row"] for line in page.context["lines"]] == [3]
    wizard.write(good_rows_only="on")
    assert project.assets.get().number == "T1"


def test_duplicates_are_left_out_where_that_is_ticked(wizard, project, tmp_path):
    parts = write_shapefile(tmp_path, gas_pipes(2), prj=True)
    wizard.upload(parts, project=project.number)
    wizard.check(**{"fixed-medium": "gas"})
    wizard.write()
    columns = gas_pipes(3) | {"管线编号": ["N-1", "N-2", "N-3"]}
    again = Wizard(wizard.client, wizard.run)
    again.upload(write_shapefile(tmp_path, columns, prj=True), project=project.number)
    again.check(skip_duplicates="on", **{"fixed-medium": "gas"})
    assert again.page().context["outcome"].promise == (
        f"写入 1 行到 {project.number}，略过重复 2 行"
    )
    again.write()
    assert project.assets.count() == 3


def test_a_row_changed_since_the_export_is_shown_side_by_side(wizard, project):
    asset = AssetFactory(project=project, kind="gas_station", number="T1", name="一号站")
    Asset.objects.filter(pk=asset.pk).update(name="一号调压站")
    header = ["资产标识", "版本", "编号", "名称"]
    row = [str(asset.client_id), asset.version, "T1", "壹号站"]
    wizard.upload({"核对.xlsx": workbook([header, row])}, project=project.number)
    wizard.check(kind="gas_station", action="diagnose")
    assert "这是本系统导出的文件" in wizard.page().text
    wizard.check(mode="update", key="client_id")
    page = wizard.page()
    conflict = page.context["outcome"].conflicts[0]
    assert conflict["fields"][0] == {
        "name": "name", "label": "名称", "registered": "一号调压站", "file": "壹号站",
        "exported": "一号站", "side": "both",
    }  # fmt: skip
    assert "登记册里后来又改过的" in page.text
    assert "壹号站" in page.text
    asset.refresh_from_db()
    assert asset.name == "一号调压站"


def taken_out(asset, **changed):
    """A lift, station or plant as our own export writes it, with other values."""
    row = {
        "资产标识": str(asset.client_id),
        "版本": asset.version,
        "项目编号": asset.project.number,
        "设施类别": "燃气场站",
        "编号": asset.number,
        "名称": asset.name,
    } | changed
    return {"核对.xlsx": workbook([list(row), list(row.values())])}


def test_our_own_export_is_an_update_of_the_projects_that_it_names(wizard, project):
    asset = AssetFactory(project=project, kind="gas_station", number="T1", name="一号站")
    wizard.upload(taken_out(asset, 名称="壹号站"))
    target = wizard.page().context["settings"].target
    told = [target[name].value() for name in ("target", "project_column", "mode", "key")]
    assert told == ["column", "项目编号", "update", "client_id"]
    wizard.check()
    wizard.write()
    asset.refresh_from_db()
    assert (asset.name, project.assets.count()) == ("壹号站", 1)


def test_who_wants_new_rows_of_our_own_export_is_not_asked_again(wizard, project):
    asset = AssetFactory(project=project, kind="gas_station", number="T1", name="一号站")
    wizard.upload(taken_out(asset), project=project.number)
    assert wizard.page().context["settings"].target["target"].value() == "existing"
    wizard.check(mode="append", action="diagnose")
    assert wizard.page().context["settings"].target["mode"].value() == "append"


def test_an_update_changes_only_what_differs(wizard, project):
    asset = AssetFactory(project=project, kind="gas_station", number="T1", name="一号站")
    rows = [["编号", "名称"], ["T1", "一号调压站"]]
    wizard.upload({"更名.xlsx": workbook(rows)}, project=project.number)
    wizard.check(kind="gas_station", action="diagnose")
    wizard.check(mode="update", key="number")
    assert wizard.page().context["outcome"].promise == f"更新 {project.number} 的 1 行"
    wizard.write()
    where = asset.location
    asset.refresh_from_db()
    assert (asset.name, asset.location.equals_exact(where, 1e-9)) == ("一号调压站", True)


def test_an_undo_lists_what_was_changed_since_and_waits_for_a_yes(mixed, project):
    mixed.write(good_rows_only="on")
    Asset.objects.filter(number="T1").update(name="改过的站")
    mixed.undo()
    page = mixed.page()
    assert page.text.count("导入之后又有 1 条设施被改动") == 1
    assert page.text.count("改为“改过的站”") == page.text.count("没有撤销，") == 1
    assert "仍要撤销" in page.text
    assert project.assets.count() == 1
    mixed.undo(confirmed="on")
    assert mixed.batch.status == "undone"
    assert not project.assets.exists()


def test_before_and_after_an_undo_the_page_tells_of_the_project_that_goes_with_it(wizard):
    wizard.upload(stations(GOOD))
    wizard.check(kind="gas_station", action="diagnose")
    wizard.check(target="new", name="调压站更新", sector="A06", district="510402")
    wizard.write()
    number = Project.objects.get(name="调压站更新").number
    assert "这次导入新建的项目也一并删除" in wizard.page().text
    wizard.undo()
    told = f'这次导入新建的项目 <span class="num">{number}</span> 已一并删除。'
    assert told in wizard.page().text


def test_an_undo_of_rows_in_a_project_that_was_there_tells_of_no_project(mixed, project):
    mixed.write(good_rows_only="on")
    assert "新建的项目" not in mixed.page().text
    mixed.undo()
    assert "新建的项目" not in mixed.page().text
    assert Project.objects.filter(pk=project.pk).exists()


def test_settings_changed_after_the_check_ask_for_another(mixed):
    batch = mixed.batch
    assert mixed.check(action="diagnose").status_code == 302
    answer = mixed.client.post(f"{mixed.url}write/", {"good_rows_only": "on"})
    assert answer.status_code == 302
    assert "还没有检查过" in mixed.page().text
    assert not Asset.objects.exists()
    batch.refresh_from_db()
    assert batch.report == {}


def test_a_page_that_another_check_has_overtaken_writes_nothing(mixed):
    sheet = mixed.answers(good_rows_only="on")
    mixed.check()
    answer = mixed.client.post(f"{mixed.url}write/", sheet)
    assert "后来又检查过" in answer.text
    assert not Asset.objects.exists()
    assert mixed.write(good_rows_only="on").status_code == 302


def test_a_second_click_writes_nothing_twice(mixed, project):
    sheet = mixed.answers(good_rows_only="on")
    first = mixed.client.post(f"{mixed.url}write/", sheet)
    second = mixed.client.post(f"{mixed.url}write/", sheet)
    assert (first.status_code, second.status_code) == (302, 302)
    mixed.run()
    mixed.client.post(f"{mixed.url}write/", sheet)
    mixed.run()
    assert project.assets.count() == 1


def test_a_check_that_waits_is_called_off_and_begun_again(wizard, project, tmp_path):
    files = {"files": sent(write_shapefile(tmp_path, gas_pipes(2), prj=True))}
    wizard.url = wizard.client.post("/imports/new/", files).url
    job = reverse("registry:job_cancel", args=(wizard.batch.job_id,))
    wizard.client.post(job)
    page = wizard.page()
    assert "已取消" in page.text
    wizard.client.post(f"{wizard.url}check/", {"action": "diagnose"})
    wizard.run()
    assert wizard.batch.status == "checked"


def test_a_write_that_is_called_off_says_that_nothing_was_written(mixed, project):
    mixed.client.post(f"{mixed.url}write/", mixed.answers(good_rows_only="on"))
    mixed.client.post(reverse("registry:job_cancel", args=(mixed.batch.job_id,)))
    assert "刚才的写入已取消，什么也没有写入。" in mixed.page().text
    assert (mixed.batch.status, project.assets.count()) == ("checked", 0)


def test_a_file_that_is_none_is_refused_by_its_own_name(wizard):
    wizard.upload({"管线.zip": b"<html><body>404</body></html>"})
    page = wizard.page().text
    assert wizard.batch.status == "failed"
    assert "“管线.zip”的内容不是 zip 格式" in page
    assert "换一个文件" in page


def test_a_file_that_was_tidied_away_is_asked_for_again(mixed, settings):
    settings.UPLOAD_DAYS = -1
    tidy()
    page = mixed.page().text
    assert "文件已清理" in page
    assert mixed.client.get(f"{mixed.url}original/").status_code == 404
    assert mixed.client.get(f"{mixed.url}rejects/").status_code == 404
    assert ImportBatch.objects.get().status == "cancelled"


@pytest.fixture
def unnamed(wizard, tmp_path):
    """Pipes of which nothing says what flows in them."""
    wizard.upload(write_shapefile(tmp_path, gas_pipes(), name="普查成果", prj=True))
    return wizard


def test_a_sector_that_nothing_tells_is_asked_for_before_the_check(unnamed):
    answer = unnamed.check(target="new", name="无介质管线")
    assert answer.status_code == 200
    assert "全部行的介质" in answer.context["settings"].target.errors["sector"][0]
    assert unnamed.batch.report == {}
    assert unnamed.check(target="new", name="无介质管线", **{"fixed-medium": "gas"}).url
    assert unnamed.page().context["outcome"].to_write == 6


HEATING = {"target": "new", "name": "供热管网更新", "sector": "A05"}


def test_a_sector_whose_lead_has_to_be_chosen_asks_for_it_before_the_check(unnamed):
    answer = unnamed.check(**HEATING)
    assert "没有固定的牵头单位" in answer.context["settings"].target.errors["lead"][0]
    assert unnamed.batch.report == {}
    lead = Organisation.objects.filter(type="department").last()
    unnamed.check(**HEATING, lead=lead.code, **{"fixed-medium": "heat"})
    assert unnamed.page().context["settings"].target["lead"].value() == lead.code
    unnamed.write()
    project = Project.objects.get(name="供热管网更新")
    assert (project.sector_id, project.lead) == ("A05", lead)


def test_the_lead_of_a_new_project_is_a_department(unnamed):
    territory = Organisation.objects.filter(type="territory").first()
    answer = unnamed.check(**HEATING, lead=territory.code)
    assert "lead" in answer.context["settings"].target.errors
    assert unnamed.batch.report == {}


def test_a_lead_that_only_the_rows_call_for_is_told_in_the_words_of_the_page(unnamed):
    unnamed.check(target="new", name="供热管网更新", **{"fixed-medium": "heat"})
    page = unnamed.page().text
    assert "请在“去向与设置”里选定新项目的牵头单位" in page
    assert "--lead" not in page


def test_what_cannot_be_checked_is_told_in_the_words_of_the_page(wizard, tmp_path):
    """A column of media that is empty throughout."""
    wizard.upload(write_shapefile(tmp_path, gas_pipes() | {"介质": [""] * 6}, prj=True))
    wizard.check(target="new", name="空介质管线")
    page = wizard.page()
    assert "请选定领域或全部行的介质" in page.text
    assert "--sector" not in page.text
    assert page.context["outcome"].headline == "没有检查成：文件或设置有误"
    assert 'class="figures"' not in page.text
    listed = wizard.client.get("/imports/").text
    assert "未检查成，待改正" in listed
    assert "待写入" not in listed


def as_geojson(points):
    features = [
        {
            "type": "Feature",
            "properties": {"编号": f"N{n}"},
            "geometry": json.loads(shapely.to_geojson(point)),
        }
        for n, point in enumerate(shapely.points(points))
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


@pytest.fixture
def shifted(wizard, project):
    """Stations that are registered already, as a web map draws them, sent as WGS 84."""
    places = np.array([(101.70 + n / 500, 26.57 + n % 5 / 300) for n in range(25)])
    for place in places:
        AssetFactory(project=project, kind="gas_station", location=Point(*place, srid=4490))
    wizard.upload({"调压站.geojson": as_geojson(to_gcj02(places))}, project=project.number)
    wizard.check(kind="gas_station", action="diagnose")
    return wizard


def test_a_suspected_offset_is_to_be_confirmed_under_its_proper_name(shifted):
    page = shifted.page()
    assert page.context["settings"].diagnosis["crs"]["sure"] == "unsettled"
    assert "需要确认" in page.text
    assert "坐标疑为火星坐标 GCJ-02" in page.text
    assert "疑为 gcj02" not in page.text
    shifted.check()
    assert "offset_suspected" in shifted.page().context["outcome"].codes_to_confirm
    shifted.write(all_confirmed=False)
    assert shifted.batch.status == "checked"
    shifted.check(crs="gcj02")
    assert "offset_suspected" not in shifted.page().context["outcome"].codes_to_confirm


def test_values_that_are_missing_are_told_and_keep_nothing_out(wizard, project, tmp_path):
    columns = {name: gas_pipes()[name] for name in ("管线编号", "道路")}
    columns["建成年份"] = [1998, 2003, None, None, None, None]
    wizard.upload(write_shapefile(tmp_path, columns, prj=True), project=project.number)
    wizard.check(**{"fixed-medium": "gas"})
    page = wizard.page()
    assert "6 行缺管径或断面、材质、敷设年份（4 行），导入后仍可补填。" in page.text
    assert page.context["outcome"].codes_to_confirm == []
    wizard.write()
    assert project.assets.incomplete().count() == 6
    told = [asset.missing() for asset in project.assets.all()]
    assert sum(len(each) for each in told) == 16


def test_a_section_says_as_much_as_a_diameter(wizard, project, tmp_path):
    columns = {name: gas_pipes()[name] for name in ("管线编号", "道路")}
    columns |= {"建成年份": [1998] * 6, "断面": ["800×600"] * 4 + ["", ""]}
    wizard.upload(write_shapefile(tmp_path, columns, prj=True), project=project.number)
    wizard.check(**{"fixed-medium": "gas"})
    assert "6 行缺材质、管径或断面（2 行），导入后仍可补填。" in wizard.page().text


def test_a_field_is_called_as_its_kind_calls_it(wizard, project, tmp_path):
    columns = gas_pipes() | {"建成年份": [1999, 2050, 2001, 2002, 2003, 2004]}
    wizard.upload(write_shapefile(tmp_path, columns, prj=True), project=project.number)
    wizard.check(**{"fixed-medium": "gas"})
    page = wizard.page()
    assert page.context["outcome"].errors[0].title == "敷设年份：值不合要求"
    assert "检查完毕：6 行中 1 行不能写入" in page.text


def test_what_keeps_a_check_from_beginning_is_told_with_a_way_there(unnamed):
    answer = unnamed.check(target="new", name="", sector="A06")
    assert '<a href="#id_name">新项目名称</a>：请填写新项目的名称。' in answer.text
    assert 'id="id_name"' in answer.text


def test_a_row_without_identity_is_said_to_have_none(wizard, project):
    asset = AssetFactory(project=project, kind="gas_station", number="T1", name="一号站")
    wizard.upload(taken_out(asset, 资产标识=None, 编号="T2"))
    wizard.check(mode="update", key="client_id")
    page = wizard.page()
    assert page.context["outcome"].codes_to_confirm == ["key_missing"]
    assert "没有写资产标识" in page.text
    assert "“空”" not in page.text


def test_the_column_that_tells_the_kind_is_shown_as_such(wizard, project):
    asset = AssetFactory(project=project, kind="gas_station", number="T1", name="一号站")
    wizard.upload(taken_out(asset))
    rows = {row.found["name"]: row for row in wizard.page().context["settings"].columns.rows}
    assert [name for name, row in rows.items() if row.tells_kind] == ["设施类别"]
    place = rows["设施类别"].place
    assert f'name="column-{place}"' not in wizard.page().text


def test_an_undone_update_says_that_its_rows_are_still_there(wizard, project, reporter):
    asset = AssetFactory(project=project, kind="gas_station", number="T1", name="一号站")
    wizard.upload(taken_out(asset, 名称="壹号站"))
    wizard.check()
    wizard.write()
    Asset.objects.filter(pk=asset.pk).update(name="改过的站")
    wizard.undo()
    page = wizard.page().text
    told = f"{project.number} 改过的站：{reporter} 于 [-0-9: ]+ 把名称由“壹号站”改为“改过的站”"
    assert re.search(told, page)
    wizard.undo(confirmed="on")
    page = wizard.page().text
    assert "更新过的 1 行，还在登记册里的都恢复为导入之前的值。" in page
    assert "不在登记册里" not in page


def test_an_undo_that_nobody_can_confirm_offers_no_box(wizard, project):
    asset = AssetFactory(project=project, kind="gas_station", number="T1", name="一号站")
    wizard.upload(taken_out(asset, 编号="T9"))
    wizard.check()
    wizard.write()
    AssetFactory(project=project, kind="gas_station", number="T1", name="二号站")
    wizard.undo()
    page = wizard.page().text
    assert "“T1”现在是另一条" in page
    assert "仍要撤销" not in page


def test_what_was_written_into_a_project_in_the_bin_is_said_to_be_there(wizard, project):
    asset = AssetFactory(project=project, kind="gas_station", number="T1", name="一号站")
    wizard.upload(taken_out(asset, 名称="壹号站"))
    wizard.check()
    wizard.write()
    Project.objects.filter(pk=project.pk).update(deleted_at=timezone.now())
    page = wizard.page().text
    assert "回收站" in page
    assert project.number in page
    assert "不在登记册里" not in page
