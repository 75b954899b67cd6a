"""A project's history: what was done to it, what it was on any day, and how it is put back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from registry.forms.history import HistoryForm, MomentForm, RestoreForm
from registry.history.outlines import outlines_of, outlines_then
from registry.history.past import Past
from registry.history.plans import plan
from registry.models.disclosure import opened_at
from registry.refusals import Refusal
from registry.register import page_number
from registry.restoring import NotRestorable
from registry.views.records import get_project

ASSET_ROWS = 100
INCOMPLETE = "页面内容不完整，没有恢复，请刷新后再试。"
ALREADY = "现在就是这样，没有什么要恢复。"


@require_safe
def project_history(request, number):
    project = get_project(request.user, number)
    form = HistoryForm(request.GET, project=project, user=request.user)
    history = form.history()
    if form.is_valid() and form.cleaned_data["on"]:
        return render_past(request, project, form)
    context = {
        "project": project,
        "form": form,
        "history": history,
        "may_edit": request.user.rights.may("edit", project),
        "asked": asked(request.GET),
    }
    return render(request, "registry/history.html", context)


def asked(params):
    """The question without the page: what a link to older changes adds to."""
    kept = params.copy()
    kept.pop("before", None)
    return kept.urlencode()


def render_past(request, project, form):
    past = past_of(request.user, project, form.cleaned_data["on"])
    context = {
        "project": project,
        "form": form,
        "past": past,
        "on": request.GET["on"],
        "may_edit": request.user.rights.may("edit", project),
        "plan": plan(project, past.at) if past.project else None,
    }
    if past.project:
        page = Paginator(past.asset_keys, ASSET_ROWS).get_page(page_number(request.GET))
        context |= {"page": page, "assets": past.assets(page.object_list)}
        changes = project.stage_changes.told_to(request.user).filter(recorded_at__lte=past.at)
        context["stage_changes"] = changes.select_related("by")
    return render(request, "registry/history_on.html", context)


def past_of(user, project, at):
    """What the person may know of it: nothing from before it left a sector closed to him."""
    past, since = Past(project, at), opened_at(project, user.rights.closed)
    if since and at < since:
        past.project = None
    return past


@require_safe
def project_history_shapes(request, number):
    """Shapes of the acts of a page, before and after; or all of the project's at a moment."""
    project = get_project(request.user, number)
    form = HistoryForm(request.GET, project=project, user=request.user)
    if form.is_valid() and form.cleaned_data["on"]:
        past = past_of(request.user, project, form.cleaned_data["on"])
        shapes = outlines_then(past)
    else:
        shapes = outlines_of(form.history().acts)
    return HttpResponse(shapes, content_type="application/geo+json")


@require_POST
def history_restore(request, number):
    project = get_project(request.user, number, "edit")
    form = (MomentForm if "on" in request.POST else RestoreForm)(request.POST)
    if not form.is_valid():
        messages.error(request, INCOMPLETE)
    else:
        tell(request, form, project)
    return redirect(reverse("registry:project_history", args=(number,)))


def tell(request, form, project):
    try:
        done = form.submit(project, request.user)
    except NotRestorable:
        raise Http404 from None
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return
    if done is None:
        messages.info(request, ALREADY)
    else:
        messages.success(request, f"已恢复：{done}。")
