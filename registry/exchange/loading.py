"""Checked rows → database: the batch first, then all rows by COPY, or nothing."""

import hashlib
import json
from datetime import date
from uuid import uuid4

import shapely
from django.db import transaction
from django.utils import timezone

from registry import workflow
from registry.copying import copy_rows
from registry.kinds.values import visible
from registry.models import Asset, ImportBatch

COPIED = (
    "client_id", "project_id", "kind", "number", "name", "medium", "work", "year_laid",
    "declared_length_m", "attributes", "source_attributes", "location", "outside_confirmed",
    "accuracy", "classification", "batch_id", "source_row", "created_at", "updated_at", "version",
)  # fmt: skip


@transaction.atomic
def load(order, table, report):
    """Write the batch, the new project if there is one, and all rows."""
    # Something has to be written through the ORM before COPY, or history would not know
    # who brought the rows.
    batch = ImportBatch.objects.create(
        file_name=visible(order.path.name),
        sha256=fingerprint(order.path),
        layer=report.layer[:255],
        encoding=report.encoding,
        source_crs=report.crs,
        rows=len(table),
        report=report.digest(),
        imported_by=order.user,
    )
    if order.new_project:
        start(table["project"].iloc[0], order.user)
    copy_rows(Asset, COPIED, asset_rows(table, batch))


def fingerprint(path):
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def start(project, user):
    project.save()
    workflow.record(project, by=user, effective_on=date.today(), note="随文件导入登记")


def asset_rows(table, batch):
    """Values in the order of `COPIED`."""
    now = timezone.now()
    shapes = shapely.to_wkb(
        shapely.set_srid(table["location"].to_numpy(), 4490), hex=True, include_srid=True
    )
    for row, shape in zip(table.itertuples(), shapes, strict=True):
        yield (
            uuid4(), row.project.pk, row.kind, row.number or "", row.name or "", row.medium or "",
            row.work or "", row.year_laid, row.declared_length_m, json.dumps(row.attributes),
            json.dumps(row.source_attributes), shape, row.outside,
            row.accuracy or "", row.classification or "", batch.pk, row.Index, now, now, 1,
        )  # fmt: skip
