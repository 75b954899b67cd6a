"""The import wizard by hand: a GBK shapefile without .prj, bad rows, keyboard, phone, refusal."""

import io
import re
from threading import Thread

import pytest
from django.db import connections
from openpyxl import load_workbook
from playwright.sync_api import expect

from registry.jobs.running import run_job
from registry.models import Asset, ImportBatch, Job
from tests.browser.test_keyboard import tab_to
from tests.browser.test_phone import PHONE
from tests.coded import coded_package
from tests.factories import AssetFactory, ProjectFactory
from tests.institute import gas_pipes, workbook, write_shapefile

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

LONG_NAME = "炳草岗片区燃气管网更新改造工程竣工图管线"
#: Columns of a table of valve pits: one year is in the future, one is no year.
PITS = [
    ["2024年调压站明细表"],
    ["编号", "名称", "投用年份", "经度", "纬度"],
    ["T1", "一号站", 2001, 101.71, 26.58],
    ["T2", "二号站", 2050, 101.72, 26.58],
    ["T3", "三号站", "不记得", 101.73, 26.58],
    ["合计", None, None, None, None],
]


@pytest.fixture(scope="module")
def project(city):
    return ProjectFactory(name="炳草岗片区燃气管网更新", sector_id="A06")


@pytest.fixture
def reporter(project, sign_in):
    return sign_in("demo-dongqu")


def work():
    """What the worker does, in a thread of its own: the site sees what that commits."""

    def run():
        for pk in list(Job.objects.filter(status="waiting").values_list("pk", flat=True)):
            run_job(pk)
        connections.close_all()

    worker = Thread(target=run)
    worker.start()
    worker.join()


def work_on(page):
    """The page shows that the job waits; then it is done."""
    expect(page.locator(".job")).to_be_visible()
    work()


def choose(page, parts):
    files = [
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
        for name, content in parts.items()
    ]
    page.locator("input[type=file]").set_input_files(files)


def press(page, name):
    page.get_by_role("button", name=name).click()


def diagnosed(page):
    the_map = page.locator("[data-import-map]")
    expect(the_map).to_have_attribute("data-state", "idle")
    return the_map


def test_a_gbk_shapefile_without_prj_goes_all_the_way_and_back(reporter, project, tmp_path):
    page = reporter
    send_from_the_project(page, project, tmp_path)
    look_at_the_diagnosis(page)
    correct_what_was_guessed(page)
    press(page, "检查每一行")
    work_on(page)
    assert not Asset.objects.filter(project=project).exists()
    press(page, f"写入 6 行到 {project.number}")
    work_on(page)
    expect(page.get_by_role("heading", name="已写入 6 行")).to_be_visible()
    page.get_by_role("link", name=str(project)).click()
    expect(page.locator("[data-project-map]")).to_have_attribute("data-features-drawn", "6")
    pipe = Asset.objects.get(project=project, number="RQ-001")
    assert pipe.location.coords[0] == pytest.approx((101.717924, 26.581577), abs=1e-5)
    assert (pipe.declared_length_m, pipe.attributes["material"]) == (100, "球墨铸铁")
    page.go_back()
    page.locator("summary", has_text="撤销这次导入").click()
    press(page, "确认撤销")
    work_on(page)
    expect(page.get_by_role("heading", name="已撤销")).to_be_visible()
    assert not Asset.objects.filter(project=project).exists()


def send_from_the_project(page, project, folder):
    page.goto(project.get_absolute_url())
    page.get_by_role("link", name="导入设施").click()
    choose(page, write_shapefile(folder, gas_pipes() | {"距离": [0.1] * 6}))
    expect(page.locator("[data-chosen] li")).to_have_count(3)
    press(page, "上传并诊断")
    work_on(page)


def look_at_the_diagnosis(page):
    """Deduced, and drawn where it would come to lie; another system is tried and left again."""
    the_map = diagnosed(page)
    expect(page.get_by_label("CGCS2000 三度带 102E")).to_be_checked()
    expect(the_map).to_have_attribute("data-features-drawn", "6")
    expect(page.locator(".samples")).to_contain_text("炳草岗大街")
    expect(page.locator(".column-table")).to_contain_text("球铁 → 球墨铸铁")
    page.get_by_label("其他坐标系").check()
    expect(the_map).to_have_attribute("data-reading", "none")
    expect(page.get_by_text("请点“只重新诊断”看新位置")).to_be_visible()
    expect(page.get_by_text("地图上是按所选坐标系读出的位置")).to_be_hidden()
    page.get_by_label("CGCS2000 三度带 102E").check()
    expect(the_map).to_have_attribute("data-reading", "shapes")


def correct_what_was_guessed(page):
    """A column that nobody recognised becomes a field, in its own unit."""
    page.get_by_label("“距离”作为哪个字段").select_option("declared_length_m")
    page.get_by_label("“距离”的单位").select_option("km")
    page.get_by_label("全部行的介质").select_option("gas")


def test_bad_rows_stay_behind_in_a_file_that_says_why(reporter, project):
    page = reporter
    page.goto(f"/imports/new/?project={project.number}")
    choose(page, {"调压站.xlsx": workbook(PITS)})
    press(page, "上传并诊断")
    work_on(page)
    diagnosed(page)
    page.get_by_label("设施类别").select_option("gas_station")
    press(page, "只重新诊断")
    work_on(page)
    diagnosed(page)
    press(page, "检查每一行")
    work_on(page)
    expect(page.locator("#errors")).to_contain_text("投用年份：值不合要求 2")
    expect(page.locator("#errors tbody tr")).to_have_count(2)
    button = page.get_by_role("button", name="不写入 2 行")
    expect(page.locator("[data-missing]")).to_have_text("还有 1 项没有勾选确认。")
    button.click()
    assert not Job.objects.filter(kind="write", status="waiting").exists()
    page.get_by_label("只写入合格的行").check()
    expect(page.locator("[data-missing]")).to_be_empty()
    with page.expect_download() as download:
        page.get_by_role("link", name="下载不能写入的 2 行").click()
    assert download.value.suggested_filename == "调压站_未写入的行.xlsx"
    with open(download.value.path(), "rb") as file:
        sheet = load_workbook(io.BytesIO(file.read())).active
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == ["T2", "T3"]
    button.click()
    work_on(page)
    expect(page.get_by_role("heading", name="已写入 1 行")).to_be_visible()
    assert Asset.objects.filter(project=project, number="T1").exists()


def test_files_are_dropped_and_named(reporter):
    page = reporter
    page.goto("/imports/new/")
    dropped = page.evaluate_handle(
        """() => {
            const given = new DataTransfer();
            given.items.add(new File(["编号,经度,纬度\\nT9,101.71,26.58"], "井.csv"));
            return given;
        }"""
    )
    drop = page.locator("[data-drop]")
    drop.dispatch_event("dragover", {"dataTransfer": dropped})
    expect(drop).to_have_class(re.compile("is-over"))
    drop.dispatch_event("drop", {"dataTransfer": dropped})
    expect(page.locator("[data-chosen]")).to_contain_text("井.csv")
    press(page, "上传并诊断")
    expect(page).to_have_url(re.compile(r"/imports/\d+/$"))


def test_too_much_at_once_is_told_before_it_is_sent(reporter, settings):
    page = reporter
    settings.UPLOAD_LIMIT_BYTES = 2048
    page.goto("/imports/new/")
    choose(page, {"大.zip": b"x" * 4096})
    expect(page.get_by_role("alert").first).to_contain_text("超过 2.0")
    expect(page.get_by_role("button", name="上传并诊断")).to_be_disabled()


def test_a_file_that_is_refused_on_arrival_says_so_on_the_spot(reporter, watch):
    page = reporter
    watch.provoke("status of 422")
    page.goto("/imports/new/")
    choose(page, {"a.shp": b"1", "b.dbf": b"2"})
    press(page, "上传并诊断")
    expect(page.get_by_role("alert").first).to_contain_text("同一个 shapefile")
    expect(page.get_by_role("button", name="上传并诊断")).to_be_enabled()


def test_a_web_page_saved_as_a_shapefile_is_refused_in_words(reporter):
    page = reporter
    page.goto("/imports/new/")
    html = b"<!DOCTYPE html><html><body>login</body></html>" * 8
    choose(page, {"管线.shp": html, "管线.dbf": html, "管线.shx": html})
    press(page, "上传并诊断")
    work_on(page)
    expect(page.get_by_role("heading", name="没有成功")).to_be_visible()
    expect(page.locator(".import-now .job-trouble")).to_contain_text("管线")
    assert ImportBatch.objects.first().status == "failed"
    page.get_by_role("link", name="换一个文件").click()
    expect(page).to_have_url(re.compile("/imports/new/$"))


def test_the_wizard_is_walked_by_keyboard(reporter, project, tmp_path):
    page = reporter
    page.goto(f"/imports/new/?project={project.number}")
    choose(page, write_shapefile(tmp_path, gas_pipes(2)))
    tab_to(page, "[data-upload] button[type=submit]")
    page.keyboard.press("Enter")
    work_on(page)
    diagnosed(page)
    tab_to(page, "[name=crs]")
    expect(page.locator("[name=crs]:focus")).to_be_checked()
    tab_to(page, "#fixed-medium")
    page.keyboard.type("燃气")
    tab_to(page, "button[value=check]")
    page.keyboard.press("Enter")
    work_on(page)
    expect(page.locator("#outcome")).to_be_visible()
    tab_to(page, "#writing button[type=submit]")
    page.keyboard.press("Enter")
    work_on(page)
    expect(page.get_by_role("heading", name="已写入 2 行")).to_be_visible()
    tab_to(page, ".undo summary")
    page.keyboard.press("Enter")
    tab_to(page, ".undo button")
    page.keyboard.press("Enter")
    work_on(page)
    expect(page.get_by_role("heading", name="已撤销")).to_be_visible()


def test_nothing_runs_off_a_phone(project, sign_in, tmp_path):
    page = sign_in("demo-dongqu", **PHONE)

    def fits():
        return page.evaluate("document.documentElement.scrollWidth") <= 390

    page.goto(f"/imports/new/?project={project.number}")
    assert fits()
    columns = gas_pipes() | {"建成年份": [1999, 2050, 2001, 2002, 2003, 2004]}
    choose(
        page, write_shapefile(tmp_path, columns, name="炳草岗片区燃气管网更新改造工程竣工图管线")
    )
    page.get_by_role("button", name="上传并诊断").tap()
    work_on(page)
    diagnosed(page)
    assert fits()
    page.get_by_label("全部行的介质").select_option("gas")
    page.get_by_role("button", name="检查每一行").tap()
    work_on(page)
    expect(page.locator("#errors")).to_be_visible()
    assert fits()
    page.get_by_label("只写入合格的行").check()
    page.get_by_role("button", name="不写入 1 行").tap()
    work_on(page)
    expect(page.get_by_role("heading", name="已写入 5 行")).to_be_visible()
    assert fits()
    page.goto("/imports/")
    assert fits()


def test_codes_are_read_by_their_names_and_kept_where_someone_wants_them(
    project, sign_in, tmp_path
):
    page = sign_in("demo-dongqu", **PHONE)
    page.goto(f"/imports/new/?project={project.number}")
    choose(page, {"管网.gpkg": coded_package(tmp_path / "管网.gpkg").read_bytes()})
    page.get_by_role("button", name="上传并诊断").tap()
    work_on(page)
    diagnosed(page)
    sample = page.get_by_role("row", name="管材").locator(".sample").first
    expect(sample).to_have_text("球墨铸铁")
    expect(page.get_by_text("“管材”列有 1 行的代码（共 1 种，如 3）")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_label("代码列").select_option("保留代码")
    page.get_by_role("button", name="只重新诊断").tap()
    work_on(page)
    diagnosed(page)
    expect(sample).to_have_text("1")
    expect(page.get_by_label("代码列")).to_have_value("kept")


def test_another_reading_keeps_what_was_chosen_and_doubtful_rows_stay_behind(reporter, project):
    page = reporter
    ends = [471900.9, 2941318.1, 471930.0, 2941300.1]
    rows = [[f"JS{n}", *(end + n * 40 for end in ends)] for n in range(40)]
    rows[3] = ["JS3", 590000.0, 2941318.1, 590030.0, 2941300.1]
    rows[5][3] = 1471930.0
    page.goto(project.get_absolute_url())
    page.get_by_role("link", name="导入设施").click()
    choose(page, {"管线.xlsx": workbook([["名称", "甲", "乙", "丙", "丁"], *rows])})
    press(page, "上传并诊断")
    work_on(page)
    page.get_by_label("设施类别").first.select_option("pipe")
    press(page, "只重新诊断")
    work_on(page)
    expect(page.get_by_text("四列的数值很可能是线两端的坐标")).to_be_visible()
    page.get_by_label("全部行的介质").select_option("gas")
    make_lines_of(page, x="甲", y="乙", end_x="丙", end_y="丁")
    press(page, "检查每一行")
    work_on(page)
    expect(page.get_by_text("读法已改，已重新诊断")).to_be_visible()
    expect(page.get_by_label("全部行的介质")).to_have_value("gas")
    press(page, "检查每一行")
    work_on(page)
    expect(page.get_by_text("伸到市外约")).to_be_visible()
    press(page, "不写入这 1 行")
    work_on(page)
    expect(page.get_by_text("38 行到")).to_be_visible()
    page.locator("[name=good_rows_only]").check()
    press(page, f"写入 38 行到 {project.number}")
    work_on(page)
    expect(page.get_by_role("heading", name="已写入 38 行")).to_be_visible()


HEADER = ["资产标识", "版本", "项目编号", "设施类别", "编号", "名称", "投用年份", "储罐容积"]


@pytest.fixture(scope="module")
def disputed(project):
    """Two stations that file and register have both renamed and dated anew since the export."""
    kind = {"project": project, "kind": "gas_station"}
    stations = [AssetFactory(**kind, number=f"C{n}", name=f"{n}号站") for n in (1, 2)]
    ids = [station.pk for station in stations]
    rows = [
        [str(s.client_id), s.version, project.number, "燃气场站", s.number, "文件的名", 2024, 50]
        for s in stations
    ]
    Asset.objects.filter(pk__in=ids).update(name="登记的名", year_laid=2001)
    return {"改过.xlsx": workbook([HEADER, *rows])}


def compare(page, project, parts):
    page.goto(f"/imports/new/?project={project.number}")
    choose(page, parts)
    press(page, "上传并诊断")
    work_on(page)
    diagnosed(page)
    press(page, "检查每一行")
    work_on(page)
    expect(page.locator("[data-conflict]")).to_have_count(2)


def names(project):
    chosen = Asset.objects.filter(project=project, number__startswith="C").order_by("number")
    return list(chosen.values_list("name", "year_laid", "attributes"))


def test_a_value_left_open_is_told_beside_the_row_on_a_phone(project, sign_in, disputed):
    page = sign_in("demo-dongqu", **PHONE)
    compare(page, project, disputed)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    first = page.locator("[data-conflict]").first
    first.get_by_label("名称用文件中的值").tap()
    page.get_by_role("button", name="按逐项所选重新检查").tap()
    expect(page.locator("#conflicts > .form-errors")).to_contain_text("还没有选：投用年份。")
    expect(first.get_by_label("名称用文件中的值")).to_be_checked()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_what_both_sides_have_changed_is_chosen_value_by_value_by_keyboard(
    reporter, project, disputed
):
    page = reporter
    compare(page, project, disputed)
    first, second = page.locator("[data-conflict]").all()
    tab_to(page, "[data-conflict] [name$='-name']")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    expect(first.get_by_label("名称用文件中的值")).to_be_checked()
    expect(first.get_by_label("用上面逐项选定的值")).to_be_checked()
    tab_to(page, "[data-conflict] [name$='-year_laid']")
    page.keyboard.press("Space")
    expect(first.get_by_label("投用年份用现在的值")).to_be_checked()
    second.get_by_label("全保留现在的值").check()
    expect(second.get_by_label("名称用现在的值")).to_be_checked()
    page.get_by_role("button", name="按逐项所选重新检查").press("Enter")
    work_on(page)
    # What a colleague's value gives way to is confirmed, as where the whole row does.
    page.get_by_label("其中两边都改过的改为文件中的值：名称").check()
    press(page, f"更新 {project.number} 的 1 行")
    work_on(page)
    expect(page.get_by_role("heading", name="已写入 1 行")).to_be_visible()
    assert names(project) == [
        ("文件的名", 2001, {"storage_m3": 50}),
        ("登记的名", 2001, {}),
    ]


def make_lines_of(page, **columns):
    for name, column in columns.items():
        page.locator(f"select[name={name}]").select_option(column)
    page.locator("select[name=shape]").select_option("lines")
