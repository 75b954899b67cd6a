"""One job run to its end, whatever the end is."""

import logging

import pghistory
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from registry.choices import Door
from registry.jobs.courses import RUNNERS, settle
from registry.jobs.failures import sentence
from registry.jobs.progress import Cancelled, Interrupted, Progress, alone, side_connection
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
    job = Job.objects.filter(pk=pk, status__in=Job.ACTIVE).first()
    if job and job.attempts >= MOST_ATTEMPTS:
        end(job, Job.Status.FAILED, error=OVER_AND_OVER)
        return None
    begun = Job.objects.filter(pk=pk, status__in=Job.ACTIVE).update(
        status=Job.Status.RUNNING,
        started_at=timezone.now(),
        attempts=F("attempts") + 1,
        done=0,
        total=0,
        text="",
    )
    return job if begun else None


def carry_out(job, progress):
    try:
        with pghistory.context(door=Door.JOB, user=job.created_by_id, job=job.pk):
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
    """The job and what it was about change together."""
    settle(job, status)
    ended = {"status": status, "error": error, "finished_at": timezone.now(), "text": ""}
    if status == Job.Status.DONE:
        ended["done"] = F("total")
    Job.objects.filter(pk=job.pk).update(**ended)
    return status


def put_back(job):
    """To be begun again; being stopped in good order is no failed attempt."""
    waiting = Job.Status.WAITING
    Job.objects.filter(pk=job.pk).update(
        status=waiting, attempts=F("attempts") - 1, text="服务重启，等待重新开始"
    )
    return waiting
