"""Jobs whose worker was killed: begun again, or ended with a sentence."""

import logging

from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from registry.jobs.progress import RUNNING_JOB
from registry.jobs.queue import abandoned_rows, defer, discard
from registry.jobs.running import MOST_ATTEMPTS, OVER_AND_OVER, end
from registry.models import Job

logger = logging.getLogger(__name__)

AGAIN = "后台服务曾中断，等待重新开始"
HELD = """
    SELECT EXISTS (
        SELECT FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
        WHERE datname = current_database() AND locktype = 'advisory'
            AND classid = %s AND objid = %s AND objsubid = 2
    )
"""


def rescue():
    """Find them all; nobody's work is taken from under his hands."""
    for pk in Job.objects.active().order_by("id").values_list("pk", flat=True):
        rescue_job(pk)
    claimed = Job.objects.active().filter(queue_id__isnull=False).values("queue_id")
    for row in abandoned_rows().exclude(pk__in=claimed):
        discard(row)


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
    """Whether its process is gone and no other has taken over yet.

    It only looks: who took the lock, be it for a moment, could bar the worker that takes over.
    """
    if job.status != Job.Status.RUNNING:
        return False
    with connection.cursor() as cursor:
        cursor.execute(HELD, (RUNNING_JOB, job.pk % 2**31))
        (is_held,) = cursor.fetchone()
    # It may have come to its end between the two questions.
    return not is_held and Job.objects.filter(pk=job.pk, status=Job.Status.RUNNING).exists()


def is_abandoned(job):
    """A running job's lock is free only when its process is gone.

    One that waits has to have a row in the queue, waiting or just taken by a living worker.
    """
    if job.status == Job.Status.RUNNING:
        return is_unlocked(job)
    row = ProcrastinateJob.objects.filter(pk=job.queue_id, status__in=("todo", "doing"))
    return not row.exists() or abandoned_rows().filter(pk=job.queue_id).exists()


def is_unlocked(job):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", (RUNNING_JOB, job.pk % 2**31))
        return cursor.fetchone()[0]
