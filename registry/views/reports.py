"""What is taken along: a project's sheet, a district's brief, the code of an address."""

from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header, url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from registry.models import District
from registry.question import BadQuestion, Question
from registry.reports.codes import qr_svg
from registry.reports.sheets import district_brief as brief_of
from registry.reports.sheets import project_sheet as sheet_of
from registry.views.records import get_project
from registry.views.register import without_blanks


@require_safe
def project_sheet(request, number):
    project = get_project(request.user, number)
    address = request.build_absolute_uri(project.get_absolute_url())
    content = sheet_of(project, user=request.user, address=address)
    return pdf(content, f"{project.number} {project.name[:40]}")


@require_safe
def district_brief(request, code):
    """The question asked, within this district whatever districts it names."""
    district = get_object_or_404(District, pk=code)
    params = without_blanks(request.GET)
    params["district"] = district.pk
    question = Question(params, request.user)
    if question.out_of_sight:
        raise PermissionDenied(question.out_of_sight)
    asked = urlencode([(name, value) for name, values in params.lists() for value in values])
    address = request.build_absolute_uri(f"{reverse('layers:map')}?{asked}")
    content = brief_of(district, question, user=request.user, address=address)
    return pdf(content, f"{district.name} 简报")


def pdf(content, stem):
    """Named with its day: those of several days lie side by side in one folder."""
    name = f"{stem} {timezone.localdate():%Y%m%d}.pdf"
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=name)
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_safe
def qr_code(request):
    """`?to=/…`: an address of this site alone, so that no code leads anywhere else."""
    to = request.GET.get("to", "")
    if not to.startswith("/") or not url_has_allowed_host_and_scheme(to, allowed_hosts=None):
        raise BadQuestion("只能为本系统的地址生成二维码。")
    code = qr_svg(request.build_absolute_uri(to))
    # A canvas draws only pictures that have a size of their own.
    code = code.replace("<svg ", '<svg width="400" height="400" ', 1)
    return HttpResponse(code, content_type="image/svg+xml")
