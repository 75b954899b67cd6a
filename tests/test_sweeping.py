"""What nobody needs any more of the files that were sent in goes, and nothing else."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone

from registry.files import media
from registry.jobs import sweeping, tidy
from registry.jobs.sweeping import sweep_exports, sweep_originals, sweep_staging
from registry.models import ExportRecord, ImportBatch, ReferenceLayer
from registry.question import Question
from registry.reports.table import export_table
from registry.uploads import keep
from tests.factories import ProjectFactory, UserFactory

pytestmark = pytest.mark.django_db
Batch, Layer = ImportBatch.Status, ReferenceLayer.Status
OLD = timedelta(days=1, hours=1)


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def aged(path):
    then = (timezone.now() - OLD).timestamp()
    os.utime(path, (then, then))
    return path


def sent(content=b"bytes", *, is_old=True):
    """What was kept of an upload, and the file itself."""
    stored = keep([SimpleUploadedFile("a.zip", content)])
    path = ImportBatch(**vars(stored)).path
    return stored, aged(path) if is_old else path


def batch_of(stored, status=Batch.CHECKED, **facts):
    return ImportBatch.objects.create(**vars(stored), status=status, **facts)


def layer_of(stored, status):
    return ReferenceLayer.objects.create(
        name=f"道路 {status}", stored=stored.stored, sha256=stored.sha256, status=status
    )


def test_what_no_batch_and_no_layer_names_is_swept():
    (_, orphan), (written, of_batch), (read, of_layer) = sent(b"1"), sent(b"2"), sent(b"3")
    (waiting, of_waiting), (failed, of_failed) = sent(b"4"), sent(b"5")
    draft = media("originals", ".draft-x")
    draft.write_bytes(b"half")
    aged(draft)
    batch_of(written, Batch.WRITTEN)
    layer_of(read, Layer.READY)
    layer_of(waiting, Layer.READING)
    layer_of(failed, Layer.FAILED)
    sweep_originals()
    assert [path.exists() for path in (of_batch, of_layer, of_waiting)] == [True] * 3
    assert [path.exists() for path in (orphan, of_failed, draft)] == [False] * 3


def test_what_was_kept_just_now_waits_for_its_row():
    _, path = sent(is_old=False)
    draft = media("originals", ".draft-x")
    draft.write_bytes(b"half")
    sweep_originals()
    assert (path.exists(), draft.exists()) == (True, True)


def test_what_is_sent_in_again_while_it_is_swept_stays(monkeypatch):
    _, path = sent()

    def named(names):
        sent(is_old=False)
        return set()

    monkeypatch.setattr(sweeping, "named", named)
    sweep_originals()
    assert path.exists()


def test_a_file_of_a_forgotten_batch_that_a_layer_waits_with_stays(settings):
    stored, path = sent()
    batch = batch_of(stored)
    ImportBatch.objects.update(
        imported_at=timezone.now() - timedelta(days=settings.UPLOAD_DAYS, hours=1)
    )
    layer_of(stored, Layer.READING)
    tidy()
    sweep_originals()
    batch.refresh_from_db()
    assert (batch.stored, path.exists()) == ("", True)
    ReferenceLayer.objects.all().delete()
    sweep_originals()
    assert not path.exists()


def test_a_file_that_is_just_being_sent_in_again_is_not_taken_with_the_old_batch(settings):
    stored, path = sent(is_old=False)
    batch_of(stored)
    ImportBatch.objects.update(
        imported_at=timezone.now() - timedelta(days=settings.UPLOAD_DAYS, hours=1)
    )
    tidy()
    sweep_originals()
    assert path.exists()


@pytest.fixture
def staged():
    """`staged(status, ...)`: a batch with its folder, of which `rejects.xlsx` is offered."""

    def make(status, *, rejects=True, written=OLD):
        stored, _ = sent(status.encode())
        batch = batch_of(
            stored, status, written_at=timezone.now() - written, undone_at=timezone.now()
        )
        for name in ("rows.arrow", "ready.arrow", "rejects.xlsx"):
            media("staging", str(batch.pk), name).write_bytes(b"x")
        if rejects:
            ImportBatch.objects.filter(pk=batch.pk).update(
                rejects=f"staging/{batch.pk}/rejects.xlsx"
            )
        return batch

    return make


def names_in(batch):
    return sorted(path.name for path in batch.folder.iterdir())


def test_of_a_written_batch_only_the_rejects_are_kept(staged):
    written, undone = staged(Batch.WRITTEN), staged(Batch.UNDONE)
    without = staged(Batch.WRITTEN, rejects=False)
    sweep_staging()
    assert names_in(written) == names_in(undone) == ["rejects.xlsx"]
    assert not without.folder.exists()
    sweep_staging()
    assert names_in(written) == ["rejects.xlsx"]


@pytest.mark.parametrize("status", [Batch.CHECKED, Batch.WRITING, Batch.UNDOING])
def test_what_is_still_to_be_written_keeps_its_rows(staged, status):
    batch = staged(status)
    sweep_staging()
    assert len(names_in(batch)) == 3


def test_what_was_written_just_now_may_still_be_in_a_backup_unwritten(staged):
    batch = staged(Batch.WRITTEN, written=timedelta(0))
    sweep_staging()
    assert len(names_in(batch)) == 3


def test_sweeping_before_anything_was_sent_is_harmless(settings):
    sweep_originals()
    sweep_staging()
    assert not list(Path(settings.MEDIA_ROOT).rglob("*.*"))


def export_of(status, **facts):
    made = ExportRecord.objects.create(format="xlsx", crs="EPSG:4490", status=status, **facts)
    return folder_of(made.pk)


def folder_of(pk, *, is_old=True):
    folder = media("exports", str(pk), "making.xlsx").parent
    (folder / "making.xlsx").write_bytes(b"half")
    return aged(folder) if is_old else folder


def test_a_folder_that_no_record_of_an_export_has_is_swept():
    """A process that is killed takes its record with it, for nothing was committed."""
    whole = {"stored": "exports/1/a.xlsx", "sha256": "0" * 64, "expires_at": timezone.now()}
    kept = [
        export_of(ExportRecord.Status.READY, **whole),
        export_of(ExportRecord.Status.PREPARING),
        folder_of(900_001, is_old=False),
        media("exports", "notes", "").parent,
    ]
    gone = [folder_of(900_002), export_of(ExportRecord.Status.EXPIRED)]
    sweep_exports()
    assert [folder.exists() for folder in kept] == [True] * 4
    assert [folder.exists() for folder in gone] == [False] * 2


def test_a_table_whose_process_is_killed_leaves_nothing_that_is_not_swept(leader, monkeypatch):
    """What cannot be caught by the process itself: it is gone, and the transaction with it."""
    ProjectFactory()
    monkeypatch.setattr("registry.exports.clear", lambda record: None)
    monkeypatch.setattr("registry.exports.publish", killed)
    user = UserFactory(organisation="taskforce", role="analyst")
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        export_table(Question(QueryDict(), user), QueryDict(), ["number"], user=user)
    (folder,) = media("exports", "").iterdir()
    assert list(folder.iterdir())
    assert not ExportRecord.objects.exists()
    aged(folder)
    sweep_exports()
    assert not folder.exists()


def killed(*paths):
    raise KeyboardInterrupt
