"""Exports: what one has taken out, a new one, its file."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from registry import audit
from registry.choices import AuditAction
from registry.columns import BY_CODE
from registry.exports import offer
from registry.forms.exports import ExportForm
from registry.jobs import is_worked
from registry.models import ExportRecord
from registry.question import BadQuestion, Question
from registry.refusals import Refusal
from registry.register import page_number
from registry.reports.table import export_table
from registry.views.downloads import handed_out
from registry.views.errors import told_to_script, wants_json
from registry.views.posting import form_view, posted
from registry.views.records import allow, demand
from registry.views.register import without_blanks

ROWS = 30
COMING, AGAIN_SECONDS = "文件还没有写好，请过几秒再取。", 2


@require_safe
def export_list(request):
    rights = request.user.rights
    verdict = rights.may("export")
    records = ExportRecord.objects.visible_to(request.user).select_related("job", "exported_by")
    page = Paginator(records, ROWS).get_page(page_number(request.GET))
    if not (verdict or rights.may_use("log") or page.paginator.count):
        raise PermissionDenied(f"{verdict.reason}。")
    context = {
        "page": page,
        "is_moving": any(record.job and record.job.is_active for record in page),
        "days": settings.EXPORT_DAYS,
    }
    return render(request, "registry/exports.html", context)


@form_view
def export_new(request):
    demand(request.user, "export")
    return fill_in(request, request.GET)


@require_safe
def export_again(request, pk):
    """The same question and choices as before, asked of what the reserve holds now."""
    demand(request.user, "export")
    record = get_record(request.user, pk)
    if record.round_id:
        return redirect(f"{reverse('registry:round', args=(record.round_id,))}?{record.query}")
    if record.is_table:
        return redirect(f"{reverse('registry:project_list')}?{record.query}")
    before = {name: getattr(record, name) for name in ("format", "crs", "encoding")}
    return fill_in(request, QueryDict(record.query), before)


def fill_in(request, params, before=None):
    question, query = Question(params, request.user), question_text(params)
    form = ExportForm(
        posted(request), question=question, query=query, user=request.user, initial=before
    )
    if form.is_valid():
        return redirect(form.submit())
    if form.is_bound and wants_json(request):
        return told_to_script(400, form.trouble)
    context = {
        "form": form,
        "query": query,
        "offer": offer(question, request.user),
        "contradiction": question.contradiction,
    }
    return render(request, "registry/export_new.html", context)


@require_POST
def table_export(request):
    """The register's table as it is asked for, in the chosen columns; kept among the exports."""
    demand(request.user, "export")
    question, params = Question(request.GET, request.user), without_blanks(request.GET)
    columns = request.POST.getlist("column")
    if not columns or not BY_CODE.keys() >= set(columns):
        raise BadQuestion("请至少选择一列。")
    try:
        record = export_table(question, params, columns, user=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(f"{reverse('registry:project_list')}?{params.urlencode()}")
    return download(request, record)


@require_safe
def export_page(request, pk):
    return render_record(request, get_record(request.user, pk))


@require_safe
def export_download(request, pk):
    record = get_record(request.user, pk)
    if record.path and record.path.exists():
        return download(request, record)
    # As long as it is not known what is in it, there is nothing to be kept from anyone.
    if record.places is not None:
        demand_download(request.user, record)
    return without_file(request, record)


def without_file(request, record):
    """Why there is none; one that is being written is asked for again, by itself where a program
    understands that.
    """
    is_coming = record.job and record.job.is_active
    status = 503 if is_coming else 410
    if wants_json(request):
        answer = told_to_script(status, COMING if is_coming else record.why_no_file)
    else:
        answer = render_record(request, record, status)
    if is_coming:
        answer["Retry-After"] = AGAIN_SECONDS
    return answer


def download(request, record):
    demand_download(request.user, record)
    audit.write(AuditAction.DOWNLOADED, request=request, subject=f"export {record.pk}")
    return handed_out(record.path.open("rb"), record.file_name)


def demand_download(user, record):
    allow(may_download(user, record))


def render_record(request, record, status=200):
    context = {
        "record": record,
        "job": record.job,
        "may_download": may_download(request.user, record),
        "is_own": record.exported_by_id == request.user.pk,
        "is_worked": is_worked() if record.job and record.job.is_active else True,
    }
    return render(request, "registry/export.html", context, status=status)


def get_record(user, pk):
    records = ExportRecord.objects.visible_to(user).select_related("job", "exported_by")
    return get_object_or_404(records, pk=pk)


def may_download(user, record):
    is_own = record.exported_by_id == user.pk
    return user.rights.may_download(is_own=is_own, places=record.places)


def question_text(params):
    """The question alone, as it is kept: without blanks and without how an answer was shown."""
    clean = without_blanks(params)
    asked = QueryDict(mutable=True)
    for name, values in clean.lists():
        if values and name not in Question.OF_THE_VIEW:
            asked.setlist(name, values)
    return asked.urlencode()
