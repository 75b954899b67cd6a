"""What the page of an import shows at each point of its way."""

from dataclasses import dataclass
from pathlib import Path

from django.core.paginator import Paginator

from registry.exchange.outcome import ImportOutcome
from registry.exchange.undoing import LOSES
from registry.forms.import_answers import WriteForm
from registry.forms.import_conflicts import ConflictForm
from registry.forms.import_settings import NOTHING, ImportSettings
from registry.imports import binned_projects_of, lies_anywhere, projects_of
from registry.jobs import is_worked
from registry.models import ImportBatch, Job
from registry.register import page_number

LINES = 20
Status = ImportBatch.Status
#: Before anything is written, and as long as the file is there, everything may still be changed.
OPEN = (Status.UPLOADED, Status.CHECKED, Status.FAILED, Status.CANCELLED)
#: A batch whose job was cancelled is again what it was before: that alone would say nothing.
CANCELLED = {
    Job.Kind.WRITE: "刚才的写入已取消，什么也没有写入。",
    Job.Kind.UNDO: "刚才的撤销已取消，登记册没有变动。",
}


@dataclass(frozen=True)
class WizardStep:
    """One of the five, as the row on top of the page shows it: "done", "now" or "later"."""

    name: str
    label: str
    state: str


def steps_of(batch, has_outcome):
    labels = ("上传", "诊断", "去向与设置", "检查结果", "写入")
    names = ("upload", "diagnosis", "target", "outcome", "writing")
    now = place_of(batch, has_outcome)
    states = ["done" if n < now else "now" if n == now else "later" for n in range(5)]
    return [WizardStep(*each) for each in zip(names, labels, states, strict=True)]


def place_of(batch, has_outcome):
    """Which of the steps is the one to look at; 5 when all are behind."""
    if batch.status in (Status.WRITTEN, Status.UNDOING, Status.UNDONE):
        return 5
    if batch.status == Status.WRITING:
        return 4
    if batch.status == Status.CHECKING:
        return 3 if any(map(batch.order.get, NOTHING)) else 1
    return 3 if has_outcome else 2 if "columns" in batch.diagnosis else 1


def is_own(user, batch):
    return batch.imported_by_id == user.pk or user.rights.is_superuser


def wizard(user, batch, params, *, settings=None, write=None, conflicts=None):
    own = is_own(user, batch)
    job, outcome = batch.job, ImportOutcome(batch.report, batch.order)
    is_active = bool(job and job.is_active)
    is_open = batch.status in OPEN and not is_active
    has_outcome = batch.status == Status.CHECKED and bool(outcome)
    context = {
        "batch": batch,
        "job": job,
        "is_own": own,
        "is_active": is_active,
        "is_worked": is_worked() if is_active else True,
        "may_import": user.rights.may("import"),
        "steps": steps_of(batch, has_outcome),
        "trouble": trouble_of(batch),
        "is_gone": is_open and not batch.stored,
    }
    if own and is_open and batch.stored:
        context["settings"] = settings or ImportSettings(None, batch=batch, user=user)
    if own and has_outcome and not is_active:
        context |= outcome_of(outcome, params)
        context["write"] = write or WriteForm(batch=batch, user=user)
        context["conflicts"] = conflicts or ConflictForm(batch=batch, user=user)
    if batch.status in (Status.WRITTEN, Status.UNDONE):
        context |= written(user, batch)
    return context


def trouble_of(batch):
    """Why the last job did not come to its end; the file by the name that it was sent under."""
    if batch.job and batch.job.status == Job.Status.CANCELLED:
        return CANCELLED.get(batch.job.kind, "")
    if not (batch.job and batch.job.status == Job.Status.FAILED):
        return ""
    kept_as = Path(batch.stored).name
    return batch.job.error.replace(kept_as, batch.file_name) if kept_as else batch.job.error


def outcome_of(outcome, params):
    key = params.get("of", "")
    lines = Paginator(outcome.entries_of(key), LINES).get_page(page_number(params))
    return {"outcome": outcome, "lines": lines, "chosen": key}


def written(user, batch):
    projects = list(projects_of(batch, user))
    failed = bool(batch.job and batch.job.kind == Job.Kind.UNDO and trouble_of(batch))
    return {
        "projects": projects,
        "binned": list(binned_projects_of(batch, user)),
        "is_out_of_sight": not projects and lies_anywhere(batch),
        "may_undo": user.rights.may_undo(is_own=batch.imported_by_id == user.pk, projects=projects),
        "is_written": True,
        "was_refused": failed and LOSES in trouble_of(batch),
    }
