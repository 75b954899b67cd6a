"""What happens to a whole project: the next stage, a copy, the bin and back."""

from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from registry import editing
from registry.forms.copies import CopyForm
from registry.forms.stages import MoveForm
from registry.models import Project
from registry.register import page_number
from registry.views.posting import form_view, posted, said
from registry.views.projects import render_page
from registry.views.records import demand, get_deleted_project, get_project, is_in_bin
from registry.workflow import AlreadyDone, MoveRefused, Overtaken, advance, undo

#: Projects of one page of the bin.
BINNED = 50
NOT_YOURS = "由项目所属县（区）、牵头部门或项目单位的填报员恢复"


@require_POST
def project_move(request, number):
    project = get_project(request.user, number)
    form = MoveForm(request.POST, project=project, user=request.user)
    if not form.is_valid():
        return render_page(request, project, form)
    try:
        change = advance(project, by=request.user, **form.order())
    except AlreadyDone as already:
        messages.info(request, str(already))
    except Overtaken as overtaken:
        project.refresh_from_db()
        return render_page(request, project, form, overtaken)
    except MoveRefused as refusal:
        return render_page(request, project, form, refusal)
    else:
        messages.success(request, f"{project.number} 已办理“{change.get_move_display()}”。")
    return redirect(project)


@require_POST
def project_undo(request, number, pk):
    project = get_project(request.user, number)
    try:
        change = undo(project, pk, by=request.user)
    except AlreadyDone as already:
        messages.info(request, str(already))
    except MoveRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"已撤销“{change.get_move_display()}”。")
    return redirect(project)


@form_view
def project_copy(request, number):
    project = get_project(request.user, number, "create")
    form = CopyForm(posted(request), project=project, user=request.user)
    if request.method == "POST" and (twin := form.submit()):
        messages.success(request, f"已复制为 {twin}，请核对后补充。")
        return redirect(twin)
    return render(request, "registry/project_copy.html", {"project": project, "form": form})


@require_POST
def project_delete(request, number):
    if is_in_bin(request.user, number):
        messages.info(request, f"{number} 已在回收站中。")
        return redirect("registry:project_deleted")
    project = get_project(request.user, number, "delete")
    discard = partial(editing.discard, project, by=request.user, request=request)
    is_done = said(request, discard, f"{project} 已移入回收站，可随时恢复。")
    is_gone = is_done or is_in_bin(request.user, number)
    return redirect("registry:project_deleted" if is_gone else project)


@require_safe
def project_deleted(request):
    demand(request.user, "bin")
    found = Project.objects.deleted_within(request.user, "bin").order_by("-deleted_at", "-pk")
    pages = Paginator(found.select_related("sector", "district"), BINNED)
    page = pages.get_page(page_number(request.GET))
    shown = [project.pk for project in page]
    own = Project.objects.deleted_within(request.user, "delete").filter(pk__in=shown)
    context = {
        "page": page,
        "own": set(own.values_list("pk", flat=True)),
        "why_not": NOT_YOURS,
        "asked": request.GET,
    }
    context["others"] = len(context["own"]) < len(shown)
    return render(request, "registry/project_deleted.html", context)


@require_POST
def project_restore(request, number):
    if not is_in_bin(request.user, number):
        project = get_project(request.user, number)
        messages.info(request, f"{project} 不在回收站中，无需恢复。")
        return redirect(project)
    project = get_deleted_project(request.user, number)
    editing.restore(project, by=request.user, request=request)
    messages.success(request, f"{project} 已恢复。")
    return redirect(project)
