"""One job run to its end, whatever the end is."""

import logging

import pghistory
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from registry.choices import Door
from registry.jobs.courses import RUNNERS, settle
from registry.jobs.failures import sentence
from registry.jobs.progress import (
    Cancelled,
    Interrupted,
    Progress,
    after_others,
    alone,
    side_connection,
)
from registry.models import Job

logger = logging.getLogger(__name__)

#: A job that has ended its worker this often is not begun again.
MOST_ATTEMPTS = 3
OVER_AND_OVER = "处理时后台服务反复中断，已停止重试。文件可能过大或已损坏，请联系系统管理员。"


def run_job(pk, is_stopping=lambda: False):
    """Run it unless it is over, or someone else is at it; says its status where it has run."""
    with side_connection() as side, alone(side, pk) as is_alone:
        job = claim(pk) if is_alone else None
        return carry_out(job, Progress(side, pk, is_stopping)) if job else None


def claim(pk):
    """The job with the number of its attempt, which tells it from one that takes over from it."""
    job = Job.objects.filter(pk=pk, status__in=Job.ACTIVE).first()
    if job is None:
        return None
    if job.attempts >= MOST_ATTEMPTS:
        end(job, Job.Status.FAILED, error=OVER_AND_OVER)
        return None
    attempt = job.attempts + 1
    fresh = {"started_at": timezone.now(), "done": 0, "total": 0, "text": ""}
    if not as_known(job).update(status=Job.Status.RUNNING, attempts=attempt, **fresh):
        return None
    job.status, job.attempts = Job.Status.RUNNING, attempt
    return job


def as_known(job):
    """Its row, unless it has ended or another attempt has taken it over since.

    A thread lives on where only the connection that held its lock is lost. The number alone would
    not do: an attempt that is stopped in good order gives its own back.
    """
    return Job.objects.filter(pk=job.pk, status=job.status, attempts=job.attempts)


def carry_out(job, progress):
    """Says its status; None where it is no longer this attempt's to give it one."""
    try:
        with (
            after_others(job.pk),
            pghistory.context(door=Door.JOB, user=job.created_by_id, job=job.pk),
        ):
            RUNNERS[job.kind](job, progress)
    except Interrupted:
        return put_back(job)
    except Cancelled:
        return end(job, Job.Status.CANCELLED)
    except Exception as error:
        logger.exception("job %s failed", job.pk)
        return end(job, Job.Status.FAILED, error=sentence(error, job))
    return end(job, Job.Status.DONE)


@transaction.atomic
def end(job, status, *, error=""):
    """The job and what it was about change together, or neither where another has taken over."""
    ended = {"status": status, "error": error, "finished_at": timezone.now(), "text": ""}
    if status == Job.Status.DONE:
        ended["done"] = F("total")
    if not as_known(job).update(**ended):
        return leave(job)
    settle(job, status)
    return status


def put_back(job):
    """To be begun again; being stopped in good order is no failed attempt."""
    again = {"status": Job.Status.WAITING, "attempts": F("attempts") - 1}
    if not as_known(job).update(**again, text="服务重启，等待重新开始"):
        return leave(job)
    return again["status"]


def leave(job):
    logger.warning("job %s was taken over from attempt %s", job.pk, job.attempts)
