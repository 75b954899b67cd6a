"""The import wizard, for a planner or GIS analyst who is no programmer.

What the person comes to do: drop what the design institute sent (one file, a zip, or the loose
parts of a shapefile together), see in words and on a map what the system found in it *before
anything is written*, correct what was guessed wrong, choose where the rows go, see which rows will
be refused and why (row, column, sentence; a file of rejects to download), confirm, watch the
progress, call it off, and, if it was a mistake, undo the whole import with one button.
"""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from registry.exchange.accepted import ACCEPTED
from registry.forms.imports import UploadForm
from registry.imports import proposed_projects
from registry.models import ImportBatch
from registry.register import page_number
from registry.views.import_context import is_own, wizard
from registry.views.posting import form_view
from registry.views.records import demand

ROWS = 30


@require_safe
def import_list(request):
    rights = request.user.rights
    verdict = rights.may("import")
    batches = ImportBatch.objects.visible_to(request.user).select_related("job", "imported_by")
    page = Paginator(batches, ROWS).get_page(page_number(request.GET))
    if not (verdict or rights.may_use("log") or page.paginator.count):
        raise PermissionDenied(f"{verdict.reason}。")
    context = {
        "page": page,
        "is_moving": any(batch.job and batch.job.is_active for batch in page),
    }
    return render(request, "registry/imports.html", context)


@form_view
def import_new(request):
    demand(request.user, "import")
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = UploadForm(*sent, user=request.user, project=request.GET.get("project", ""))
    batch = form.submit() if request.method == "POST" else None
    if request.accepts("text/html"):
        return redirect(page_of(batch)) if batch else render_upload(request, form)
    # The script that shows how far the upload is wants to know what came of it, not a page.
    if batch:
        return JsonResponse({"url": page_of(batch)})
    return JsonResponse({"error": " ".join(form.errors["files"])}, status=422)


def render_upload(request, form):
    context = {
        "form": form,
        "formats": ACCEPTED.items(),
        "limit": settings.UPLOAD_LIMIT_BYTES,
        "days": settings.UPLOAD_DAYS,
    }
    return render(request, "registry/import_new.html", context)


@require_safe
def import_projects(request):
    """Projects to choose from while someone types."""
    found = proposed_projects(request.user, request.GET.get("project", ""))
    return render(request, "registry/_import_projects.html", {"projects": found})


@require_safe
def import_page(request, pk):
    return render_wizard(request, get_batch(request.user, pk))


def render_wizard(request, batch, **forms):
    """The page; also shown again by a step that was refused."""
    context = wizard(request.user, batch, request.GET, **forms)
    return render(request, "registry/import.html", context)


def get_batch(user, pk):
    batches = ImportBatch.objects.visible_to(user)
    return get_object_or_404(batches.select_related("job", "imported_by", "undone_by"), pk=pk)


def get_own_batch(user, pk):
    """404 to a stranger, 403 to someone who only reads the log."""
    batch = get_batch(user, pk)
    if not is_own(user, batch):
        raise PermissionDenied("只有导入人本人可以处理这次导入。")
    return batch


def page_of(batch):
    return reverse("registry:import", args=(batch.pk,))


def done(request, batch, sentence=""):
    if sentence:
        messages.info(request, sentence)
    return redirect(page_of(batch))
