"""Jobs: asked for once, told about while they run, ended in a sentence whatever happens."""

import asyncio
import errno
from contextlib import suppress
from datetime import timedelta
from functools import partial
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, OperationalError, connection, connections, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from deploy import worker
from gis.errors import UnreadableFile
from registry import sealing
from registry.jobs import Cancelled, NotNow, Progress, cancel, start, tidy, upkeep
from registry.jobs.progress import Interrupted, alone
from registry.jobs.rescue import rescue, rescue_running
from registry.jobs.running import claim, end, put_back
from registry.jobs.upkeep import forget
from registry.models import ImportBatch, Job, Project
from tests.factories import ProjectFactory

pytestmark = pytest.mark.django_db
Kind, Batch = Job.Kind, ImportBatch.Status


@pytest.fixture
def batch(reporter):
    return ImportBatch.objects.create(
        file_name="管线.zip", sha256="a" * 64, status=Batch.CHECKED, imported_by=reporter
    )


@pytest.fixture
def engine(monkeypatch):
    """`engine(function)` stands in for the import engine."""

    def put(function):
        monkeypatch.setattr("registry.jobs.courses.engine", lambda name: function)

    put(lambda batch, progress: progress(3, 3))
    return put


def raising(error):
    def run(batch, progress):
        ProjectFactory(name="不应留下")
        raise error

    return run


def test_the_job_and_its_place_in_the_queue_stand_or_fall_together(batch, reporter):
    with transaction.atomic():
        start(Kind.WRITE, batch, by=reporter)
        transaction.set_rollback(True)
    batch.refresh_from_db()
    assert (batch.status, batch.job) == ("checked", None)
    assert not Job.objects.exists()
    assert not ProcrastinateJob.objects.exists()
    job = start(Kind.WRITE, batch, by=reporter)
    assert ProcrastinateJob.objects.get(pk=job.queue_id).args == {"job_id": job.pk}


def test_asked_twice_it_is_the_same_job(batch, reporter):
    assert start(Kind.WRITE, batch, by=reporter) == start(Kind.WRITE, batch, by=reporter)
    assert ProcrastinateJob.objects.count() == 1


def test_the_database_itself_allows_one_job_at_a_time(batch, reporter):
    job = start(Kind.WRITE, batch, by=reporter)
    with pytest.raises(IntegrityError, match="job_once_at_a_time"), transaction.atomic():
        Job.objects.create(kind=Kind.UNDO, subject=job.subject)


@pytest.mark.parametrize(
    ("kind", "status"),
    [(Kind.WRITE, Batch.UPLOADED), (Kind.UNDO, Batch.CHECKED), (Kind.CHECK, Batch.WRITTEN)],
)
def test_what_is_not_due_is_refused_in_words(batch, reporter, kind, status):
    batch.status = status
    batch.save()
    with pytest.raises(NotNow, match=f"现在是“{status.label}”"):
        start(kind, batch, by=reporter)


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        (Kind.CHECK, Batch.UPLOADED, Batch.CHECKED),
        (Kind.WRITE, Batch.CHECKED, Batch.WRITTEN),
    ],
)
def test_a_batch_takes_its_course(batch, reporter, engine, run_waiting, kind, before, after):
    ImportBatch.objects.update(status=before)
    job = start(kind, batch, by=reporter)
    run_waiting()
    batch.refresh_from_db()
    job.refresh_from_db()
    assert (batch.status, job.status, job.done) == (after, "done", 3)
    assert (batch.confirmed_by == reporter) == (kind == Kind.WRITE)


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (UnreadableFile("file_missing", name="a.zip"), "a.zip"),
        (OSError(errno.ENOSPC, "No space left on device"), "磁盘已满"),
        (ZeroDivisionError(), "系统内部出错，已记入日志（任务"),
        (NotNow("请先检查。"), "系统内部出错"),
        (ProtectedError("Cannot delete", {object()}), "数据库拒绝了"),
    ],
)
def test_a_job_that_fails_leaves_nothing_and_says_why(
    batch, reporter, engine, run_waiting, error, sentence
):
    engine(raising(error))
    job = start(Kind.WRITE, batch, by=reporter)
    run_waiting()
    job.refresh_from_db()
    batch.refresh_from_db()
    assert job.status == "failed"
    assert sentence in job.error
    assert "Traceback" not in job.error
    assert batch.status == "checked"
    assert not Project.objects.exists()
    assert start(Kind.WRITE, batch, by=reporter) != job


def test_a_job_whose_error_cannot_be_told_ends_all_the_same(
    batch, reporter, engine, run_waiting, monkeypatch
):
    def speechless(error):
        raise AttributeError("diag")

    monkeypatch.setattr("registry.jobs.failures.words", speechless)
    engine(raising(ValueError()))
    job = start(Kind.WRITE, batch, by=reporter)
    run_waiting()
    job.refresh_from_db()
    batch.refresh_from_db()
    assert (job.status, batch.status) == ("failed", "checked")
    assert job.error.startswith("系统内部出错")


def test_a_change_knows_who_asked_for_it(batch, reporter, engine, run_waiting):
    project = ProjectFactory(name="前")

    def rename(batch, progress):
        Project.objects.filter(pk=project.pk).update(name="后")

    engine(rename)
    start(Kind.WRITE, batch, by=reporter)
    run_waiting()
    assert project.events.last().pgh_context.metadata["user"] == reporter.pk


def test_a_job_that_was_done_before_its_worker_died_does_nothing_twice(
    batch, reporter, engine, run_waiting
):
    engine(raising(AssertionError("run twice")))
    job = start(Kind.WRITE, batch, by=reporter)
    ImportBatch.objects.update(status=Batch.WRITTEN)
    run_waiting()
    job.refresh_from_db()
    assert job.status == "done"


def test_a_waiting_job_is_called_off_and_leaves_the_queue(batch, reporter):
    job = start(Kind.WRITE, batch, by=reporter)
    cancel(job)
    job.refresh_from_db()
    batch.refresh_from_db()
    assert (job.status, batch.status) == ("cancelled", "checked")
    assert not ProcrastinateJob.objects.exists()
    cancel(job)


@pytest.fixture
def clock(monkeypatch):
    clock = SimpleNamespace(now=100.0)
    monkeypatch.setattr("registry.jobs.progress.time.monotonic", lambda: clock.now)
    return clock


def test_progress_is_told_four_times_a_second_at_most(clock, django_assert_num_queries):
    job = Job.objects.create(kind=Kind.CHECK, subject="x")
    progress = Progress(connection, job.pk, lambda: False)
    with django_assert_num_queries(5):
        for step in range(1001):
            clock.now = 100.0 + step / 1000
            progress(step, 1001)


@pytest.mark.parametrize(("done", "total", "told"), [(5, 4, (5, 5)), (7, 0, (7, 0))])
def test_progress_beyond_its_total_is_no_error(clock, done, total, told):
    job = Job.objects.create(kind=Kind.CHECK, subject="x")
    Progress(connection, job.pk, lambda: False)(done, total, "长" * 300)
    job.refresh_from_db()
    assert (job.done, job.total) == told
    assert len(job.text) == 200


def test_called_off_passes_through_handlers_of_errors(clock):
    job = Job.objects.create(kind=Kind.CHECK, subject="x", cancel_requested=True)
    assert not issubclass(Cancelled, Exception)
    with pytest.raises(Cancelled):
        Progress(connection, job.pk, lambda: False)(1, 2)


def test_a_job_that_has_lost_its_place_in_the_queue_gets_another(batch, reporter):
    job = start(Kind.WRITE, batch, by=reporter)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    rescue()
    job.refresh_from_db()
    assert ProcrastinateJob.objects.get().pk == job.queue_id
    assert job.status == "waiting"


@pytest.mark.parametrize("error", [None, ZeroDivisionError(), Cancelled(), Interrupted()])
def test_an_attempt_says_no_word_to_a_job_that_another_has_taken_over(
    batch, reporter, engine, run_waiting, error
):
    batch.status = Batch.UPLOADED
    batch.save()
    # A check, for what a writing says here is taken back with its rows.
    job = start(Kind.CHECK, batch, by=reporter)

    def lose(batch, progress):
        Job.objects.filter(pk=job.pk).update(attempts=2, text="第二次")
        if error:
            raise error

    engine(lose)
    run_waiting()
    job.refresh_from_db()
    batch.refresh_from_db()
    assert (job.status, job.attempts, job.text, job.error) == ("running", 2, "第二次", "")
    assert batch.status == (Batch.CHECKING if error else Batch.CHECKED)


def test_a_stopped_second_attempt_does_not_give_the_job_back_to_the_first(batch, reporter):
    job = start(Kind.WRITE, batch, by=reporter)
    first = claim(job.pk)
    Job.objects.update(status="waiting")
    second = claim(job.pk)
    assert put_back(second) == "waiting"
    assert end(first, Job.Status.FAILED, error="断了") is None
    job.refresh_from_db()
    batch.refresh_from_db()
    assert (job.status, job.attempts, batch.status) == ("waiting", 1, "writing")


def test_what_is_begun_anew_has_come_no_way(batch, reporter):
    job = start(Kind.WRITE, batch, by=reporter)
    Job.objects.filter(pk=job.pk).update(status="running", done=3, total=4)
    rescue()
    job.refresh_from_db()
    assert (job.status, job.done, job.total) == ("waiting", 0, 0)
    assert "曾中断" in job.text


@pytest.mark.parametrize(("beat_s", "is_rescued"), [(1, False), (120, True)])
def test_a_job_just_taken_is_left_to_a_worker_that_lives(batch, reporter, beat_s, is_rescued):
    job = start(Kind.WRITE, batch, by=reporter)
    beat = timezone.now() - timedelta(seconds=beat_s)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers VALUES (DEFAULT, %s) RETURNING id", [beat]
        )
        worker = cursor.fetchone()[0]
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", [worker])
    before = job.queue_id
    rescue()
    job.refresh_from_db()
    assert (job.queue_id != before) == is_rescued


@pytest.fixture
def many_jobs(reporter):
    """Forty that wait in the queue, and two that nobody runs any more."""
    for number in range(42):
        batch = ImportBatch.objects.create(
            file_name=f"{number}.zip", sha256="c" * 64, status=Batch.CHECKED, imported_by=reporter
        )
        start(Kind.WRITE, batch, by=reporter)
    return list(Job.objects.order_by("id"))


def test_a_look_at_many_waiting_jobs_is_one_question(many_jobs, django_assert_num_queries):
    with django_assert_num_queries(1):
        rescue_running()
    with django_assert_num_queries(3):
        rescue()


def test_a_look_finds_only_what_runs_and_is_run_by_nobody(many_jobs):
    left, held = (job.pk for job in many_jobs[:2])
    Job.objects.filter(pk__in=(left, held)).update(status="running")
    side = connections["default"].copy()
    try:
        with alone(side, held):
            rescue_running()
    finally:
        side.close()
    assert dict(Job.objects.exclude(text="").values_list("pk", "status")) == {left: "waiting"}
    assert Job.objects.get(pk=held).status == "running"


def test_a_look_keeps_its_connection_until_that_fails(monkeypatch):
    closed = []
    monkeypatch.setattr(worker.connection, "close", lambda: closed.append(True), raising=False)
    worker.take_over()
    assert not closed

    def fail():
        raise OperationalError

    monkeypatch.setattr("registry.jobs.rescue.rescue_running", fail)
    worker.take_over()
    assert closed


def test_those_that_wait_are_looked_at_each_minute(monkeypatch):
    looks = []

    async def shortly(seconds):
        if len(looks) == 40:
            raise asyncio.CancelledError

    monkeypatch.setattr(worker.asyncio, "sleep", shortly)
    monkeypatch.setattr(worker, "take_over", lambda waiting: looks.append(waiting))
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(worker.look_after_others())
    assert [at for at, waiting in enumerate(looks, 1) if waiting] == [20, 40]


def test_a_place_that_a_dead_worker_holds_is_freed(batch, reporter):
    """Its job is over; left there, it would bar every later import."""
    job = start(Kind.WRITE, batch, by=reporter)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")
    Job.objects.filter(pk=job.pk).update(status="done")
    rescue()
    assert not ProcrastinateJob.objects.exists()


def test_what_cannot_be_tidied_away_keeps_no_other_upkeep_back(monkeypatch):
    done = []

    def failing():
        raise PermissionError

    monkeypatch.setattr(upkeep, "tidy", failing)
    for module, name in ((upkeep, "compact"), (upkeep, "pack"), (sealing, "drop_outlived")):
        monkeypatch.setattr(module, name, partial(done.append, name))
    for name in ("tidy", "compact", "pack", "drop_outlived"):
        with suppress(PermissionError):
            app.tasks[name](timestamp=0)
    assert done == ["compact", "pack", "drop_outlived"]


def test_an_upload_that_was_never_written_is_forgotten_in_time(batch, settings):
    ImportBatch.objects.create(file_name="a", sha256="b" * 64, status=Batch.WRITTEN)
    ImportBatch.objects.update(
        stored="a.zip", imported_at=timezone.now() - timedelta(days=settings.UPLOAD_DAYS + 1)
    )
    batch.folder.mkdir(parents=True)
    tidy()
    assert [b.stored for b in ImportBatch.objects.order_by("id")] == ["", "a.zip"]
    assert not batch.folder.exists()


def test_a_batch_that_is_begun_while_it_is_tidied_away_is_kept(batch, reporter, settings):
    settings.MEDIA_ROOT.mkdir(exist_ok=True)
    (settings.MEDIA_ROOT / "a.zip").write_text("x")
    ImportBatch.objects.update(stored="a.zip")
    stale = ImportBatch.objects.get()
    start(Kind.WRITE, batch, by=reporter)
    forget(stale)
    stale.refresh_from_db()
    assert (stale.status, stale.stored) == (Batch.WRITING, "a.zip")
    assert (settings.MEDIA_ROOT / "a.zip").exists()
