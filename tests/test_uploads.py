"""What is sent in is kept whole, once, under its own SHA-256, or not at all."""

import hashlib
import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from registry.models import ImportBatch
from registry.refusals import Refusal
from registry.uploads import SLACK_BYTES, keep, keep_file, plain_name


def sent(name, content=b"bytes"):
    return SimpleUploadedFile(name, content)


def kept_files(settings):
    return sorted(p for p in Path(settings.MEDIA_ROOT).rglob("*") if p.is_file())


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def test_a_file_is_kept_as_it_was_sent(settings):
    content = bytes(range(256)) * 5000
    stored = keep([sent("管线 2024.ZIP", content)])
    assert stored.file_name == "管线 2024.ZIP"
    assert stored.sha256 == hashlib.sha256(content).hexdigest()
    assert (stored.size, Path(stored.stored).suffix) == (len(content), ".zip")
    batch = ImportBatch(**vars(stored))
    assert batch.path.read_bytes() == content
    assert batch.path.stat().st_mode & 0o777 == 0o600
    assert batch.path.parent.stat().st_mode & 0o777 == 0o700
    assert kept_files(settings) == [batch.path]


def test_the_same_file_is_kept_once(settings):
    first, second = keep([sent("a.zip")]), keep([sent("b.zip")])
    assert first.stored == second.stored
    assert (first.file_name, second.file_name) == ("a.zip", "b.zip")
    assert len(kept_files(settings)) == 1


def test_loose_parts_of_a_shapefile_are_one_set(settings):
    parts = [("管线.shp", b"s"), ("管线.DBF", b"d"), ("管线.shp.xml", b"x"), ("管线.cpg", b"GBK")]
    stored = keep([sent(*part) for part in parts])
    again = keep([sent(*part) for part in reversed(parts)])
    assert stored == again
    assert stored.file_name == "管线.zip"
    with zipfile.ZipFile(ImportBatch(**vars(stored)).path) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == dict(parts)


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        ((), "没有选择文件"),
        (("a.shp", "b.shp"), "不同的资料请一份一份地选"),
        (("a.dbf", "a.prj"), "同一个 shapefile 的各部分"),
        (("a.shp", "A.SHP"), "重名"),
        ([f"a.{n}" for n in range(21)], "一次最多选择 20 个文件"),
        (("..",), "没有名称"),
    ],
)
def test_what_does_not_belong_together_is_refused(settings, names, sentence):
    with pytest.raises(Refusal, match=sentence):
        keep(map(named, names))
    assert kept_files(settings) == []


def named(name):
    file = sent("x")
    file._name = name  # Django's own form cleans names; what stores them does not rely on it
    return file


def test_an_empty_file_is_refused(settings):
    with pytest.raises(Refusal, match="空文件"):
        keep([sent("a.zip", b"")])
    assert kept_files(settings) == []


def test_a_file_beyond_the_limit_is_refused(settings):
    settings.UPLOAD_LIMIT_BYTES = 2**20
    with pytest.raises(Refusal, match="超过 1 MB 的上限"):
        keep([sent("a.zip", b"x" * (2**20 + 1))])
    assert kept_files(settings) == []


def test_a_size_that_was_understated_is_noticed_while_it_comes_in(settings):
    settings.UPLOAD_LIMIT_BYTES = 2**20
    for names in (("a.zip",), ("a.shp", "a.dbf")):
        files = [sent(name, b"x" * 2**20 * 2) for name in names]
        for file in files:
            file.size = 1
        with pytest.raises(Refusal, match="上限"):
            keep(files)
    assert kept_files(settings) == []


def test_a_full_disk_is_refused_before_it_is_full(settings):
    settings.LEAST_FREE_BYTES = 2**62
    with pytest.raises(Refusal, match="磁盘空间不足"):
        keep([sent("a.zip")])
    assert kept_files(settings) == []


def test_a_transfer_that_breaks_leaves_nothing(settings):
    file = sent("a.zip")

    def broken(size):
        yield b"half"
        raise OSError("connection reset")

    file.chunks = broken
    with pytest.raises(OSError, match="reset"):
        keep([file])
    assert kept_files(settings) == []


def test_a_command_keeps_its_file_too(settings, tmp_path):
    path = tmp_path / "大.gpkg"
    path.write_bytes(b"x" * 1000)
    settings.UPLOAD_LIMIT_BYTES = 10
    stored = keep_file(path)
    assert (stored.file_name, stored.size) == ("大.gpkg", 1000)
    assert path.exists()


@given(st.text(min_size=1, max_size=400))
def test_no_name_leads_out_of_its_folder_or_into_the_database_broken(name):
    try:
        plain = plain_name(name)
    except Refusal:
        return
    assert 0 < len(plain) <= 255
    assert not {"/", "\\", "\0"} & set(plain)
    plain.encode()


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        (r"C:\数据\管线.shp", "管线.shp"),
        ("../../etc/passwd", "passwd"),
        ("长" * 300 + ".geojson", "长" * 247 + ".geojson"),
    ],
)
def test_of_a_name_only_the_last_part_is_kept(name, plain):
    assert plain_name(name) == plain


@pytest.mark.parametrize("name", ["a.s/h", "a." + "x" * 50, "a.;rm", "a.图形", "a"])
def test_a_strange_suffix_never_reaches_the_disk(name, settings):
    stored = keep([named(name)])
    assert Path(stored.stored).suffix == ""


def test_streams_are_read_in_pieces(settings):
    stream = io.BytesIO(b"x" * (3 * 2**20))
    file = SimpleUploadedFile("a.zip", b"")
    file.file, file.size = stream, 3 * 2**20
    assert keep([file]).size == 3 * 2**20


@pytest.fixture
def browser(settings):
    """One whose forms are checked for being ours."""
    client = Client(enforce_csrf_checks=True)
    client.cookies[settings.CSRF_COOKIE_NAME] = "a" * 32
    return client


def test_a_body_beyond_all_measure_is_not_even_received(browser, reporter, settings):
    settings.UPLOAD_LIMIT_BYTES = 100 - SLACK_BYTES
    browser.force_login(reporter)
    answer = browser.post("/imports/new/", {"files": sent("a.zip", b"x" * 200)})
    assert answer.status_code == 400
    assert "请分成几份" in answer.text
    assert browser.post("/imports/new/", {}).status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status"),
    [("/accounts/login/", 302), ("/imports/new/", 302), ("/api/overlays", 401)],
)
def test_a_stranger_lays_nothing_down_on_the_disk(browser, settings, monkeypatch, address, status):
    laid_down = []
    monkeypatch.setattr(
        TemporaryFileUploadHandler, "new_file", lambda *told: laid_down.append(told)
    )
    content = b"x" * settings.STRANGERS_BODY_BYTES
    answer = browser.post(address, {"files": sent("a.zip", content)})
    assert answer.status_code == status
    assert "/accounts/login/" in answer.headers.get("Location", "/accounts/login/")
    assert not laid_down
    assert browser.post("/accounts/login/", {"files": sent("a.zip")}).status_code == 403


def test_who_has_signed_in_sends_more(browser, reporter, settings):
    browser.force_login(reporter)
    content = b"x" * settings.STRANGERS_BODY_BYTES
    assert browser.post("/imports/new/", {"files": sent("a.zip", content)}).status_code == 403


def test_a_body_that_would_fill_the_disk_is_not_received(browser, reporter, settings):
    browser.force_login(reporter)
    settings.LEAST_FREE_BYTES = 2**60
    few, many = b"x", b"x" * (settings.FILE_UPLOAD_MAX_MEMORY_SIZE + 1)
    assert browser.post("/imports/new/", {"files": sent("a.zip", few)}).status_code == 403
    answer = browser.post("/imports/new/", {"files": sent("a.zip", many)})
    assert answer.status_code == 400
    assert "磁盘空间不足" in answer.text
    answer = browser.post(
        "/imports/new/", {"files": sent("a.zip", many)}, headers={"Accept": "application/json"}
    )
    assert "磁盘空间不足" in answer.json()["error"]
