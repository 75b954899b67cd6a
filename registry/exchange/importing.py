"""One file in: read, check everything, then write all of it or nothing."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import DataError, IntegrityError, transaction
from django.utils import timezone

from gis.errors import GisError
from gis.readers.sandbox import Limits
from gis.readers.staging import stage
from registry import audit
from registry.choices import AuditAction
from registry.exchange.checking import Checking
from registry.exchange.loading import ChangedMeanwhile, load, start
from registry.exchange.mapping import read_as_ours
from registry.exchange.merging import DECISIONS
from registry.exchange.originals import LAYER_NAME, fingerprint, keep_original
from registry.exchange.ready import Ready
from registry.exchange.rejects import write_rejects
from registry.exchange.report import Report, UnusableOrder
from registry.exchange.targets import locked
from registry.models import Asset, ImportBatch
from registry.refusals import Refusal, sentence


def import_file(order, *, dry_run=False, rejects=None, progress=None):
    """Carry out an `ImportOrder`; the report says what was found and whether it was written.

    Refused rows go into the file `rejects`, to be corrected and brought again.
    """
    report = Report()
    report.in_command = True
    with TemporaryDirectory(prefix="atlas-import-") as name, report_of(report):
        folder = Path(name)
        with original(order, dry_run) as keeping:
            staged = stage_order(order, folder, progress)
            kept = keeping and keeping.result()
            check(staged, order, folder, report, kept and kept.sha256, progress)
            if rejects and report.refused_rows:
                write_rejects(staged, Ready(folder), rejects, report)
            if not dry_run and report.stands(order):
                write_kept(order, folder, report, kept, progress)
    return report


@contextmanager
def report_of(report):
    """What makes the whole file unusable is told like everything else."""
    try:
        yield
    except (GisError, UnusableOrder) as error:
        report.give_up(error)


def stage_order(order, folder, progress=None):
    """The file as plain rows in the folder: read once, in a process of its own."""
    limits = Limits(**settings.READER_LIMITS)
    return stage(
        order.path,
        folder,
        layer=order.layer,
        encoding=order.encoding,
        table=read_as_ours(order.table),
        keep_codes=order.keep_codes,
        progress=progress,
        limits=limits,
    )


@contextmanager
def original(order, dry_run):
    """The file, being kept while it is read in a process of its own; swept later if no rows were
    written from it.
    """
    if dry_run:
        yield None
        return
    with ThreadPoolExecutor(1) as pool:
        yield pool.submit(keep_original, order.path)


def check(staged, order, folder, report, sha256, progress=None):
    """The checked rows are in the folder afterwards, what is wrong with them in the report."""
    sha256 = sha256 or (order.path.is_file() and fingerprint(order.path))
    Checking(staged, order, folder, report, sha256, progress).run()


def write_kept(order, folder, report, kept, progress=None):
    """Write what was checked under a new batch."""
    batch = ImportBatch(
        **vars(kept), imported_by=order.user, order=order.as_json(), status="written"
    )
    try:
        report.projects = write(batch, order, folder, report, progress)
        report.committed = True
    except (DataError, IntegrityError) as error:
        # What was checked a moment ago has been changed by someone else: a number taken, say.
        report.refuse(0, "", "refused_by_database", reason=sentence(error, Asset))
    except ChangedMeanwhile as error:
        report.refuse(0, "", "changed_meanwhile", **vars(error))
    except Refusal as error:
        report.refuse(0, "", "refused_by_database", reason=str(error))


@transaction.atomic
def write(batch, order, folder, report, progress=None):
    """The batch, its new project if there is one, and all rows: or nothing."""
    ready = Ready(folder)
    describe(batch, report)
    batch.save()
    projects = locked(order, ready.report()["projects"])
    if order.new_project:
        start(projects[0], order.user)
        batch.report["new_project"] = projects[0].pk
    load(batch, projects, ready, progress)
    batch.status, batch.written_at = ImportBatch.Status.WRITTEN, timezone.now()
    batch.save()
    for project in projects:
        project.refresh_from_db(fields=["number"])
    audit.write(
        AuditAction.IMPORTED,
        user=order.user,
        subject=f"import {batch.pk}",
        detail={
            "added": batch.rows_added,
            "updated": batch.rows_updated,
            **{code: report.counts[code] for code in DECISIONS if report.counts.get(code)},
        },
    )
    return sorted(project.number for project in projects)


def describe(batch, report):
    """What the batch says of itself: the lineage of its rows."""
    batch.layer, batch.encoding = report.layer[:LAYER_NAME], report.encoding
    batch.source_crs, batch.rows = report.crs, report.rows_read
    batch.rows_refused, batch.rows_unmapped = report.rows_refused, report.rows_unmapped
    batch.rows_unchanged = report.rows_unchanged
    batch.report = report.digest()
