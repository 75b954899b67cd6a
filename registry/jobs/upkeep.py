"""What the worker tidies up by itself: files that outlived their term, jobs left alone."""

import shutil
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from registry import sealing
from registry.jobs.sweeping import sweep_exports, sweep_originals, sweep_staging
from registry.models import ExportRecord, ImportBatch
from registry.papers.upkeep import scan_waiting, sweep
from registry.readiness.verdicts import judge_due
from registry.rollups import compact, pack

#: A batch in one of these was never written, and waits for nobody.
UNUSED = ("uploaded", "checked", "failed", "cancelled")


@app.periodic(cron="* * * * *")
@app.task(name="judge", queue="upkeep", queueing_lock="judge")
def judge_every_minute(timestamp):
    judge_due()


@app.periodic(cron="*/5 * * * *")
@app.task(name="seal", queue="upkeep", queueing_lock="seal")
def seal_the_log(timestamp):
    sealing.seal()


@app.periodic(cron="7 * * * *")
@app.task(name="tidy", queue="upkeep", queueing_lock="tidy")
def tidy_every_hour(timestamp):
    tidy()


@app.periodic(cron="9 * * * *")
@app.task(name="compact", queue="upkeep", queueing_lock="compact")
def compact_every_hour(timestamp):
    compact()


@app.periodic(cron="11 * * * *")
@app.task(name="pack", queue="upkeep", queueing_lock="pack")
def pack_every_hour(timestamp):
    pack()


@app.periodic(cron="13 * * * *")
@app.task(name="drop_outlived", queue="upkeep", queueing_lock="drop_outlived")
def drop_outlived_records(timestamp):
    sealing.drop_outlived()


@app.periodic(cron="23 3 * * *")
@app.task(name="sweep_papers", queue="upkeep", queueing_lock="sweep_papers")
def sweep_papers_every_night(timestamp):
    sweep()


@app.periodic(cron="43 3 * * *")
@app.task(name="sweep_files", queue="upkeep", queueing_lock="sweep_files")
def sweep_files_every_night(timestamp):
    sweep_originals()
    sweep_staging()
    sweep_exports()


@app.periodic(cron="*/10 * * * *")
@app.task(name="scan_papers", queue="upkeep", queueing_lock="scan_papers")
def scan_papers_again(timestamp):
    scan_waiting()


def tidy():
    now = timezone.now()
    for record in ExportRecord.objects.outlived(now):
        expire(record)
    since = now - timedelta(days=settings.UPLOAD_DAYS)
    old = ImportBatch.objects.filter(status__in=UNUSED, imported_at__lt=since).exclude(stored="")
    for batch in old:
        forget(batch)


def expire(record):
    """The file goes, the record stays."""
    shutil.rmtree(record.path.parent, ignore_errors=True)
    record.stored, record.status = "", ExportRecord.Status.EXPIRED
    record.save(update_fields=["stored", "status"])


@transaction.atomic
def forget(batch):
    """The original is swept where no other batch and no layer names it.

    Asked again under lock: somebody may have begun to write it just now.
    """
    batch = ImportBatch.objects.select_for_update().filter(pk=batch.pk, status__in=UNUSED).first()
    if batch is None:
        return
    shutil.rmtree(batch.folder, ignore_errors=True)
    batch.stored, batch.rejects = "", ""
    batch.status = ImportBatch.Status.CANCELLED
    batch.save(update_fields=["stored", "rejects", "status"])
