"""The steps of an import that change something: each begins a job and comes back to the page."""

from django.views.decorators.http import require_POST

from registry.forms.import_answers import (
    CHECKED_AGAIN,
    LeaveOutForm,
    UndoForm,
    WriteForm,
)
from registry.forms.import_conflicts import ConflictForm
from registry.forms.import_settings import ImportSettings
from registry.models import ImportBatch
from registry.views.import_context import OPEN
from registry.views.imports import done, get_own_batch, render_wizard
from registry.views.records import demand

NOT_CHECKED = "按现在的设置还没有检查过，请先检查。"


@require_POST
def import_check(request, pk):
    batch = get_own_batch(request.user, pk)
    demand(request.user, "import")
    settings = ImportSettings(request.POST, batch=batch, user=request.user)
    if settings.submit() is None and not settings.trouble:
        return render_wizard(request, batch, settings=settings)
    return done(request, batch, settings.trouble)


@require_POST
def import_write(request, pk):
    return answer(request, pk, "write", WriteForm)


@require_POST
def import_conflicts(request, pk):
    return answer(request, pk, "conflicts", ConflictForm)


@require_POST
def import_leave_out(request, pk):
    batch = get_own_batch(request.user, pk)
    demand(request.user, "import")
    form = LeaveOutForm(request.POST, batch=batch, user=request.user)
    is_begun = batch.status == ImportBatch.Status.CHECKED and form.submit() is not None
    return done(request, batch, "" if is_begun else form.trouble or CHECKED_AGAIN)


def answer(request, pk, name, form_class):
    """Take what a person answers to the check that the page has shown."""
    batch = get_own_batch(request.user, pk)
    demand(request.user, "import")
    if batch.status != ImportBatch.Status.CHECKED or not batch.report:
        # A second click, or a page that was left open: what there is now is shown.
        return done(request, batch, NOT_CHECKED if batch.status in OPEN else "")
    form = form_class(request.POST, batch=batch, user=request.user)
    if form.submit() is None and not form.trouble:
        return render_wizard(request, batch, **{name: form})
    return done(request, batch, form.trouble)


@require_POST
def import_undo(request, pk):
    batch = get_own_batch(request.user, pk)
    form = UndoForm(request.POST, batch=batch, user=request.user)
    form.submit()
    return done(request, batch, form.trouble)
