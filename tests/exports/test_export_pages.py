"""The pages of exports: what is offered, how it becomes a file, what is refused and how."""

import hashlib
import json
import zipfile
from datetime import timedelta
from uuid import uuid4

import openpyxl
import pytest
from django.conf import settings as django_settings
from django.contrib.gis.geos import GEOSGeometry
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from pyproj import CRS

from gis import formats
from registry.choices import Role
from registry.exports import FORMATS
from registry.jobs import tidy
from registry.models import AuditRecord, ExportRecord, Job, Sector
from tests.exports.ordering import NEW, asked, fetch
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_what_is_asked_is_what_leaves(login, reporter, record):
    answer = fetch(login(reporter), record)
    content = answer.getvalue()
    features = json.loads(content)["features"]
    assert sorted(f["properties"]["编号"] for f in features) == ["A-1", "A-2"]
    assert hashlib.sha256(content).hexdigest() == record.sha256
    assert len(content) == record.size == int(answer["Content-Length"])


def test_the_record_says_who_took_what(reporter, record):
    assert record.exported_by == reporter
    assert record.query == "medium=gas"
    assert record.wording == "管线介质：燃气"
    assert (record.rows, record.left_out) == (2, 0)
    assert record.classifications == {"": 2}
    assert not record.is_restricted
    assert record.file_name.startswith("设备设施_燃气_2")


def test_nothing_is_ready_that_does_not_stand_in_the_log(
    login, reporter, pipes, run_waiting, monkeypatch
):
    def killed(record):
        raise SystemExit

    login(reporter).post(f"{NEW}?medium=gas", asked())
    with monkeypatch.context() as patch:
        patch.setattr("registry.exports.note_export", killed)
        with pytest.raises(SystemExit):
            run_waiting()
    assert ExportRecord.objects.get().status == "preparing"
    Job.objects.update(status=Job.Status.WAITING)
    run_waiting()
    record = ExportRecord.objects.get()
    assert record.status == "ready"
    assert AuditRecord.objects.filter(subject=f"export {record.pk}").count() == 1


@pytest.mark.parametrize(
    ("chosen", "name"),
    [
        ({"format": "shp"}, "设备设施_燃气_{}_shp.zip"),
        ({"format": "shp", "crs": "EPSG:4543"}, "设备设施_燃气_4543_{}_shp.zip"),
        ({"format": "shp", "encoding": "gbk"}, "设备设施_燃气_GBK_{}_shp.zip"),
        ({"format": "kml"}, "设备设施_燃气_{}_kml.zip"),
        ({"format": "dxf", "crs": "EPSG:4522"}, "设备设施_燃气_4522_{}_dxf.zip"),
        ({"format": "gpkg", "crs": "EPSG:4543", "encoding": "gbk"}, "设备设施_燃气_4543_{}.gpkg"),
        ({"format": "geojson"}, "设备设施_燃气_{}.geojson"),
    ],
)
def test_names_tell_exports_of_one_day_apart(login, reporter, pipes, run_waiting, chosen, name):
    login(reporter).post(f"{NEW}?medium=gas", asked(**chosen))
    run_waiting()
    record = ExportRecord.objects.get()
    assert record.file_name == name.format(f"{timezone.localdate():%Y%m%d}")
    if record.file_name.endswith(".zip"):
        within = zipfile.ZipFile(record.path).namelist()
        assert any(each.endswith(f".{chosen['format']}") for each in within)
        assert not any("zip" in each for each in within)


def test_a_download_is_private_and_named_in_chinese(login, reporter, record):
    answer = fetch(login(reporter), record, headers={"accept-encoding": "gzip"})
    answer.getvalue()
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%E8%AE%BE")
    assert answer["Content-Encoding"] == "identity"


@pytest.mark.parametrize(
    ("format", "words"),
    [
        ("shp", "1 个列名因格式限制改短，全称见压缩包内的字段对照表。"),
        ("dxf", "“规模（万吨/日）”改为“规模（万吨_日）”"),
    ],
)
def test_new_names_of_columns_are_told_in_the_list_or_on_the_page(
    login, reporter, record, format, words
):
    record.format, record.remarks = format, {"renamed": {"规模（万吨/日）": "规模（万吨_日）"}}
    record.save()
    assert words in login(reporter).get(record.get_absolute_url()).text


def test_files_are_the_instances_own(record):
    assert record.path.stat().st_mode & 0o777 == 0o600
    for folder in (record.path.parent, record.path.parent.parent):
        assert folder.stat().st_mode & 0o077 == 0


def test_a_second_click_makes_no_second_export(login, reporter, pipes, run_waiting):
    order = asked()
    first = login(reporter).post(NEW, order)
    second = login(reporter).post(NEW, order)
    run_waiting()
    third = login(reporter).post(NEW, order)
    assert first.url == second.url == third.url
    assert ExportRecord.objects.count() == Job.objects.count() == 1


def test_the_offer_counts_what_may_leave_and_what_may_not(login, pipes):
    """城管 co-operates in gas: it looks at those projects, and exports its own sectors."""
    sector = Sector.objects.get(code="A06")
    department = sector.cooperating.exclude(pk__in=sector.leads.all()).first()
    page = login(UserFactory(organisation=department.pk, role=Role.REVIEWER)).get(
        f"{NEW}?medium=gas"
    )
    assert page.context["offer"].assets == 0
    assert page.context["offer"].left_out == 3
    assert "不在您单位的导出范围内" in page.text


@pytest.mark.parametrize("query", ["", "?medium=gas", "?mapped=no", "?bbox=101,26,102,27"])
def test_the_offer_is_what_the_export_holds(login, reporter, pipes, run_waiting, query):
    offered = login(reporter).get(NEW + query).context["offer"]
    login(reporter).post(NEW + query, asked())
    run_waiting()
    record = ExportRecord.objects.get()
    assert record.rows + record.unmapped * (record.format == "shp") == offered.assets


def test_nothing_chosen_offers_no_button(login, reporter, pipes):
    page = login(reporter).get(f"{NEW}?q=没有这样的项目").text
    assert "没有可以导出的设备设施" in page
    assert '<button class="btn btn-primary"' not in page


def test_a_question_that_is_wrong_is_named(login, reporter):
    answer = login(reporter).get(f"{NEW}?sektor=A03")
    assert answer.status_code == 400
    assert "sektor" in answer.text


def test_what_only_shows_an_answer_is_no_part_of_the_question(login, reporter, pipes):
    login(reporter).post(f"{NEW}?medium=gas&q=&sort=-name&page=3", asked())
    assert ExportRecord.objects.get().query == "medium=gas"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"crs": "EPSG:3857"}, "只能用经纬度坐标，请选 CGCS2000 经纬度或 WGS 84 经纬度。"),
        ({"crs": "EPSG:4543", "format": "geojsonl"}, "只能用经纬度坐标，请选 WGS 84 经纬度。"),
        ({"crs": "EPSG:4522", "format": "kml"}, "KML 只能用经纬度坐标，请选 WGS 84 经纬度。"),
        ({"format": "dwg"}, "选择一个有效的选项"),
        ({"crs": "EPSG:2379"}, "选择一个有效的选项"),
        ({"client_id": "x"}, "没有收到这次导出的编号"),
    ],
)
def test_a_wrong_choice_is_refused_in_words(login, reporter, pipes, changed, sentence):
    answer = login(reporter).post(NEW, asked(**changed))
    assert answer.status_code == 200
    assert sentence in answer.text
    assert not Job.objects.exists()


def test_a_failed_export_says_why_and_offers_to_try_again(
    login, reporter, pipes, run_waiting, settings
):
    settings.LEAST_FREE_BYTES = 2**62
    url = login(reporter).post(NEW, asked()).url
    run_waiting()
    page = login(reporter).get(url).text
    assert "没有导出成功" in page
    assert "磁盘空间不足" in page
    assert "再导一次" in page
    assert not ExportRecord.objects.get().stored


def test_an_export_that_waits_is_called_off_at_once(login, reporter, pipes, run_waiting):
    client = login(reporter)
    url = client.post(NEW, asked()).url
    job = Job.objects.get()
    answer = client.post(reverse("registry:job_cancel", args=(job.pk,)))
    assert answer["HX-Trigger-After-Settle"] == '{"job:over": {}}'
    assert "已取消" in client.get(url).text
    run_waiting()
    assert ExportRecord.objects.get().status == "cancelled"


def test_progress_is_asked_for_until_the_job_is_over(login, reporter, pipes, run_waiting):
    client = login(reporter)
    page = client.get(client.post(NEW, asked()).url).text
    job = reverse("registry:job", args=(Job.objects.get().pk,))
    assert f'hx-get="{job}"' in page
    assert 'role="status"' in page
    assert "hx-trigger" in client.get(job).text
    run_waiting()
    over = client.get(job)
    assert "hx-trigger" not in over.text
    assert "job:over" in over["HX-Trigger-After-Settle"]


def test_a_file_that_has_outlived_its_term_goes_and_its_record_stays(login, reporter, record):
    path = record.path
    ExportRecord.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    tidy()
    record.refresh_from_db()
    assert (record.status, record.stored, record.rows) == ("expired", "", 2)
    assert not path.exists()
    answer = login(reporter).get(reverse("registry:export_download", args=(record.pk,)))
    assert answer.status_code == 410
    assert "文件已过期删除" in answer.text


def test_again_asks_the_same_of_what_there_is_now(login, reporter, record):
    page = login(reporter).get(reverse("registry:export_again", args=(record.pk,)))
    assert page.context["query"] == "medium=gas"
    assert page.context["form"].initial["format"] == "geojson"


def test_the_list_costs_the_same_for_many_as_for_one(
    login, reporter, record, django_assert_num_queries
):
    client = login(reporter)
    client.get("/exports/")
    with django_assert_num_queries(8):
        client.get("/exports/")
    for _ in range(5):
        record.pk, record.client_id, record.job = None, uuid4(), None
        record.save(force_insert=True)
    with django_assert_num_queries(8):
        assert client.get("/exports/").text.count("row-link") == 6


def test_files_are_kept_in_the_tests_own_folder():
    assert "uploads" not in str(django_settings.MEDIA_ROOT)


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_that_is_offered_is_written(login, reporter, pipes, run_waiting, format):
    login(reporter).post(NEW, asked(format=format))
    run_waiting()
    record = ExportRecord.objects.get()
    assert record.status == "ready", record.job.error
    assert record.rows + (0 if formats.FORMATS[format].holds_unmapped else record.unmapped) == 2
    assert record.crs == formats.FORMATS[format].default_crs
    assert record.size == record.path.stat().st_size > 0


@pytest.mark.parametrize("format", [n for n, f in formats.FORMATS.items() if not f.holds_unmapped])
def test_what_has_no_shape_is_counted_beside_what_has_one(
    login, reporter, pipes, run_waiting, tmp_path, format
):
    login(reporter).post(NEW, asked(format=format))
    run_waiting()
    record = ExportRecord.objects.get()
    page = login(reporter).get(record.get_absolute_url()).text
    assert '已导出 <span class="num">2</span> 项' in page
    assert "其中 1 项有图形；1 项未上图" in page
    with zipfile.ZipFile(record.path) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith("_未上图.xlsx")]
        sheet = openpyxl.load_workbook(archive.open(name)).active
    assert "未上图 1 项（共导出 2 项）　密级：未标注 1" in sheet["A3"].value


def test_every_format_that_can_be_written_is_offered():
    assert set(FORMATS) == set(formats.FORMATS)


HARBIN = (125.7, 44.0, 127.4, 46.7)


def test_a_city_takes_its_own_zones_out(login, reporter, pipes, outline, run_waiting):
    outline("510402", *HARBIN)
    desk = login(reporter)
    offered = [text for text, _ in desk.get(NEW).context["form"]["crs"].field.choices]
    assert offered == ["EPSG:4490", "EPSG:4551", "EPSG:4530", "EPSG:4326", "EPSG:3857"]
    pipes.assets.update(location=GEOSGeometry("SRID=4490;LINESTRING (126.5 45.7, 126.6 45.8)"))
    desk.post(f"{NEW}?medium=gas", asked(format="csv", crs="EPSG:4530"))
    run_waiting()
    record = ExportRecord.objects.get()
    assert (record.status, record.crs) == ("ready", "EPSG:4530")
    assert record.file_name == f"设备设施_燃气_4530_{timezone.localdate():%Y%m%d}.csv"
    assert "CSV · CGCS2000 三度带 42 带" in " ".join(desk.get("/exports/").text.split())


def test_what_was_recorded_keeps_its_words_and_its_choice(login, reporter, record, outline):
    outline("510402", *HARBIN)
    ExportRecord.objects.update(crs="EPSG:4543")
    desk = login(reporter)
    assert "CGCS2000 三度带 102E" in desk.get(record.get_absolute_url()).text
    again = desk.get(reverse("registry:export_again", args=(record.pk,))).text
    assert '<option value="EPSG:4543" selected>' in again
    answer = desk.post(NEW, asked(format="shp", crs="EPSG:4543"))
    assert answer.status_code == 302


def test_the_form_costs_the_same_in_every_city(
    login, reporter, pipes, outline, django_assert_num_queries
):
    desk = login(reporter)
    desk.get(NEW)
    with django_assert_num_queries(9):
        desk.get(NEW)
    outline("510402", 75.0, 39.0, 129.0, 40.0)
    with django_assert_num_queries(9):
        desk.get(NEW)
    with django_assert_num_queries(9):
        desk.post(NEW, asked(format="dwg"))


def test_what_a_command_takes_out_is_recorded_too(reporter, pipes, tmp_path):
    options = ("--query", "?medium=gas", "--user", reporter.username)
    call_command("export_assets", str(tmp_path / "燃气.gpkg"), *options)
    record = ExportRecord.objects.get()
    assert (record.status, record.rows, record.wording) == ("outside", 2, "管线介质：燃气")
    assert (record.format, record.crs, record.job) == ("gpkg", "EPSG:4490", None)
    assert (record.exported_by, record.query) == (reporter, "medium=gas")


def test_a_command_is_recorded_however_it_spells_format_and_system(reporter, pipes, tmp_path):
    wkt = CRS.from_epsg(4543).to_wkt()
    call_command("export_assets", str(tmp_path / "燃气.gpkg"), "--format", "GPKG", "--crs", wkt)
    record = ExportRecord.objects.get()
    assert (record.format, record.crs, record.exported_by) == ("gpkg", wkt[:60], None)


def test_a_command_that_takes_nothing_out_leaves_no_record(reporter, pipes, tmp_path):
    with pytest.raises(CommandError):
        call_command("export_assets", str(tmp_path / "燃气.gpkg"), "--query", "medium=heat")
    assert not ExportRecord.objects.exists()


def test_a_command_is_recorded_before_its_file_is_there(reporter, pipes, tmp_path, monkeypatch):
    seen = []

    def killed(order):
        seen.extend(ExportRecord.objects.values_list("status", "wording", "exported_by"))
        raise KeyboardInterrupt

    monkeypatch.setattr("registry.management.commands.export_assets.export_file", killed)
    options = ("--query", "medium=gas", "--user", reporter.username)
    with pytest.raises(KeyboardInterrupt):
        call_command("export_assets", str(tmp_path / "燃气.gpkg"), *options)
    assert seen == [("preparing", "管线介质：燃气", reporter.pk)]
    assert ExportRecord.objects.get().status == "preparing"


def test_an_export_that_was_broken_off_says_so(login, reporter):
    record = ExportRecord.objects.create(
        format="gpkg", crs="EPSG:4490", file_name="燃气.gpkg", exported_by=reporter
    )
    desk = login(reporter)
    assert "导出没有完成就中断了" in desk.get(record.get_absolute_url()).text
    assert '<span class="tag tag-bad">中断</span>' in desk.get("/exports/").text


def test_what_was_cut_or_replaced_is_told_place_by_place(login, reporter, pipes, run_waiting):
    first, second = pipes.assets.order_by("pk")
    first.name = "长" * 200
    first.save()
    second.name = "𠮷田路"
    second.save()
    login(reporter).post(NEW, asked(format="shp", encoding="gbk"))
    run_waiting()
    record = ExportRecord.objects.get()
    places = [(place["row"], place["field"]) for place in record.remarks["places"]]
    assert places == [(1, "名称"), (2, "名称")]
    page = login(reporter).get(record.get_absolute_url()).text
    assert "“𠮷”不能用 gbk 编码写出，已用“〓”代替。" in page
    assert "先列出" not in page
