"""The import wizard: what was sent is told, checked, written and taken back, in words."""

import json
import re

import ezdxf
import pytest
from django.urls import reverse
from pyproj import CRS

from registry.models import Asset, ImportBatch, Project
from tests.factories import ProjectFactory
from tests.institute import (
    EAST,
    LENGTH,
    NORTH,
    gas_pipes,
    pipe_lines,
    workbook,
    write_shapefile,
    zipped,
)
from tests.wizard import NEW

pytestmark = pytest.mark.django_db


@pytest.fixture
def pipes(wizard, project, tmp_path):
    """A shapefile in GBK with its .prj, sent from the project's page, diagnosed."""
    wizard.upload(write_shapefile(tmp_path, gas_pipes(), prj=True), project=project.number)
    return wizard


def test_loose_parts_of_a_shapefile_are_diagnosed_and_nothing_is_written(pipes):
    batch = pipes.batch
    assert (batch.status, batch.file_name, batch.rows) == ("checked", "燃气管线.zip", 6)
    page = pipes.page().text
    for told in ("Shapefile", "GB18030", "炳草岗大街", "CGCS2000 三度带 102E", "球铁 → 球墨铸铁"):
        assert told in page
    assert not Asset.objects.exists()


def test_the_way_leads_from_the_file_to_the_register_and_back(pipes, project):
    assert pipes.check(**{"fixed-medium": "gas"}).status_code == 302
    page = pipes.page()
    assert page.context["outcome"].promise == f"写入 6 行到 {project.number}"
    pipes.write()
    assert pipes.batch.status == "written"
    assert set(project.assets.values_list("number", "medium")) == {
        (f"RQ-{n:03}", "gas") for n in range(1, 7)
    }
    told = pipes.page().text
    assert "已写入 6 行" in told
    assert project.get_absolute_url() in told
    pipes.undo()
    assert pipes.batch.status == "undone"
    assert "恢复到导入之前" in pipes.page().text
    assert not Asset.objects.exists()


def test_a_project_is_made_for_the_rows(pipes):
    pipes.check(target="new", name="临江路燃气管网", district="510402", **{"fixed-medium": "gas"})
    assert "写入 6 行到新项目“临江路燃气管网”" in pipes.page().text
    pipes.write()
    made = Project.objects.get(name="临江路燃气管网")
    assert (made.sector_id, made.district_id, made.assets.count()) == ("A06", "510402", 6)


def test_rows_go_to_the_projects_that_a_column_names(wizard, project, tmp_path):
    other = ProjectFactory(sector_id="A06")
    columns = gas_pipes(4) | {"项目": [project.number, other.number, "RA-999999", project.number]}
    wizard.upload(write_shapefile(tmp_path, columns, prj=True))
    wizard.check(target="column", project_column="项目", **{"fixed-medium": "gas"})
    assert "写入 3 行到“项目”列所写的项目，不写入 1 行" in wizard.page().text
    wizard.write(good_rows_only="on")
    assert (project.assets.count(), other.assets.count()) == (2, 1)


def test_what_is_missing_is_asked_for_and_nothing_begins(wizard, tmp_path):
    wizard.upload(write_shapefile(tmp_path, gas_pipes(), prj=True))
    before = wizard.batch.job_id
    answer = wizard.check(project="")
    assert answer.status_code == 200
    assert "请选择项目" in answer.text
    answer = wizard.check(project="没有这样的项目")
    assert "没有这个项目" in answer.text
    assert wizard.batch.job_id == before


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("EPSG:2379", "没有公开的转换参数"),
        ("99999", "不认识坐标系"),
        ("乱写", "不认识坐标系"),
        ("", "请选择或填写坐标系"),
    ],
)
def test_a_wrong_system_is_refused_in_words(pipes, typed, sentence):
    answer = pipes.check(crs="other", crs_typed=typed)
    assert answer.status_code == 200
    assert sentence in answer.text


def test_a_system_is_typed_by_its_number_alone(pipes):
    pipes.check(crs="other", crs_typed="4543")
    assert pipes.batch.order["crs"] == "EPSG:4543"
    assert pipes.batch.report["crs"] == "EPSG:4543"


def test_an_unconverted_system_is_marked_loudly(pipes):
    pipes.check(crs="EPSG:2379!unconverted", **{"fixed-medium": "gas"})
    page = pipes.page().text
    assert "坐标系未转换" in page
    pipes.write()
    kept = Asset.objects.first().source_attributes
    assert kept["坐标系未转换"] == "EPSG:2379!unconverted"


def test_without_outlines_a_person_has_to_choose_the_zone(wizard, project, tmp_path):
    wizard.upload(write_shapefile(tmp_path, gas_pipes()), project=project.number)
    page = wizard.page()
    assert page.context["settings"].reading.chosen_system == ""
    refused = wizard.check()
    assert "请先选定" in refused.text
    wizard.check(crs="EPSG:4543", **{"fixed-medium": "gas"})
    wizard.write()
    lon, lat = Asset.objects.get(number="RQ-001").location.coords[0]
    assert (lon, lat) == pytest.approx((101.71792, 26.58158), abs=1e-5)


def test_another_reading_stays_to_be_chosen_after_one_was(wizard, project, tmp_path):
    wizard.upload(write_shapefile(tmp_path, gas_pipes()), project=project.number)
    wizard.check(crs="EPSG:4543")
    choices = [each.value for each in wizard.page().context["settings"].reading.systems]
    assert choices[0] == "EPSG:4543"
    assert len(choices) > 1


def test_a_prj_that_puts_the_file_elsewhere_is_doubted_and_another_reading_offered(
    wizard, project, outline, tmp_path
):
    outline("510402", 101.5, 26.4, 101.9, 26.8)
    parts = write_shapefile(tmp_path, gas_pipes())
    parts["燃气管线.prj"] = CRS(4522).to_wkt("WKT1_ESRI").encode()
    wizard.upload(parts, project=project.number)
    reading = wizard.page().context["settings"].reading
    assert [each.value for each in reading.systems][:2] == ["", "EPSG:4543"]
    assert reading.systems[0].certainty == "doubtful"
    assert "多数坐标不在本市范围内" in wizard.page().text
    wizard.check(crs="EPSG:4543", **{"fixed-medium": "gas"})
    values = [each.value for each in wizard.page().context["settings"].reading.systems]
    assert set(values) == {"", "EPSG:4543"}
    assert wizard.batch.report["counts"].get("outside_city") is None


def test_a_column_is_read_as_another_field_in_another_unit(wizard, project, tmp_path):
    columns = gas_pipes(3) | {"距离": [0.1, 0.1, 0.2]}
    wizard.upload(write_shapefile(tmp_path, columns, prj=True), project=project.number)
    place = wizard.place("距离")
    changes = {f"column-{place}": "declared_length_m", f"unit-{place}": "km"}
    wizard.check(**changes, **{"fixed-medium": "gas"})
    assert wizard.batch.report["counts"]["length_differs"] == 1
    assert "计量长度 200.0 米与图上长度" in wizard.page().text
    wizard.write()
    lengths = Asset.objects.order_by("number").values_list("declared_length_m", flat=True)
    assert list(map(float, lengths)) == [100, 100, 200]


def test_a_column_that_is_no_field_is_kept_under_its_own_name(pipes, project):
    pipes.check(**{f"column-{pipes.place('道路')}": "", "fixed-medium": "gas"})
    assert pipes.batch.order["kept"] == ["道路"]
    assert "原样保留的列：道路" in pipes.page().text
    pipes.write()
    first = project.assets.get(number="RQ-001")
    assert first.source_attributes == {"道路": "炳草岗大街"}
    assert "road" not in first.attributes


def test_two_columns_for_one_field_are_refused(pipes):
    answer = pipes.check(**{f"column-{pipes.place('道路')}": "number"})
    assert "“编号”只能取自一列" in answer.text
    assert not pipes.batch.report


def test_a_word_that_nobody_knows_is_given_a_meaning(wizard, project, tmp_path):
    columns = gas_pipes(3) | {"材质": ["球铁", "蓝皮管", "PE"]}
    wizard.upload(write_shapefile(tmp_path, columns, prj=True), project=project.number)
    page = wizard.page()
    row = page.context["settings"].columns.rows[wizard.place("材质")]
    assert [meaning.raw for meaning in row.meanings] == ["蓝皮管"]
    wizard.check(**{f"value-{row.place}-0": "镀锌钢", "fixed-medium": "gas"})
    assert wizard.batch.report["rows_refused"] == 0
    wizard.write()
    assert Asset.objects.get(number="RQ-002").attributes["material"] == "镀锌钢"


def test_another_kind_is_diagnosed_anew_before_rows_are_checked(pipes):
    answer = pipes.check(kind="structure")
    assert answer.status_code == 302
    page = pipes.page()
    assert "读法已改" in page.text
    assert not pipes.batch.report
    assert page.context["settings"].target["project"].value()
    assert pipes.batch.order["kind"] == "structure"


def by_hand(wizard, page):
    """Of each column what it is by someone's own choice; and what all rows have."""
    columns = page.context["settings"].columns
    own = {row.found["name"]: row.field for row in columns.rows if row.how == "您指定的"}
    return own, {each["name"]: each["value"] for each in columns.fixed if each["value"]}


def test_what_was_chosen_of_the_columns_outlasts_another_reading(wizard, project, outline):
    outline("510402", 101.5, 26.4, 101.9, 26.8)
    header = ["名称", "甲", "乙", "丙", "丁", "戊"]
    rows = [
        [f"JS{n}", 471156.9 + n, 2941718.1, 471190.0, 2941700.1 + n, "蓝皮管"] for n in range(6)
    ]
    wizard.upload({"管线.xlsx": workbook([header, *rows])}, project=project.number)
    wizard.check(kind="pipe", action="diagnose")
    place, other = wizard.place("戊"), wizard.place("丙")
    wizard.check(**{f"column-{place}": "material"}, action="diagnose")
    chosen = {
        f"value-{place}-0": "镀锌钢",
        f"column-{other}": "declared_length_m",
        "fixed-medium": "gas",
    }
    ends = {"x": "甲", "y": "乙", "end_x": "丙", "end_y": "丁", "shape": "lines"}
    wizard.check(**chosen, **ends)
    page = wizard.page()
    told, fixed = by_hand(wizard, page)
    assert (told, fixed) == ({"戊": "material"}, {"medium": "gas"})
    (meaning,) = page.context["settings"].columns.rows[wizard.place("戊")].meanings
    assert (meaning.raw, meaning.chosen) == ("蓝皮管", "镀锌钢")
    assert "读法已改，已重新诊断" in page.text
    assert "没能保留的选择：“丙”列作为“计量长度”。" in page.text
    wizard.check()
    assert wizard.batch.report["rows_refused"] == 0
    assert "读法已改" not in wizard.page().text


def test_of_another_kind_what_it_does_not_have_is_told_as_lost(pipes):
    pipes.check(kind="structure", action="diagnose", **{"fixed-medium": "gas"})
    assert "没能保留的选择：全部行的介质" in pipes.page().text


def test_a_layer_is_chosen_where_there_are_several(wizard, project, tmp_path):
    both = {
        **write_shapefile(tmp_path, gas_pipes(3), name="燃气", prj=True),
        **write_shapefile(tmp_path, gas_pipes(2), name="供水", prj=True),
    }
    wizard.upload({"两种管线.zip": zipped(both)}, project=project.number)
    page = wizard.page()
    assert "请选择图层" in page.text
    listed = wizard.client.get("/imports/").text
    assert "待选图层" in listed
    assert "无法使用" not in listed
    assert set(page.context["settings"].diagnosis["format"]["layers"]) == {"燃气", "供水"}
    wizard.check(action="diagnose", layer="供水")
    assert (wizard.batch.layer, wizard.batch.rows) == ("供水", 2)


def test_a_table_s_own_reading_is_told_and_corrected(wizard, project):
    rows = [["燃气调压站明细"], ["编号", "X", "Y"], ["T1", 101.71, 26.58], ["合计", "", ""]]
    wizard.upload({"调压站.xlsx": workbook(rows)}, project=project.number)
    page = wizard.page()
    assert "合计行" in page.text
    assert page.context["settings"].reading["header_rows"].value() == "2"
    wizard.check(header_rows="2", shape="none", action="diagnose")
    assert wizard.batch.order["table"] == {"shape": "none"}
    assert wizard.batch.diagnosis["geometry"]["unmapped"] >= 1


def test_places_that_cannot_be_read_are_told_with_the_shapes(wizard, project):
    rows = [["编号", "X", "Y"], ["T1", "路口", 26.58], ["T2", 101.71, None], ["T3", None, None]]
    rows += [["T4", "约101", "?"], *([f"G{n}", 101.7 + n / 100, 26.58] for n in range(5))]
    wizard.upload({"调压站.xlsx": workbook(rows)}, project=project.number)
    geometry = wizard.batch.diagnosis["geometry"]
    assert geometry["unmapped"] == 1
    faults = {fault["label"]: fault["rows"] for fault in geometry["faults"]}
    assert faults == {"坐标无法读取": [2, 5], "坐标不全": [3]}
    assert "没有发现问题" not in wizard.page().text


def test_the_ends_of_lines_are_columns_to_choose(wizard, project, outline):
    outline("510402", 101.5, 26.4, 101.9, 26.8)
    rows = [[f"G{n}", 101.7 + n / 100, 26.58, 101.701 + n / 100, 26.581] for n in range(3)]
    sheet = workbook([["编号", "甲", "乙", "丙", "丁"], *rows])
    wizard.upload({"管线.xlsx": sheet}, project=project.number)
    answer = wizard.check(shape="lines", x="甲", y="乙", action="diagnose")
    assert "起点、终点的横、纵坐标共四列都要选" in answer.text
    ends = {"x": "甲", "y": "乙", "end_x": "丙", "end_y": "丁"}
    wizard.check(shape="lines", **ends, action="diagnose")
    assert wizard.batch.diagnosis["geometry"]["types"] == [{"type": "线", "count": 3}]
    wizard.check(end_x="丁", end_y="丙", action="diagnose")  # the others stay
    assert wizard.batch.diagnosis["table"]["found"]["end_x"] == "丁"
    assert wizard.batch.diagnosis["table"]["found"]["x"] == "甲"
    answer = wizard.check(end_x="", action="diagnose")
    assert "横坐标列和纵坐标列要一起选" in answer.text


def test_a_fault_is_mended_only_where_that_is_ticked(wizard, project, tmp_path):
    shapes = pipe_lines(2)
    twice = type(shapes[0])([*shapes[0].coords, shapes[0].coords[-1]])
    columns = gas_pipes(2)
    parts = write_shapefile(tmp_path, columns, shapes=[twice, shapes[1]], prj=True)
    wizard.upload(parts, project=project.number)
    page = wizard.page()
    assert "重复顶点" in page.text
    assert "顶点 3 → 2" in page.text
    wizard.check(**{"fixed-medium": "gas"})
    assert wizard.batch.report["rows_mended"] == 0
    wizard.check(mends=["repeated_vertices"], **{"fixed-medium": "gas"})
    assert wizard.batch.report["rows_mended"] == 1
    wizard.write()
    assert len(Asset.objects.get(number="RQ-001").location.coords) == 2


def test_the_map_gets_what_it_shows(pipes):
    shown = json.loads(pipes.client.get(f"{pipes.url}preview.json").content)
    assert shown["crs"] == "EPSG:4543"
    assert len(shown["features"]) == 6
    assert shown["bounds"][0] == pytest.approx(101.7179, abs=1e-3)


def test_a_refused_upload_says_why(wizard, settings, tmp_path):
    answer = wizard.client.post(NEW, {})
    assert "请先选择文件" in answer.text
    answer = wizard.upload({"a.shp": b"1", "b.dbf": b"2"})
    assert "同一个 shapefile" in answer.text
    settings.UPLOAD_LIMIT_BYTES = 10
    answer = wizard.upload({"大.zip": b"x" * 11})
    assert "超过" in answer.text
    assert not ImportBatch.objects.exists()


def test_the_script_that_uploads_gets_data_for_an_answer(wizard, tmp_path):
    headers = {"accept": "application/json"}
    answer = wizard.client.post(NEW, {}, headers=headers)
    assert (answer.status_code, answer.json()) == (422, {"error": "请先选择文件。"})
    file = {"files": list(map(open_part, write_shapefile(tmp_path, gas_pipes()).items()))}
    answer = wizard.client.post(NEW, file, headers=headers)
    batch = ImportBatch.objects.get()
    assert answer.json() == {"url": reverse("registry:import", args=(batch.pk,))}


def open_part(part):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(*part)


def test_a_file_that_is_its_own_layer_goes_by_the_name_it_was_sent_under(wizard, project):
    wizard.upload({"调压站.csv": "编号,经度,纬度\nT1,101.71,26.58\n".encode()})
    assert wizard.batch.diagnosis["format"]["layer"] == wizard.batch.layer == "调压站"
    assert wizard.page().text.count(wizard.batch.sha256) == 1


def test_a_table_that_could_be_of_several_kinds_is_none_unasked(wizard, project):
    rows = [["编号", "名称", "投用年份", "经度", "纬度"], ["T1", "一号站", 2001, 101.71, 26.58]]
    wizard.upload({"站点.xlsx": workbook(rows)})
    assert wizard.batch.diagnosis["kinds"]["state"] == "needed"


def test_a_drawing_is_read_whole_unless_one_layer_is_chosen(wizard, project, tmp_path):
    document = ezdxf.new("R2010")
    for place, layer in enumerate(["燃气管线", "给水管线"]):
        north = NORTH + 50 * place
        document.modelspace().add_line(
            (EAST, north), (EAST + LENGTH, north), dxfattribs={"layer": layer}
        )
    document.saveas(tmp_path / "总图.dxf")
    wizard.upload({"总图.dxf": (tmp_path / "总图.dxf").read_bytes()}, project=project.number)
    assert wizard.page().context["settings"].reading["layer"].value() == ""
    wizard.check(action="diagnose", kind="pipe")
    wizard.check(crs="EPSG:4543")
    assert wizard.batch.report["rows_read"] == 2
    wizard.check(action="diagnose", layer="给水管线")
    assert wizard.batch.diagnosis["format"]["rows"] == 1
    assert wizard.batch.diagnosis["format"]["layer"] == "给水管线"
    wizard.check(action="diagnose", layer=["燃气管线", "给水管线"])
    assert wizard.batch.diagnosis["format"]["rows"] == 2
    page = wizard.page()
    assert page.context["settings"].reading["layer"].value() == "燃气管线,给水管线"
    assert len(re.findall(r'name="layer"[^>]*checked', page.text)) == 2
    assert wizard.batch.order["layer"] == "燃气管线,给水管线"


def test_systems_are_told_in_words(wizard, project, outline, tmp_path):
    outline("510402", 101.5, 26.4, 101.9, 26.8)
    wizard.upload(write_shapefile(tmp_path, gas_pipes()), project=project.number)
    assert "西安80 三度带 102E（EPSG:2379）" in wizard.page().text
    parts = write_shapefile(tmp_path, gas_pipes())
    parts["燃气管线.prj"] = CRS(2379).to_wkt("WKT1_ESRI").encode()
    wizard.upload(parts, project=project.number)
    assert "（西安80）没有公开的转换参数" in wizard.page().text


def test_a_table_whose_header_tells_of_no_place_is_sure_of_no_system(wizard, project, outline):
    outline("510402", 101.5, 26.4, 101.9, 26.8)
    places = [(2941718.057 + 50 * n, 471156.887 - 31 * n) for n in range(6)]
    rows = [[f"JS{n}", *place, 300, 1998 + n] for n, place in enumerate(places)]
    header = ["名称", "甲", "乙", "管径", "敷设年代"]
    wizard.upload({"台账.xlsx": workbook([header, *rows])}, project=project.number)
    page = wizard.page()
    assert "CGCS2000 经纬度" not in page.context["settings"].reading.systems[0].words
    assert "“乙”和“甲”两列的数值很可能是坐标（CGCS2000 三度带 102E" in page.text
    wizard.check(x="乙", y="甲", kind="pipe", action="diagnose")
    reading = wizard.page().context["settings"].reading
    assert next(iter(reading.systems)).value == "EPSG:4543"


def test_four_columns_that_nobody_named_are_told_as_the_ends_of_lines(wizard, project, outline):
    outline("510402", 101.5, 26.4, 101.9, 26.8)
    places = [(471156.887 + 31 * n, 2941718.057 + 50 * n) for n in range(6)]
    rows = [[f"JS{n}", *place, place[0] + 30, place[1] + 9] for n, place in enumerate(places)]
    header = ["编号", "甲", "乙", "丙", "丁"]
    wizard.upload({"管线.xlsx": workbook([header, *rows])}, project=project.number)
    told = "“甲”“乙”“丙”“丁”四列的数值很可能是线两端的坐标（CGCS2000 三度带 102E"
    page = wizard.page().text
    assert told in page
    assert "每行一条线" in page
    wizard.check(kind="pipe", action="diagnose")
    wizard.check(**{"fixed-medium": "gas"})
    page = wizard.page()
    assert "ends_suggested" in page.context["outcome"].codes_to_confirm
    wizard.write(accepted=[])
    assert "还有警告没有确认" in wizard._step("write", wizard.answers(accepted=[])).text
    ends = {"x": "甲", "y": "乙", "end_x": "丙", "end_y": "丁", "shape": "lines"}
    wizard.check(**ends, action="diagnose")
    assert wizard.batch.diagnosis["geometry"]["unmapped"] == 0


def test_an_import_that_only_adds_is_told_as_one_with_its_number(pipes, client, project):
    pipes.check(**{"fixed-medium": "gas"})
    pipes.write()
    page = pipes.client.get(f"/projects/{project.number}/history/").text
    assert f"导入（第 {pipes.batch.pk} 批）" in page
    assert "后台任务" not in page


def test_sizes_and_years_are_no_coordinates(wizard, project, outline):
    outline("510402", 101.5, 26.4, 101.9, 26.8)
    rows = [[f"B{n}", 101 + n % 2, 26 + n % 2, 20_000 + n] for n in range(6)]
    wizard.upload({"台账.xlsx": workbook([["名称", "甲", "乙", "丙"], *rows])})
    page = wizard.page().text
    assert "表里没有找到坐标列" in page
    assert "很可能是坐标" not in page
