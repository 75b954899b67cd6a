"""procrastinate's queue: one task a kind, and rows put into it in Django's own transaction."""

from datetime import timedelta

from asgiref.sync import async_to_sync
from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker
from procrastinate.jobs import Status
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task

from registry.jobs.running import run_job
from registry.models import Job

#: A worker beats every ten seconds; one that has missed three beats is taken for dead.
DEAD_AFTER = timedelta(seconds=35)
#: Two imports never write at once: each locks the totals of its projects, in its own order.
ONE_WRITER = "write"

TASKS = {
    Job.Kind.CHECK: ("check_import", None),
    Job.Kind.WRITE: ("write_import", ONE_WRITER),
    Job.Kind.UNDO: ("undo_import", ONE_WRITER),
    Job.Kind.EXPORT: ("export", None),
    Job.Kind.LAYER: ("read_layer", None),
}

# In the worker the app's own connector is another one; ours stays in Django's transaction.
queue = JobManager(DjangoConnector())


def carry_out(context: JobContext, job_id: int):
    if run_job(job_id, context.should_abort) == Job.Status.WAITING:
        defer(Job.objects.get(pk=job_id))


for name, _ in TASKS.values():
    app.task(name=name, queue="files", pass_context=True)(carry_out)


def defer(job):
    """Put the job into the queue; the worker hears of it when the transaction is committed."""
    name, lock = TASKS[job.kind]
    deferrer = configure_task(name=name, job_manager=queue, queue="files", lock=lock)
    job.queue_id = deferrer.defer(job_id=job.pk)
    job.save(update_fields=["queue_id"])


def withdraw(job):
    """Take a job that nobody has begun out of the queue."""
    if job.queue_id:
        queue.cancel_job_by_id(job.queue_id, delete_job=True)


def discard(row):
    """End a row of the queue whose worker is gone; else its lock would stay taken for ever."""
    finish = async_to_sync(queue.finish_job_by_id_async)
    finish(job_id=row.pk, status=Status.FAILED, delete_job=True)


def abandoned_rows():
    """Rows that a worker took which has not been heard of since."""
    living = ProcrastinateWorker.objects.filter(last_heartbeat__gt=timezone.now() - DEAD_AFTER)
    taken = ProcrastinateJob.objects.filter(status="doing")
    return taken.exclude(worker__in=living)


def is_worked():
    """Whether any worker is alive."""
    alive = timezone.now() - DEAD_AFTER
    return ProcrastinateWorker.objects.filter(last_heartbeat__gt=alive).exists()
