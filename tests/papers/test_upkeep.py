"""What killed uploads leave behind goes, what a row names stays; scanners are asked again."""

import os
import time
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from registry.choices import Scan, Stage
from registry.files import media
from registry.models import Attachment, Project
from registry.papers.intake import take
from registry.papers.upkeep import scan_waiting, sweep
from registry.seed import attachments, demo, plants
from tests.factories import ProjectFactory
from tests.papers.files import picture, sent

pytestmark = pytest.mark.django_db


def aged(path):
    then = time.time() - 3 * 24 * 3600
    os.utime(path, (then, then))


def folder(*parts):
    path = media("papers", *parts)
    path.mkdir(exist_ok=True)
    (path / "original.jpg").write_bytes(b"x")
    return path


def test_only_old_folders_without_a_row_are_swept(reporter):
    photo = take(ProjectFactory(), sent("a.jpg", picture()), by=reporter)
    orphan, draft = folder("ab", "ab" + "0" * 30), folder("drafts", "c" * 32)
    strange, fresh = folder("ab", "not-a-uuid"), folder("drafts", "d" * 32)
    for path in (photo.folder, orphan, draft, strange):
        aged(path)
    sweep()
    assert [path.exists() for path in (orphan, draft, strange)] == [False] * 3
    assert photo.path.exists()
    assert fresh.exists()


def test_a_deleted_paper_keeps_its_file(reporter):
    photo = take(ProjectFactory(), sent("a.jpg", picture()), by=reporter)
    Attachment.objects.update(deleted_at="2026-01-01T00:00Z")
    aged(photo.folder)
    sweep()
    assert photo.path.exists()


def test_sweeping_before_anything_was_sent_is_harmless(settings):
    sweep()
    assert not list(Path(settings.MEDIA_ROOT).rglob("*.*"))


@pytest.mark.parametrize(
    ("answer", "scan", "is_kept"),
    [(0, Scan.CLEAN, True), (1, Scan.INFECTED, False), (3, Scan.WAITING, True)],
)
def test_a_waiting_file_is_scanned_again(reporter, settings, answer, scan, is_kept):
    settings.SCAN_COMMAND = "/nowhere/scanner"
    photo = take(ProjectFactory(), sent("a.jpg", picture()), by=reporter)
    settings.SCAN_COMMAND = f"sh -c 'exit {answer}'"
    scan_waiting()
    photo.refresh_from_db()
    assert (photo.scan, photo.path.exists()) == (scan, is_kept)


@pytest.mark.slow
def test_a_demo_city_that_finds_no_room_is_told_in_one_sentence_and_leaves_nothing(
    settings, monkeypatch
):
    settings.LEAST_FREE_BYTES = 2**60
    # A part of the city has projects, papers and photos as the whole has.
    monkeypatch.setattr(demo, "CHAPTERS", [plants])
    monkeypatch.setattr(attachments, "WITH_PAPERS", {Stage.BUILDING: 1})
    with pytest.raises(CommandError, match="磁盘空间不足"):
        call_command("seed", stdout=StringIO())
    assert not list(Path(settings.MEDIA_ROOT).rglob("*.*"))
    assert not Project.objects.exists()
