"""A project's papers and photos: the shelf, one of them, in and out of the bin."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from registry.forms.papers import PaperForm, PapersForm
from registry.papers import editing, shelf
from registry.question import Question
from registry.refusals import Refusal
from registry.register import page_number
from registry.views.posting import form_view, posted
from registry.views.records import demand, get_project

PHOTOS = 60


@form_view
def papers_page(request, number):
    project = get_project(request.user, number)
    if request.method != "POST":
        return render_shelf(request, project, PapersForm(project=project, user=request.user))
    demand(request.user, "edit", project)
    form = PapersForm(request.POST, request.FILES, project=project, user=request.user)
    form.submit()
    if not request.accepts("text/html"):
        return answer_of(form)
    if form.taken:
        messages.success(request, f"已上传 {len(form.taken)} 个文件。")
    for told in form.sentences:
        messages.error(request, told)
    return redirect("registry:papers", project.number)


def answer_of(form):
    """For the script, which sends one file at a time and shows how far each is."""
    if form.sentences:
        return JsonResponse({"error": " ".join(form.sentences)}, status=422)
    taken = form.taken[0]
    return JsonResponse({"url": page_of(taken), "type": taken.get_type_display()}, status=201)


def page_of(attachment):
    return reverse("registry:paper", args=(attachment.project.number, attachment.pk))


def render_shelf(request, project, form):
    rights = request.user.rights
    may_delete = rights.may("delete", project)
    counts = shelf.counts_of(project, request.user)
    photos = Paginator(shelf.loose_photos_of(project, request.user), PHOTOS)
    context = {
        "project": project,
        "form": form,
        "may_edit": rights.may("edit", project),
        "may_delete": may_delete,
        "original": may_have_original(request.user, project),
        "limit": settings.PAPER_LIMIT_BYTES,
        "counts": shelf.known(counts),
        "wanted": shelf.wanted_of(project, request.user, counts),
        "papers": shelf.papers_of(project, request.user),
        "pairs": shelf.pairs_of(project, request.user),
        "photos": photos.get_page(page_number(request.GET)),
        "spots": shelf.spots_of(project, request.user),
        "deleted": shelf.deleted_from(project, request.user) if may_delete else (),
    }
    return render(request, "registry/papers.html", context)


def may_have_original(user, project):
    """The file as it was sent, with what its camera noted: for who edits or takes out."""
    edit = user.rights.may("edit", project)
    return edit if edit else user.rights.may("export", project)


@form_view
def paper_page(request, number, pk):
    project = get_project(request.user, number)
    attachment = get_paper(request.user, project, pk)
    if request.method == "POST":
        demand(request.user, "edit", project)
    form = PaperForm(posted(request), attachment=attachment, user=request.user)
    if request.method == "POST" and form.submit():
        messages.success(request, f"已保存：{attachment}。")
        return redirect("registry:papers", project.number)
    context = {
        "project": project,
        "paper": get_paper(request.user, project, pk),
        "form": form,
        "may_edit": request.user.rights.may("edit", project),
        "may_delete": request.user.rights.may("delete", project),
        "original": may_have_original(request.user, project),
        "spots": shelf.spots_of(project, request.user),
        "pages": range(1, attachment.previews + 1),
    }
    return render(request, "registry/paper.html", context)


@require_POST
def paper_delete(request, number, pk):
    return put(request, number, pk, editing.discard, "已删除，可在本页底部恢复", "已经删除")


@require_POST
def paper_restore(request, number, pk):
    return put(request, number, pk, editing.restore, "已恢复", "没有被删除，无需恢复")


def put(request, number, pk, verb, done, idle):
    """Into the bin or out of it; `idle` is told where it lies there already."""
    project = get_project(request.user, number, "delete")
    attachment = get_object_or_404(project.attachments.told_to(request.user), pk=pk)
    try:
        told = done if verb(attachment, by=request.user) else idle
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{attachment}：{told}。")
    return redirect("registry:papers", project.number)


@require_safe
def photo_points(request, number):
    project = get_project(request.user, number)
    features = [
        feature | {"properties": feature["properties"] | addresses(project, photo)}
        for photo, feature in shelf.photo_features(project, request.user)
    ]
    return JsonResponse({"type": "FeatureCollection", "features": features})


def addresses(project, photo):
    thumb = reverse("registry:paper_thumb", args=(project.number, photo.pk))
    shown = photo.is_handed_out and photo.previews
    page = reverse("registry:paper", args=(project.number, photo.pk))
    return {"url": page, "thumb": thumb if shown else ""}


@require_safe
def photo_strip(request):
    """The newest photos of the projects that a question finds, for the leader's view."""
    question = Question(request.GET, request.user)
    context = {"photos": shelf.photos_of_question(question)}
    return render(request, "registry/_photo_strip.html", context)


def get_paper(user, project, pk):
    shelved = shelf.on_shelf(project, user).select_related("project__district", "uploaded_by")
    return get_object_or_404(shelved, pk=pk)
