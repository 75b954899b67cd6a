"""Verbs on a whole project besides filling in its form: copy, discard, restore."""

from django.db import transaction
from django.utils import timezone

from registry.choices import Awaiting, FundingStatus, Stage, Standing
from registry.models import Asset, FundingLine, Project
from registry.refusals import held
from registry.workflow import record

BATCH = 1000

#: What belongs to the original alone.
NOT_COPIED = {"id", "number", "client_id", "created_at", "updated_at", "version"}


def _twin(original, **changes):
    """An unsaved record with the original's values, `changes` apart."""
    fields = (f for f in original._meta.concrete_fields if not f.generated)
    values = {f.attname: getattr(original, f.attname) for f in fields if f.name not in NOT_COPIED}
    return type(original)(**(values | changes))


@transaction.atomic
def copy(project, *, by, name, with_assets=False):
    """A new project in planning with the same facts and intended money.

    Platform code, actual dates and papers of the money are the original's own. Assets
    come with their exact shapes, and without the lineage of a file they did not come from.
    """
    twin = _twin(
        project,
        name=name,
        platform_code="",
        stage=Stage.PLANNED,
        standing=Standing.ACTIVE,
        awaiting=Awaiting.NOBODY,
        actual_start=None,
        actual_finish=None,
        created_by_id=by.pk,
    )
    twin.save()
    record(twin, by=by, effective_on=timezone.localdate(), note=f"复制自 {project.number}")
    _copy_money(project, twin)
    if with_assets:
        _copy_assets(project, twin)
    return twin


def _copy_money(project, twin):
    intended = {"status": FundingStatus.INTENDED, "document_number": "", "dated_on": None}
    FundingLine.objects.bulk_create(
        _twin(line, project_id=twin.pk, **intended) for line in project.funding_lines.all()
    )


def _copy_assets(project, twin):
    assets = project.assets.defer("location_web").iterator(BATCH)
    fresh = {"project_id": twin.pk, "batch_id": None, "source_row": None}
    Asset.objects.bulk_create((_twin(asset, **fresh) for asset in assets), batch_size=BATCH)


@transaction.atomic
def discard(project, *, by):
    """Take a project out of every answer; it stays restorable."""
    held(by, project.pk, "delete")
    Project.objects.filter(pk=project.pk).update(deleted_at=timezone.now())


def restore(project):
    Project.objects.filter(pk=project.pk).update(deleted_at=None)
