"""The bytes of papers: previews to whoever sees the project, originals to who edits or exports."""

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from gis.documents.looking import SCREEN, THUMB
from registry import audit
from registry.choices import AuditAction
from registry.models import Attachment
from registry.views.downloads import handed_out
from registry.views.papers import get_paper, may_have_original
from registry.views.records import allow, get_project

#: Whatever a browser makes of it, it runs nothing and asks for nothing.
POLICY = "default-src 'none'; sandbox"
#: So long a page of thumbnails is shown again without asking; a right that is lost ends with it.
PREVIEW_SECONDS = 300


@require_safe
def paper_original(request, number, pk):
    project = get_project(request.user, number)
    paper = get_paper(request.user, project, pk)
    allow(may_have_original(request.user, project))
    if not paper.is_handed_out:
        raise PermissionDenied("这份资料还没有通过查毒，暂时不能下载。")
    audit.write(AuditAction.DOWNLOADED, request=request, subject=f"{number} paper {paper.pk}")
    return guarded(handed_out(open_file(paper.path), paper.file_name))


@require_safe
def paper_thumb(request, number, pk):
    return preview(request.user, number, pk, THUMB)


@require_safe
def paper_screen(request, number, pk, page):
    return preview(request.user, number, pk, SCREEN.format(page=page), previews__gte=page)


def preview(user, number, pk, name, **having):
    """Made anew from colours alone: nothing that the camera noted is in it."""
    shown = Attachment.objects.present().visible_to(user).handed_out()
    paper = get_object_or_404(shown, project__number=number, pk=pk, **having)
    answer = FileResponse(open_file(paper.folder / name), content_type="image/webp")
    answer["Cache-Control"] = f"private, max-age={PREVIEW_SECONDS}"
    return guarded(answer)


def open_file(path):
    try:
        return path.open("rb")
    except FileNotFoundError:
        raise Http404 from None


def guarded(answer):
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = POLICY
    return answer
