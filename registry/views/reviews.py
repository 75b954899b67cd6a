"""The page of review: what has changed, what is decided, what is to be mended and was answered."""

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from registry.forms.reviews import AnswerForm, Decision
from registry.holdings import compared_holdings_of
from registry.papers.shelf import papers_of, wanted_later
from registry.views.contents import contents_of
from registry.views.papers import may_have_original
from registry.views.posting import form_view, posted
from registry.views.records import get_project
from registry.workflow import AlreadyDone, MoveRefused, remarks
from registry.workflow.changed import review_of
from registry.workflow.needs import Dossier

#: Below a comparison a part with more rows is folded.
LONG = 12


@form_view
def project_review(request, number):
    project = get_project(request.user, number)
    dossier = Dossier(project, request.user)
    decision = Decision(posted(request), project=project, user=request.user, dossier=dossier)
    if request.method == "POST" and decided(request, decision):
        return redirect("registry:todo")
    review = review_of(project, request.user)
    held = {"holdings": compared_holdings_of(project), "wanted": wanted_later}
    context = {
        **contents_of(project, request.user, request.GET, **held),
        "project": project,
        "decision": decision,
        "review": review,
        "money": dossier.money,
        "findings": dossier.findings,
        "papers": papers_of(project, request.user),
        "original": may_have_original(request.user, project),
        "folded_from": LONG if review.since_former else None,
        "comments": remarks.listed(project, request.user),
        "may_answer": request.user.rights.may("edit", project),
    }
    return render(request, "registry/project_review.html", context)


def decided(request, decision):
    """Whether the decision stands on record, from now on or since a first click."""
    try:
        change = decision.submit()
    except AlreadyDone as already:
        messages.info(request, f"{decision.project.number} {already}")
        return True
    if change:
        done = f"{decision.project.number} 已办理“{change.get_move_display()}”。"
        messages.success(request, done)
    return change is not None


@require_safe
def review_shapes(request, number):
    review = review_of(get_project(request.user, number), request.user)
    outlines = review.since_former.outlines() if review.since_former else remarks.NO_SHAPES
    return HttpResponse(outlines, content_type="application/geo+json")


@require_safe
def comment_points(request, number):
    project = get_project(request.user, number)
    return JsonResponse(remarks.points(project, request.user))


@require_POST
def comment_answer(request, number, pk):
    project = get_project(request.user, number, "edit")
    comment = get_object_or_404(remarks.standing(project, request.user), pk=pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, f"没有答复：{' '.join(form.errors['text'])}")
        return redirect(project)
    try:
        remarks.answer(comment, form.cleaned_data["text"], by=request.user)
    except MoveRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "已答复。")
    return redirect(project)
