"""The audit log, for who may read it and for nobody else."""

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from registry import audit
from registry.choices import AuditAction
from registry.forms.logbook import LogForm
from registry.logbook import Page, found, lines, workbook
from registry.models import AuditSeal
from registry.question import BadQuestion
from registry.views.records import demand_power

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def log_page(request):
    demand_power(request.user, "log")
    form = LogForm(request.GET)
    kept = request.GET.copy()
    kept.pop("before", None)
    context = {
        "form": form,
        "page": Page(found(**form.cleaned_data)) if form.is_valid() else None,
        "asked": kept.urlencode(),
        "sealed": AuditSeal.objects.last(),
    }
    return render(request, "registry/log.html", context)


@require_POST
def log_export(request):
    """What the question finds, as a file; that it was taken out is itself told."""
    demand_power(request.user, "log")
    form = LogForm(request.GET)
    if not form.is_valid():
        raise BadQuestion("筛选条件有误，请回到日志页改正。")
    is_csv = request.POST.get("format") == "csv"
    detail = {"format": "csv" if is_csv else "xlsx"}
    audit.write(AuditAction.EXPORTED, request=request, subject="log", detail=detail)
    records = found(**{**form.cleaned_data, "before": None})
    if is_csv:
        answer = StreamingHttpResponse(lines(records), content_type="text/csv; charset=utf-8")
    else:
        answer = HttpResponse(workbook(records), content_type=XLSX)
    name = f"审计日志_{timezone.localdate():%Y%m%d}.{detail['format']}"
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    answer["Cache-Control"] = "private, no-store"
    return answer
