"""Verbs on a whole project besides filling in its form: copy, discard, restore."""

from django.db import transaction
from django.utils import timezone

from registry import audit
from registry.access import Permit
from registry.choices import AuditAction, Awaiting, FundingStatus, Stage, Standing
from registry.models import Asset, FundingLine, Project
from registry.refusals import Refusal, held
from registry.workflow import record
from registry.workflow.moves import moves_from
from registry.workflow.states import State

BATCH = 1000

#: So far a project is a plan, and its reporter's own.
PLANS = frozenset({Stage.PLANNED, Stage.DECLARED})

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


def may_discard(user, project):
    """What stands in the reserve leaves it by a move that says why, and stays on record."""
    verdict = user.rights.may("delete", project)
    if not verdict or project.stage in PLANS:
        return verdict
    return Permit(False, why_kept(project))


def why_kept(project):
    ways = [move.label for move in moves_from(State.of(project)) if move.action == "withdraw"]
    if not ways:
        return "项目已经入库，记录要留存备查，不能删除"
    named = "或".join(f"“{way}”" for way in ways)
    return f"项目已经入库，不能删除；不再实施的，请牵头部门或市级专班的审核员在“阶段”中办理{named}"


@transaction.atomic
def discard(project, *, by, request=None):
    """Take a project out of every answer; it stays restorable."""
    locked = held(by, project.pk, "delete")
    verdict = may_discard(by, locked)
    if not verdict:
        raise Refusal(f"{verdict.reason}。")
    Project.objects.filter(pk=project.pk).update(deleted_at=timezone.now())
    note(AuditAction.DISCARDED, locked, by, request)


@transaction.atomic
def restore(project, *, by, request=None):
    """Back into every answer; who comes second finds it done."""
    if Project.objects.deleted().filter(pk=project.pk).update(deleted_at=None):
        note(AuditAction.RECOVERED, project, by, request)


def note(action, project, by, request):
    told = {"stage": project.stage}
    audit.write(action, user=by, request=request, subject=project.number, detail=told)
