"""The register: the table of a question's projects, and the list beside the map."""

from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe
from django_htmx.http import push_url

from registry.columns import COLUMNS
from registry.exports import in_force
from registry.question import Question
from registry.register import Register
from registry.totals import totals
from registry.workflow.batch import MOST

ROWS, CARDS = 50, 30


def without_blanks(params):
    """The query string as it should be shared: a form also sends what was left empty."""
    clean = params.copy()
    for name, values in params.lists():
        clean.setlist(name, [value for value in values if value.strip()])
    return clean


@require_safe
def project_list(request):
    verdict = request.user.rights.may("view")
    if not verdict:
        return render(request, "registry/no_rights.html", {"reason": verdict.reason})
    question = Question(request.GET, request.user)
    table = table_of(question, request.GET)
    context = {
        **table,
        "question": question,
        "conditions": list(in_force(question, table["asked"])),
        "contradiction": question.contradiction,
        "in_region": bool(question.asset_conditions.regions),
        "bounds": request.user.rights.bounds,
        "may_create": request.user.rights.may("create"),
        "may_see_bin": request.user.rights.may("bin"),
        "may_move": request.user.rights.may("suspend"),
        "most_moved": MOST,
    }
    return table_or_page(request, context)


def table_of(question, params):
    """A page of rows with every column, and the totals of all that is asked for."""
    total = totals(question)
    register = Register(question, params, ROWS, count=total.projects, columns=COLUMNS)
    return {"register": register, "total": total, "asked": without_blanks(params)}


def table_or_page(request, context):
    """The table alone where htmx swaps it in; the whole page to everyone else."""
    is_partial = request.htmx and not request.htmx.history_restore_request
    template = "registry/_table.html" if is_partial else "registry/project_list.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    if is_partial:
        push_url(response, f"{request.path}?{context['asked'].urlencode()}".rstrip("?"))
    return response


@require_safe
def project_cards(request):
    question = Question(request.GET, request.user)
    register = Register(question, request.GET, CARDS)
    context = {"register": register, "asked": without_blanks(request.GET)}
    return render(request, "registry/_cards.html", context)


@require_safe
def project_rows(request):
    """The register's table below the map."""
    question = Question(request.GET, request.user)
    return render(request, "registry/_map_rows.html", table_of(question, request.GET))
