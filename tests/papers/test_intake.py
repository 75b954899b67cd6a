"""A paper is taken in whole or not at all, and told by what is in it."""

import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from registry.choices import AttachmentType, PlacedBy, Scan
from registry.models import Attachment
from registry.papers import intake
from registry.papers.intake import take
from registry.refusals import Refusal
from tests.papers.files import bomb_png, docx, laid_out, pdf, picture, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(settings):
    """Every file that is kept anywhere."""
    return lambda: sorted(p for p in Path(settings.MEDIA_ROOT).rglob("*") if p.is_file())


def names_in(attachment):
    return {path.name for path in attachment.folder.iterdir()}


def test_a_photo_tells_where_and_when_it_was_taken(project, reporter):
    content = picture(placed=True, taken="2025:03:04 10:11:12")
    photo = take(project, sent("工地.JPG", content), by=reporter)
    assert (photo.type, photo.format, photo.placed_by) == ("photo", "jpg", PlacedBy.CAMERA)
    assert photo.location.coords == pytest.approx((101.7185, 26.5823))
    assert photo.location.srid == 4490
    assert photo.dated_on == date(2025, 3, 4)
    assert photo.path.read_bytes() == content
    assert names_in(photo) == {"original.jpg", "thumb.webp", "screen-1.webp"}


def test_what_is_shown_of_a_photo_holds_nothing_that_the_camera_noted(project, reporter):
    photo = take(project, sent("a.jpg", picture(placed=True)), by=reporter)
    assert b"SECRET-OF-THE-CAMERA" in photo.path.read_bytes()
    for name in ("thumb.webp", "screen-1.webp"):
        shown = photo.folder / name
        assert b"SECRET" not in shown.read_bytes()
        with Image.open(shown) as image:
            assert not image.getexif()


def test_a_photo_taken_sideways_is_shown_upright(project, reporter):
    photo = take(project, sent("a.jpg", picture(turned=6)), by=reporter)
    with Image.open(photo.folder / "screen-1.webp") as image:
        assert image.size == (480, 640)


@pytest.mark.parametrize("taken", ["2099:01:01 00:00:00", "0000:00:00 00:00:00", "yesterday"])
def test_a_clock_that_was_never_set_dates_nothing(project, reporter, taken):
    photo = take(project, sent("a.jpg", picture(taken=taken)), by=reporter)
    assert (photo.taken_at, photo.dated_on, photo.location) == (None, None, None)


@pytest.mark.parametrize(
    ("name", "content", "type", "format"),
    [
        ("项目可行性研究报告.pdf", pdf(), AttachmentType.FEASIBILITY, "pdf"),
        ("竣工验收报告.PDF", pdf(), AttachmentType.ACCEPTANCE, "pdf"),
        ("中标通知书扫描件.png", picture("PNG"), AttachmentType.TENDER, "png"),
        ("IMG_0001.webp", picture("WEBP"), AttachmentType.PHOTO, "webp"),
        ("施工合同.docx", docx(), AttachmentType.CONTRACT, "docx"),
        ("x.jpeg", picture(), AttachmentType.PHOTO, "jpg"),
        ("随便.pdf", pdf(), AttachmentType.OTHER, "pdf"),
    ],
)
def test_the_type_is_guessed_from_name_and_content(project, reporter, name, content, type, format):
    taken = take(project, sent(name, content), by=reporter)
    assert (taken.type, taken.format) == (type, format)


def test_the_first_pages_of_a_pdf_are_pictures(project, reporter):
    paper = take(project, sent("批复.pdf", pdf(pages=7)), by=reporter)
    assert (paper.pages, paper.previews) == (7, 5)
    assert "screen-5.webp" in names_in(paper)
    assert "screen-6.webp" not in names_in(paper)


def test_folders_and_files_are_private(project, reporter):
    photo = take(project, sent("a.jpg", picture()), by=reporter)
    assert {path.stat().st_mode & 0o777 for path in photo.folder.iterdir()} == {0o600}
    assert photo.folder.stat().st_mode & 0o777 == 0o700


def polyglot(front):
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("evil.class", b"x")
    return front + file.getvalue()


HTML = b"<html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 100

HOSTILE = {
    "svg": ("a.svg", SVG, "可能带有程序"),
    "html": ("a.html", HTML, "可能带有程序"),
    "svg as jpg": ("a.jpg", SVG, "内容不是 jpg"),
    "html as pdf": ("a.pdf", HTML, "内容不是 pdf"),
    "png as jpg": ("a.jpg", picture("PNG"), "内容不是 jpg"),
    "exe as pdf": ("a.pdf", b"MZ" + b"\0" * 500, "内容不是 pdf"),
    "heic": ("IMG_1.HEIC", HEIC, "兼容性最佳"),
    "dwg": ("总图.dwg", b"AC1032" + b"\0" * 99, "打印成 PDF"),
    "old word": ("a.doc", b"\xd0\xcf\x11\xe0" + b"\0" * 99, "另存为 docx"),
    "no suffix": ("批复", pdf(), "可以上传的格式"),
    "empty": ("a.pdf", b"", "空文件"),
    "jpg and zip": ("a.jpg", polyglot(picture()), "既是 jpg 又是 zip"),
    "pdf and zip": ("a.pdf", polyglot(pdf()), "既是 pdf 又是 zip"),
    "png and html": ("a.png", picture("PNG") + HTML, "既是 png 又是 html"),
    "jpg and pdf": (
        "a.jpg",
        b"\xff\xd8\xff\xfe\0\x10%PDF-1.4" + picture()[2:],
        "既是 jpg 又是 pdf",
    ),
    "truncated jpg": ("a.jpg", picture(size=(900, 900))[:-3000], "损坏"),
    "truncated png": ("a.png", picture("PNG", size=(900, 900))[:-2000], "损坏"),
    "truncated pdf": ("a.pdf", pdf(3)[:-200], "不完整"),
    "garbage pdf": ("a.pdf", b"%PDF-1.7\nnothing\n%%EOF", "损坏"),
    "bomb": ("a.png", bomb_png(), "像素"),
    "script in pdf": ("a.pdf", laid_out(catalog="/OpenAction<</S/JavaScript/JS(x)>>"), "脚本"),
    "macros": ("a.docx", docx(**{"word__vbaProject.bin": b"x"}), "宏"),
    "macro type": ("a.docx", docx(types=b"application/vnd.ms-word.document.macroEnabled"), "宏"),
    "zip as docx": ("a.docx", polyglot(b""), "内容不是 docx"),
    "xlsx as docx": ("a.xlsx", docx(), "内容不是 xlsx"),
    "leaving member": ("a.docx", docx(**{"..__..__etc__passwd": b"x"}), "解压到别的文件夹"),
    "script in name": ("<script>alert(1)<script>.pdf", pdf(), "不能使用的字符"),
    "turned name": ("工地\u202egpj.pdf", pdf(), "控制字符"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_and_broken_files_are_refused_in_words(case, project, reporter, kept):
    name, content, words = HOSTILE[case]
    file = sent("x", content)
    file._name = name  # Django's own form cleans names; what stores them does not rely on it
    with pytest.raises(Refusal, match=words):
        take(project, file, by=reporter)
    assert not Attachment.objects.exists()
    assert kept() == []


def test_a_paper_beyond_the_limit_is_refused_while_it_comes_in(project, reporter, settings, kept):
    settings.PAPER_LIMIT_BYTES = 2**20
    file = sent("a.pdf", pdf() + b"x" * 2**21)
    with pytest.raises(Refusal, match="超过 1 MB 的上限"):
        take(project, file, by=reporter)
    file.size = 1
    with pytest.raises(Refusal, match="超过 1 MB 的上限"):
        take(project, file, by=reporter)
    assert kept() == []


def test_a_photo_must_be_a_picture(project, reporter, kept):
    with pytest.raises(Refusal, match="照片只能是"):
        take(project, sent("a.pdf", pdf()), by=reporter, type="photo")
    assert kept() == []


def test_the_same_content_is_noticed_and_kept_once(project, reporter, kept):
    take(project, sent("批复.pdf", pdf()), by=reporter)
    before = kept()
    with pytest.raises(Refusal, match=r"“再传\.pdf”与 .*“批复\.pdf”内容完全相同"):
        take(project, sent("再传.pdf", before[0].read_bytes()), by=reporter)
    assert kept() == before


def test_a_slow_twin_is_stopped_by_the_constraint(project, reporter, kept, monkeypatch):
    content = pdf()
    take(project, sent("一.pdf", content), by=reporter)
    before = kept()
    monkeypatch.setattr(intake, "refuse_twice", lambda *args: None)
    with pytest.raises(Refusal, match="内容完全相同"):
        take(project, sent("二.pdf", content), by=reporter)
    assert kept() == before


def test_a_row_that_cannot_be_written_leaves_no_file(project, reporter, kept, monkeypatch):
    def broken(*args, **kwargs):
        raise OSError("the connection is gone")

    monkeypatch.setattr(Attachment, "save", broken)
    with pytest.raises(OSError, match="gone"):
        take(project, sent("a.jpg", picture()), by=reporter)
    assert kept() == []


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_disk_that_fails_at_the_last_moment_leaves_no_row(
    project, reporter, kept, monkeypatch, moment
):
    publish = intake.publish_folder

    def broken(folder, target):
        if moment == "after":
            publish(folder, target)
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(intake, "publish_folder", broken)
    with pytest.raises(OSError, match="Input/output"):
        take(project, sent("a.jpg", picture()), by=reporter)
    assert not Attachment.objects.exists()
    assert kept() == []


def test_a_full_disk_is_told(project, reporter, kept, monkeypatch):
    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(intake, "publish_folder", full)
    with pytest.raises(Refusal, match="磁盘已满"):
        take(project, sent("a.jpg", picture()), by=reporter)
    assert (Attachment.objects.count(), kept()) == (0, [])


def test_a_project_that_was_deleted_meanwhile_takes_nothing(project, reporter, kept):
    type(project).objects.update(deleted_at="2026-01-01T00:00Z")
    with pytest.raises(Refusal, match="已被他人删除"):
        take(project, sent("a.jpg", picture()), by=reporter)
    assert kept() == []


def scanner(tmp_path, answer):
    """A command that answers like ClamAV."""
    path = tmp_path / "scanner.sh"
    path.write_text(f'#!/bin/sh\n[ -f "$1" ] || exit 9\nexit {answer}\n')
    path.chmod(0o700)
    return str(path)


@pytest.mark.parametrize(("answer", "scan"), [(0, Scan.CLEAN), (2, Scan.WAITING)])
def test_what_the_scanner_says_is_kept(project, reporter, settings, tmp_path, answer, scan):
    settings.SCAN_COMMAND = scanner(tmp_path, answer)
    photo = take(project, sent("a.jpg", picture()), by=reporter)
    assert photo.scan == scan
    assert photo.is_handed_out == (scan == Scan.CLEAN)


def test_an_infected_file_is_not_kept(project, reporter, settings, tmp_path, kept):
    settings.SCAN_COMMAND = scanner(tmp_path, 1)
    with pytest.raises(Refusal, match="查出病毒"):
        take(project, sent("a.jpg", picture()), by=reporter)
    assert kept() == []


def test_a_scanner_that_is_missing_or_never_ends_lets_nothing_out(
    project, reporter, settings, tmp_path
):
    settings.SCAN_COMMAND = "/nowhere/clamdscan"
    assert take(project, sent("a.jpg", picture()), by=reporter).scan == Scan.WAITING
    settings.SCAN_COMMAND = "clamdscan 'x"
    assert take(project, sent("c.jpg", picture(color="red")), by=reporter).scan == Scan.WAITING
    settings.SCAN_COMMAND, settings.SCAN_SECONDS = "sh -c 'cat; sleep 60'", 0.2
    assert take(project, sent("b.png", picture("PNG")), by=reporter).scan == Scan.WAITING
