"""How pages ask for work and call it off."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from registry.jobs.courses import COURSES
from registry.jobs.queue import defer, withdraw
from registry.jobs.running import end
from registry.models import ExportRecord, ImportBatch, Job


class NotNow(Exception):
    """The batch is not at the point where this may begin; the text says so."""


@transaction.atomic
def start(kind, batch, *, by):
    """Check, write or undo a batch. Asked twice, it is the same job.

    Whether the person may do it is the caller's question.
    """
    course = COURSES[kind]
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.status == course.during and batch.job_id:
        return batch.job
    if batch.status not in course.may_start:
        label = Job.Kind(kind).label
        raise NotNow(f"{batch.file_name} 现在是“{batch.get_status_display()}”，不能{label}。")
    batch.job = enqueue(kind, f"batch-{batch.pk}", by=by)
    batch.status = course.during
    if kind == Job.Kind.WRITE:
        batch.confirmed_by, batch.confirmed_at = by, timezone.now()
    batch.save(update_fields=["job", "status", "confirmed_by", "confirmed_at"])
    return batch.job


def start_export(*, client_id, by, **asked):
    """The record and its job; a second click of the same button finds the first one's."""
    try:
        with transaction.atomic():
            record = ExportRecord.objects.create(client_id=client_id, exported_by=by, **asked)
            record.job = enqueue(Job.Kind.EXPORT, f"export-{record.pk}", by=by)
            record.save(update_fields=["job"])
            return record
    except IntegrityError:
        first = ExportRecord.objects.filter(client_id=client_id, exported_by=by).first()
        if first is None:
            raise
        return first


@transaction.atomic
def start_layer(layer, stored, *, by, crs=""):
    """The layer in the catalogue, and the job that reads its file."""
    layer.file_name, layer.sha256, layer.stored = stored.file_name, stored.sha256, stored.stored
    layer.asked_crs, layer.uploaded_by = crs, by
    layer.status = layer.Status.READING
    layer.save()
    layer.job = enqueue(Job.Kind.LAYER, f"layer-{layer.pk}", by=by)
    layer.save(update_fields=["job"])
    return layer


def enqueue(kind, subject, *, by):
    """The job and its row in the queue, in the caller's transaction: both or neither."""
    job = Job.objects.create(kind=kind, subject=subject, created_by=by)
    defer(job)
    return job


@transaction.atomic
def cancel(job):
    """A job that waits is over at once; one that runs ends at its next word of progress."""
    job = Job.objects.select_for_update().get(pk=job.pk)
    if job.status == Job.Status.WAITING:
        withdraw(job)
        end(job, Job.Status.CANCELLED)
    elif job.status == Job.Status.RUNNING:
        job.cancel_requested = True
        job.save(update_fields=["cancel_requested"])
