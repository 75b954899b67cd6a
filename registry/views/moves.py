"""One move for many projects, and what waits for whom."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from registry.forms.stages import MoveManyForm
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
    choice = chosen(request.GET if data is None else data, request.user)
    form = MoveManyForm(data, projects=choice.projects, person=request.user)
    context = {"choice": choice, "form": form}
    if data is not None and choice and form.is_valid():
        outcomes = move_all(choice.projects, by=request.user, **form.order())
        context |= {"outcomes": outcomes, "again": again(outcomes), **tally(outcomes)}
        return render(request, "registry/moved.html", context)
    return render(request, "registry/moves.html", context, status=400 if choice.refusal else 200)


def again(outcomes):
    """The address's part that chooses the projects that were refused."""
    refused = [each for each in outcomes if each.change is None and not each.is_repeated]
    return urlencode([("project", each.project.number) for each in refused])


@dataclass(frozen=True)
class Choice:
    """The projects of one order; those in the bin, and how many cannot be named to the person.

    `refusal` says why there may be no order at all, `asked` leads back to the table.
    """

    projects: list
    binned: tuple = ()
    lost: int = 0
    refusal: str = ""
    asked: str = ""

    def __bool__(self):
        return bool(self.projects or self.binned or self.lost)


def chosen(params, user):
    """The projects that were ticked; all of a question only where that is said."""
    if "all" in params:
        asked = without_blanks(params)
        del asked["all"]
        found, refusal = bounded(Question(asked, user).projects())
        return Choice(found, refusal=refusal, asked=asked.urlencode())
    numbers = {*asked_texts(params, "project")} - {""}
    found, refusal = bounded(Project.objects.visible_to(user).filter(number__in=numbers))
    if refusal or len(found) == len(numbers):
        return Choice(found, refusal=refusal)
    bin_of_user = Project.objects.deleted_within(user, "bin")
    binned = tuple(bin_of_user.filter(number__in=numbers).order_by("pk")[:MOST])
    return Choice(found, binned, lost=len(numbers) - len(found) - len(binned))


def bounded(projects):
    """So many projects as may be moved at once, or none and the sentence that refuses more."""
    found = list(projects.select_related("sector", "district")[: MOST + 1])
    return ([], TOO_MANY) if len(found) > MOST else (found, "")


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
