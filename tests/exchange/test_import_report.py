"""The report file: where it may stand, and that it never contradicts the outcome."""

import json
import os

import pytest
from django.core.management import CommandError, call_command

from registry.management import report_file
from registry.models import Asset

TO_NEW = ("--kind", "pipe", "--set", "medium=gas", "--new-project", "燃气管网更新")


def refused(path, report, *options):
    with pytest.raises(CommandError) as refusal:
        call_command("import_assets", str(path), *TO_NEW, *options, "--report", str(report))
    assert not Asset.objects.exists()
    return refusal.value.returncode, str(refusal.value)


@pytest.fixture
def no_room(monkeypatch):
    def fail(draft, path, replace=os.replace):
        if str(path).endswith("report.json") and draft.parent.name.startswith(".atlas-"):
            raise OSError(28, "No space left on device")
        replace(draft, path)

    monkeypatch.setattr(report_file.os, "replace", fail)


def test_a_report_that_cannot_be_written_is_noticed_before_the_import(make_file, db, tmp_path):
    code, text = refused(make_file(编号=["1"]), tmp_path / "没有" / "report.json")
    assert (code, "文件夹不存在" in text) == (2, True)
    code, text = refused(make_file(编号=["1"]), tmp_path)
    assert (code, "不是普通文件" in text) == (2, True)


def test_rows_that_are_written_are_said_to_be_even_if_the_report_fails(
    make_file, db, tmp_path, no_room, capsys
):
    report = tmp_path / "report.json"
    report.write_text("old")
    call_command("import_assets", str(make_file(编号=["1"])), *TO_NEW, "--report", str(report))
    out, err = capsys.readouterr()
    assert Asset.objects.count() == 1
    assert "已写入" in out
    assert "数据已写入，但报告无法写入" in err
    assert "磁盘已满" in err
    assert report.read_text() == "old"
    assert not list(tmp_path.glob(".atlas-*"))


def test_a_dry_run_whose_report_fails_has_failed(make_file, db, tmp_path, no_room):
    assert refused(make_file(编号=["1"]), tmp_path / "report.json", "--dry-run")[0] == 2


@pytest.mark.parametrize("name", ["管段.shp", "管段.dbf", "管段.prj"])
def test_a_report_never_overwrites_a_part_of_the_input(make_file, db, tmp_path, name):
    path = make_file("管段.shp", 编号=["1"])
    before = (tmp_path / name).read_bytes()
    code, text = refused(path, tmp_path / "." / name)
    assert (code, "要导入的文件" in text) == (2, True)
    assert (tmp_path / name).read_bytes() == before


def test_a_link_to_the_input_is_the_input(make_file, db, tmp_path):
    path = make_file(编号=["1"])
    (tmp_path / "report.json").symlink_to(path)
    assert refused(path, tmp_path / "report.json")[0] == 2


def test_the_report_is_utf8_whatever_the_locale(bring, make_file, tmp_path, monkeypatch):
    monkeypatch.setattr("locale.getpreferredencoding", lambda *args: "ascii")
    bring(make_file(名称=["河门口"], 片区=["江北"]), *TO_NEW)
    report = json.loads((tmp_path / "report.json").read_bytes().decode("utf-8"))
    assert report["kept_columns"] == ["片区"]


def test_a_length_that_is_not_the_map_s_is_told_and_asks_for_nothing(bring, make_file, capsys):
    # Each line is 110.8 m long.
    code, report = bring(make_file(计量长度=[110.0, 12.5, None, 117.0, 115.0]), *TO_NEW)
    assert code == 0
    assert [(entry["row"], entry["field"], entry["code"]) for entry in report["warnings"]] == [
        (2, "declared_length_m", "length_differs"),
        (4, "declared_length_m", "length_differs"),
    ]
    assert report["warnings"][0]["message"] == "计量长度 12.5 米与图上长度 110.8 米相差超过 5%。"
    out, err = capsys.readouterr()
    assert "其中 2 行的计量长度与图上长度相差超过 5%" in out
    assert "图上长度" not in err
