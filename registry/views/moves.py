"""One move for many projects, and what waits for whom."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from registry.forms.stages import BatchForm
from registry.models import Project
from registry.paging import InParts
from registry.question import BadQuestion, Question, asked_texts
from registry.register import page_number
from registry.rounds.reminders import reminders_for
from registry.views.posting import form_view, posted
from registry.views.register import without_blanks
from registry.workflow.batch import MOST, TOO_MANY, move_all, tally
from registry.workflow.queue import QUEUES, oldest_first, queue

ROWS = 50


@form_view
def batch_moves(request):
    data = posted(request)
    projects = chosen(request.GET if data is None else data, request.user)
    form = BatchForm(data, projects=projects)
    if data is not None and form.is_valid():
        outcomes = move_all(projects, by=request.user, **form.order())
        return render(request, "registry/moved.html", {"outcomes": outcomes, **tally(outcomes)})
    context = {"projects": projects, "form": form}
    return render(request, "registry/moves.html", context)


def chosen(params, user):
    """The projects that were ticked, or else all of the question."""
    if numbers := asked_texts(params, "project"):
        projects = Project.objects.visible_to(user).filter(number__in=numbers[: MOST + 1])
    else:
        projects = Question(without_blanks(params), user).projects()
    found = list(projects.select_related("sector", "district")[: MOST + 1])
    if len(found) > MOST:
        raise BadQuestion(TOO_MANY)
    return found


@require_safe
def todo(request):
    asked = request.GET.get("list", "")
    if asked and queue(asked) is None:
        raise BadQuestion(f"没有“{asked}”这个列表。")
    found = {each: each.find(request.user) for each in QUEUES}
    counts = {each: projects.order_by().count() for each, projects in found.items()}
    shown = queue(asked) or next((each for each in QUEUES if counts[each]), QUEUES[0])
    waiting = oldest_first(found[shown], request.user)
    pages = Paginator(InParts(waiting, ((waiting, counts[shown]),)), ROWS)
    context = {
        "counts": counts.items(),
        "shown": shown,
        "question": shown.question(request.user),
        "page": pages.get_page(page_number(request.GET)),
        "reminders": reminders_for(request.user),
    }
    return render(request, "registry/todo.html", context)
