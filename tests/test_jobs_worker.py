"""Jobs done by the real worker, in a process of its own: killed, stopped, called off, in pairs."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker
from procrastinate.tasks import configure_task

from registry.jobs import cancel, is_interrupted, start
from registry.jobs.progress import RUNNING_JOB, WORKING_ON_JOB
from registry.jobs.queue import queue
from registry.models import ImportBatch, Job, Project
from tests.factories import UserFactory
from tests.waiting import LONGEST_S, until
from tests.worker_at_gate import GATE

ROOT = Path(__file__).resolve().parent.parent
WRITE = Job.Kind.WRITE


@pytest.fixture
def batch(committed_db):
    yield ImportBatch.objects.create(
        file_name="管线.zip",
        sha256="a" * 64,
        status="checked",
        imported_by=UserFactory(organisation="dongqu"),
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE procrastinate_jobs, procrastinate_workers, procrastinate_periodic_defers"
            " CASCADE"
        )


@pytest.fixture
def gate():
    """`with gate():` nobody passes it; at the end it is open."""
    parameters = {**connection.get_connection_params()}
    for name in ("cursor_factory", "context"):
        parameters.pop(name, None)

    @contextmanager
    def shut():
        with psycopg.connect(**parameters, autocommit=True) as keeper:
            keeper.execute("SELECT pg_advisory_lock(%s)", [GATE])
            yield

    return shut


@pytest.fixture
def worker(tmp_path):
    """`worker()` starts one; whatever still runs at the end is killed, by its own id."""
    started = []

    def run():
        database = connection.settings_dict
        address = f"postgis://{database['USER']}@{database['HOST'].replace('/', '%2F')}"
        environment = {
            **os.environ,
            "DATABASE_URL": "postgis://nobody@nowhere.invalid/none",
            "DATABASE_DIRECT_URL": f"{address}/{database['NAME']}",
            "VAR_DIR": str(tmp_path),
        }
        log = (tmp_path / "worker.log").open("a")
        command = [sys.executable, "-m", "tests.worker_at_gate"]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        log.close()
        started.append(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.wait()


def at_the_gate(job):
    return lambda: Job.objects.filter(pk=job.pk, status="running", text="在门前").exists()


def over(job):
    return lambda: not Job.objects.active().filter(pk=job.pk).exists()


def of_locks(what, kind, job):
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {what} FROM pg_locks WHERE locktype = 'advisory'"
            " AND classid = %s AND objid = %s ORDER BY granted",
            [kind, job.pk],
        )
        return [found for (found,) in cursor.fetchall()]


def cut_off(job):
    assert of_locks("pg_terminate_backend(pid)", RUNNING_JOB, job) == [True]


def waits_for_another(job):
    return lambda: of_locks("granted", WORKING_ON_JOB, job) == [False, True]


def facts(job):
    job.refresh_from_db()
    return job.status, job.batches.get().status, Project.objects.count()


def test_a_worker_does_what_is_asked_and_tells_how_far_it_is(batch, gate, worker):
    with gate():
        worker()
        job = start(WRITE, batch, by=batch.imported_by)
        until(at_the_gate(job))
        job.refresh_from_db()
        assert (job.done, job.total, job.percent) == (1, 4, 25)
        assert not Project.objects.exists()
    until(over(job))
    assert facts(job) == ("done", "written", 1)
    assert (job.done, job.attempts, job.error) == (4, 1, "")


def test_a_killed_worker_leaves_nothing_and_the_next_one_finishes(batch, gate, worker):
    with gate():
        killed = worker()
        job = start(WRITE, batch, by=batch.imported_by)
        until(at_the_gate(job))
        killed.send_signal(signal.SIGKILL)
        killed.wait()
        assert facts(job) == ("running", "writing", 0)
    worker()
    until(over(job))
    assert facts(job) == ("done", "written", 1)
    assert job.attempts == 2


def test_another_worker_takes_over_at_once_though_the_database_is_still_at_it(batch, gate, worker):
    """The statement of the killed one waits at the gate, and holds the batch."""
    with gate():
        killed = worker()
        job = start(WRITE, batch, by=batch.imported_by)
        until(at_the_gate(job))
        worker()
        until(lambda: ProcrastinateWorker.objects.count() == 2 * len(settings.JOBS_AT_ONCE))
        killed.send_signal(signal.SIGKILL)
        killed.wait()
        until(lambda: Job.objects.filter(pk=job.pk, attempts=2, text="在门前").exists())
    until(over(job))
    assert facts(job) == ("done", "written", 1)


@pytest.mark.parametrize(
    ("kind", "before", "after", "projects"),
    [(WRITE, "checked", "written", 1), (Job.Kind.CHECK, "uploaded", "checked", 2)],
)
def test_an_attempt_that_has_lost_its_job_ends_nothing_and_the_next_waits_for_it_to_stop(
    batch, gate, worker, tmp_path, kind, before, after, projects
):
    """Only the connection that holds the job's lock is gone; the thread and its work live on."""
    ImportBatch.objects.update(status=before)
    with gate():
        worker()
        job = start(kind, batch, by=batch.imported_by)
        until(at_the_gate(job))
        cut_off(job)
        until(waits_for_another(job))
        assert Project.objects.count() == projects - 1
    until(over(job))
    until(lambda: f"job {job.pk} was taken over" in (tmp_path / "worker.log").read_text())
    assert facts(job) == ("done", after, projects)
    assert (job.attempts, job.error) == (2, "")


def test_a_job_whose_worker_was_killed_is_told_from_one_that_is_done(batch, gate, worker):
    with gate():
        killed = worker()
        job = start(WRITE, batch, by=batch.imported_by)
        assert not is_interrupted(job)
        until(at_the_gate(job))
        job.refresh_from_db()
        assert not is_interrupted(job)
        killed.send_signal(signal.SIGKILL)
        killed.wait()
        until(lambda: is_interrupted(job))
        Job.objects.filter(pk=job.pk).update(status="done")
        assert not is_interrupted(job)


def test_work_that_kills_its_worker_again_and_again_is_given_up(batch, gate, worker):
    with gate():
        killed = worker()
        job = start(WRITE, batch, by=batch.imported_by)
        until(at_the_gate(job))
        Job.objects.update(attempts=3)
        killed.send_signal(signal.SIGKILL)
        killed.wait()
    worker()
    until(over(job))
    assert facts(job) == ("failed", "checked", 0)
    assert "反复中断" in job.error


def test_a_worker_that_is_stopped_hands_its_job_on(batch, gate, worker, tmp_path):
    stopped = worker()
    with gate():
        job = start(WRITE, batch, by=batch.imported_by)
        until(at_the_gate(job))
        stopped.send_signal(signal.SIGTERM)
        until(lambda: "Aborting them" in (tmp_path / "worker.log").read_text())
    stopped.wait(LONGEST_S)
    assert facts(job) == ("waiting", "writing", 0)
    worker()
    until(over(job))
    assert facts(job) == ("done", "written", 1)
    assert job.attempts == 1


def test_a_running_job_is_called_off(batch, gate, worker):
    with gate():
        worker()
        job = start(WRITE, batch, by=batch.imported_by)
        until(at_the_gate(job))
        cancel(job)
    until(over(job))
    assert facts(job) == ("cancelled", "checked", 0)


def test_a_job_called_off_while_its_worker_was_killed_is_not_begun_again(batch, gate, worker):
    with gate():
        killed = worker()
        job = start(WRITE, batch, by=batch.imported_by)
        until(at_the_gate(job))
        cancel(job)
        killed.send_signal(signal.SIGKILL)
        killed.wait()
    worker()
    until(over(job))
    assert facts(job) == ("cancelled", "checked", 0)


def test_two_workers_share_one_job_between_them_once(batch, gate, worker):
    with gate():
        worker()
        worker()
        job = start(WRITE, batch, by=batch.imported_by)
        until(at_the_gate(job))
    until(over(job))
    assert facts(job) == ("done", "written", 1)
    assert job.attempts == 1


def test_two_imports_never_write_at_once(batch, gate, worker):
    other = ImportBatch.objects.create(file_name="别的.zip", sha256="b" * 64, status="checked")
    with gate():
        worker()
        first = start(WRITE, batch, by=batch.imported_by)
        second = start(WRITE, other, by=batch.imported_by)
        until(at_the_gate(first))
        second.refresh_from_db()
        assert second.status == "waiting"
    until(over(second))
    assert Project.objects.count() == 2


def test_long_jobs_leave_room_for_the_upkeep(batch, gate, worker):
    batch.status = "uploaded"
    batch.save()
    other = ImportBatch.objects.create(file_name="别的.zip", sha256="b" * 64, status="uploaded")
    with gate():
        worker()
        for job in [start(Job.Kind.CHECK, each, by=batch.imported_by) for each in (batch, other)]:
            until(at_the_gate(job))
        asked = configure_task(name="tidy", job_manager=queue, queue="upkeep").defer(timestamp=0)
        until(lambda: not ProcrastinateJob.objects.filter(pk=asked).exists())
        assert Job.objects.filter(status="running").count() == 2
    until(lambda: not Job.objects.active().exists())


def test_the_queue_is_left_empty(batch, gate, worker):
    worker()
    job = start(WRITE, batch, by=batch.imported_by)
    until(over(job))
    until(lambda: not ProcrastinateJob.objects.filter(queue_name="files").exists())
