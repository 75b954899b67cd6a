"""What each kind of job does, and what becomes of its batch or record on the way."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils.module_loading import import_string

from registry.jobs.reading_in import drop_layer, run_layer
from registry.jobs.taking_out import drop_export, run_export
from registry.models import ExportRecord, ImportBatch, Job, ReferenceLayer

Batch, Record, Layer = ImportBatch.Status, ExportRecord.Status, ReferenceLayer.Status


@dataclass(frozen=True)
class Course:
    """The batch's status from which a job may start, while it runs, and after each end."""

    may_start: frozenset[str]
    during: str
    done: str
    failed: str
    cancelled: str


COURSES = {
    Job.Kind.CHECK: Course(
        frozenset({Batch.UPLOADED, Batch.CHECKED, Batch.FAILED, Batch.CANCELLED}),
        *(Batch.CHECKING, Batch.CHECKED, Batch.FAILED, Batch.CANCELLED),
    ),
    Job.Kind.WRITE: Course(
        frozenset({Batch.CHECKED}),
        *(Batch.WRITING, Batch.WRITTEN, Batch.CHECKED, Batch.CHECKED),
    ),
    Job.Kind.UNDO: Course(
        frozenset({Batch.WRITTEN}),
        *(Batch.UNDOING, Batch.UNDONE, Batch.WRITTEN, Batch.WRITTEN),
    ),
}


def checking(job, progress):
    """Nothing is written but the diagnosis, so it may be begun again at any time."""
    batch = job.batches.filter(status=Batch.CHECKING).first()
    if batch:
        engine("check_batch")(batch, progress)
        job.batches.update(status=Batch.CHECKED)


def changing(name, kind):
    """Rows and the batch's status change in one transaction: all of it, or nothing.

    The batch is locked and its status asked again, so that a job that is begun a second time
    (its worker was killed between the commit and the last word) does nothing twice.
    """
    course = COURSES[kind]

    @transaction.atomic
    def run(job, progress):
        batch = job.batches.select_for_update().filter(status=course.during).first()
        if batch:
            engine(name)(batch, progress)
            job.batches.update(status=course.done)

    return run


def engine(name):
    """Loaded with the first job: pandas and GDAL are not for the pages to wait for."""
    return import_string(f"registry.exchange.engine.{name}")


RUNNERS: dict[str, Callable] = {
    Job.Kind.CHECK: checking,
    Job.Kind.WRITE: changing("write_batch", Job.Kind.WRITE),
    Job.Kind.UNDO: changing("undo_batch", Job.Kind.UNDO),
    Job.Kind.EXPORT: run_export,
    Job.Kind.LAYER: run_layer,
}
#: Of jobs without a batch: what puts aside that which was not finished, failed or cancelled.
DROPS: dict[str, tuple[Callable, str, str]] = {
    Job.Kind.EXPORT: (drop_export, Record.FAILED, Record.CANCELLED),
    Job.Kind.LAYER: (drop_layer, Layer.FAILED, Layer.CANCELLED),
}


def settle(job, status):
    """Give the batch or record of a job that failed or was cancelled its next status."""
    if status == Job.Status.DONE:
        return
    failed = status == Job.Status.FAILED
    if job.kind in DROPS:
        drop, as_failed, as_cancelled = DROPS[job.kind]
        drop(job, as_failed if failed else as_cancelled)
        return
    course = COURSES[job.kind]
    job.batches.filter(status=course.during).update(
        status=course.failed if failed else course.cancelled
    )
