"""Jobs whose worker was killed: begun again, or ended with a sentence."""

import logging

from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from procrastinate.contrib.django.models import ProcrastinateJob

from registry.jobs.progress import IDS, RUNNING_JOB, lock_of
from registry.jobs.queue import abandoned_rows, defer, discard
from registry.jobs.running import MOST_ATTEMPTS, OVER_AND_OVER, end
from registry.models import Job

logger = logging.getLogger(__name__)

AGAIN = "后台服务曾中断，等待重新开始"
#: Running, and the lock of it held by nobody: its process is gone.
UNHELD = """
    SELECT id FROM registry_job
    WHERE status = 'running' AND NOT EXISTS (
        SELECT FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
        WHERE datname = current_database() AND locktype = 'advisory'
            AND classid = %s AND objid::bigint = registry_job.id %% %s AND objsubid = 2
    )
    ORDER BY id
"""


def rescue():
    """Find them all; nobody's work is taken from under his hands."""
    rescue_running()
    rescue_waiting()


def rescue_running():
    """One question where nothing is wrong, for it is asked every few seconds.

    It only looks: who took the locks, be it for a moment, could bar the worker that takes over.
    """
    for pk in unheld():
        rescue_job(pk)


def rescue_waiting():
    """Those that have lost their place in the queue, and places whose job is over."""
    for pk in unqueued().order_by("id").values_list("pk", flat=True):
        rescue_job(pk)
    claimed = Job.objects.active().filter(queue_id__isnull=False).values("queue_id")
    for row in abandoned_rows().exclude(pk__in=claimed):
        discard(row)


def unheld():
    with connection.cursor() as cursor:
        cursor.execute(UNHELD, [RUNNING_JOB, IDS])
        return [pk for (pk,) in cursor.fetchall()]


def unqueued():
    """Waiting without a row in the queue that waits too or was just taken by a living worker."""
    row = ProcrastinateJob.objects.filter(pk=OuterRef("queue_id"))
    places = row.filter(status__in=("todo", "doing")).exclude(pk__in=abandoned_rows().values("pk"))
    return Job.objects.filter(~Exists(places), status=Job.Status.WAITING)


@transaction.atomic
def rescue_job(pk):
    job = Job.objects.select_for_update().filter(pk=pk, status__in=Job.ACTIVE).first()
    if job is None or not is_abandoned(job):
        return
    logger.warning("job %s was left alone by its worker", pk)
    for row in ProcrastinateJob.objects.filter(pk=job.queue_id, status="doing"):
        discard(row)
    if job.cancel_requested:
        end(job, Job.Status.CANCELLED)
    elif job.attempts >= MOST_ATTEMPTS:
        end(job, Job.Status.FAILED, error=OVER_AND_OVER)
    else:
        job.status, job.text, job.done, job.total = Job.Status.WAITING, AGAIN, 0, 0
        job.save(update_fields=["status", "text", "done", "total"])
        defer(job)


def is_interrupted(job):
    """Whether its process is gone and no other has taken over yet."""
    if job.status != Job.Status.RUNNING or job.pk not in unheld():
        return False
    # It may have come to its end, and let go of its lock, within that question.
    return Job.objects.filter(pk=job.pk, status=Job.Status.RUNNING).exists()


def is_abandoned(job):
    """Asked again of a job that is locked: the lock of a running one is free only where its
    process is gone.
    """
    if job.status == Job.Status.RUNNING:
        return is_unlocked(job)
    return unqueued().filter(pk=job.pk).exists()


def is_unlocked(job):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", lock_of(RUNNING_JOB, job.pk))
        return cursor.fetchone()[0]
