"""What the names of layers and folders tell the import: the kind, the medium of each row."""

import ezdxf
import pytest

from registry.forms.import_columns import BLANK
from tests.institute import EAST, LENGTH, NORTH

pytestmark = pytest.mark.django_db


def kml(*folders):
    """As 奥维 writes it: a folder of a name with as many lines, or points where `dot`."""
    line = "<LineString><coordinates>101.71,26.58 101.72,26.58</coordinates></LineString>"
    point = "<Point><coordinates>101.72,26.58</coordinates></Point>"
    inner = "".join(
        f"<Folder><name>{name}</name>"
        + f"<Placemark><name>{name[:2]}DN200-1</name>{point if dot else line}</Placemark>" * count
        + "</Folder>"
        for name, count, dot in folders
    )
    space = "http://www.opengis.net/kml/2.2"
    return f'<kml xmlns="{space}"><Document>{inner}</Document></kml>'.encode()


@pytest.mark.parametrize(
    ("name", "medium"),
    [("给水管线", "water"), ("YS_雨水", "rain"), ("RS-01", "heat"), ("雨污合流管", "combined")],
)
def test_a_folder_s_name_hints_at_kind_and_medium(wizard, project, name, medium):
    wizard.upload({"奥维.kml": kml((name, 5, False), ("泵站", 1, True))}, project=project.number)
    settings = wizard.page().context["settings"]
    assert settings.diagnosis["kinds"]["found"] == "pipe"
    (fixed,) = [each for each in settings.columns.fixed if each["name"] == "medium"]
    assert (fixed["value"], fixed["certainty"]) == (medium, "likely")
    wizard.check(**{"fixed-medium": ""})
    (cleared,) = [
        each for each in wizard.page().context["settings"].columns.fixed if each["name"] == "medium"
    ]
    assert cleared["value"] == ""


@pytest.fixture
def folders(wizard, project):
    """A KML file of two media, and of a folder that names none."""
    several = kml(("给水管线", 3, False), ("雨水管", 2, False), ("草稿", 1, False))
    wizard.upload({"奥维.kml": several}, project=project.number)
    return wizard


def test_folders_of_several_media_tell_the_medium_of_each_row(folders, project):
    page = folders.page()
    row = page.context["settings"].columns.rows[folders.place("folder")]
    assert (row.field, row.how) == ("medium", "按图层或文件夹的名称")
    assert [(m.raw, m.chosen) for m in row.meanings] == [("给水管线", "water"), ("草稿", BLANK)]
    assert "留空" in page.text
    folders.check()
    assert folders.batch.report["rows_refused"] == 0
    folders.write()
    media = project.assets.order_by("source_row").values_list("medium", flat=True)
    assert list(media) == ["water"] * 3 + ["rain"] * 2 + [""]


def test_what_a_folder_is_said_to_mean_goes_before_what_its_name_tells(folders, project):
    row = folders.place("folder")
    folders.check(**{f"value-{row}-0": "gas", f"value-{row}-1": ""})
    assert folders.batch.report["rows_refused"] == 1
    meanings = folders.page().context["settings"].columns.rows[row].meanings
    assert [meaning.chosen for meaning in meanings] == ["gas", ""]
    folders.check(**{f"column-{row}": ""})
    again = folders.page().context["settings"].columns.rows[row]
    assert (again.field, folders.batch.order["kept"]) == ("", ["folder"])


def drawing(folder, layers):
    """A line of each layer, and a block at its beginning."""
    document = ezdxf.new("R2010")
    document.blocks.new("阀门")
    for place, layer in enumerate(layers):
        at = (EAST, NORTH + 50 * place)
        on = {"layer": layer}
        document.modelspace().add_line(at, (EAST + LENGTH, at[1]), dxfattribs=on)
        document.modelspace().add_line(at, (EAST - LENGTH, at[1]), dxfattribs=on)
        document.modelspace().add_blockref("阀门", at, dxfattribs=on)
    document.saveas(folder / "总图.dxf")
    return (folder / "总图.dxf").read_bytes()


def test_layers_of_one_kind_and_several_media_tell_both(wizard, project, tmp_path):
    content = drawing(tmp_path, ["JS-给水管线", "WS-污水管线"])
    wizard.upload({"总图.dxf": content}, project=project.number)
    assert wizard.batch.diagnosis["kinds"]["found"] == "pipe"
    wizard.check(crs="EPSG:4543")
    assert wizard.batch.report["rows_refused"] == 2  # the blocks
    wizard.write(good_rows_only="on")
    assert set(project.assets.values_list("medium", flat=True)) == {"water", "sewage"}


def test_a_layer_of_valves_that_names_the_medium_is_the_pipes_too(wizard, project, tmp_path):
    content = drawing(tmp_path, ["JS-给水管线", "给水_阀井", "WS-污水管线"])
    wizard.upload({"总图.dxf": content}, project=project.number)
    assert wizard.batch.diagnosis["kinds"]["found"] == "pipe"


def test_layers_of_several_kinds_tell_none(wizard, project, tmp_path):
    content = drawing(tmp_path, ["JS-给水管线", "电梯", "WS-污水管线"])
    wizard.upload({"总图.dxf": content}, project=project.number)
    assert wizard.batch.diagnosis["kinds"]["state"] == "needed"
    wizard.check(kind="pipe", action="diagnose")
    (row,) = [r for r in wizard.page().context["settings"].columns.rows if r.field == "medium"]
    chosen = {meaning.raw: meaning.chosen for meaning in row.meanings}
    assert chosen == {"JS-给水管线": "water", "电梯": BLANK, "WS-污水管线": "sewage"}


def test_a_column_that_the_person_calls_the_medium_is_read_by_the_names_of_layers(
    wizard, project, tmp_path
):
    content = drawing(tmp_path, ["JS-给水管线", "TK"])
    wizard.upload({"总图.dxf": content}, project=project.number)
    wizard.check(kind="pipe", action="diagnose")
    place = wizard.place("图层")
    wizard.check(action="diagnose", **{f"column-{place}": "medium", "fixed-medium": ""})
    meanings = wizard.page().context["settings"].columns.rows[place].meanings
    assert [(m.raw, m.chosen) for m in meanings] == [("JS-给水管线", "water"), ("TK", BLANK)]


def test_what_a_column_chosen_by_hand_likely_means_is_asked_about_at_the_first_check(
    wizard, project, tmp_path
):
    content = drawing(tmp_path, ["JS-给水管线", "TK"])
    wizard.upload({"总图.dxf": content}, project=project.number)
    wizard.check(kind="pipe", action="diagnose")
    wizard.check(
        crs="EPSG:4543", **{f"column-{wizard.place('图层')}": "medium", "fixed-medium": ""}
    )
    report = wizard.batch.report
    assert {entry["code"] for entry in report["errors"]} == {"wrong_shape"}  # the blocks
    (question,) = [w for w in report["warnings"] if w["code"] == "meanings_proposed"]
    assert question["message"] == (
        "“图层”列有 2 个词语按推测的意思读取，请核对，不对的在“各列”里改："
        "JS-给水管线 → 给水、TK → 留空。"
    )
    wizard.write(good_rows_only="on", all_confirmed=False)
    assert not project.assets.exists()
    wizard.write(good_rows_only="on")
    assert set(project.assets.values_list("medium", flat=True)) == {"water", ""}


def test_words_whose_meaning_was_shown_and_not_taken_are_refused(folders):
    row = folders.place("folder")
    folders.check(**{f"value-{row}-0": "", f"value-{row}-1": ""})
    assert folders.batch.report["rows_refused"] == 4
