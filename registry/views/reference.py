"""Organisations, sectors, funding sources, districts: `registry.reference` says whose each is."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from registry.forms.reference import row_form
from registry.reference import TABLES, words
from registry.register import page_number
from registry.views.posting import form_view, posted
from registry.views.records import allow, demand_power

ROWS = 50


def get_table(user, slug):
    if slug not in TABLES:
        raise Http404
    allow(TABLES[slug].shown_to(user))
    return TABLES[slug]


@require_safe
def reference_start(request):
    for table in TABLES.values():
        if verdict := table.shown_to(request.user):
            return redirect("registry:reference_list", table.slug)
    raise PermissionDenied(f"{verdict.reason}。")


@require_safe
def reference_list(request, table):
    table = get_table(request.user, table)
    asked = request.GET.get("q", "").replace("\0", "").strip()
    page = Paginator(table.rows(asked), ROWS).get_page(page_number(request.GET))
    context = {
        "table": table,
        "tables": [each for each in TABLES.values() if each.shown_to(request.user)],
        "page": page,
        "rows": [(row, [words(row, name) for name in table.columns.values()]) for row in page],
        "asked": asked,
        "adds": request.user.rights.may_use(table.first_part.power),
    }
    return render(request, "registry/reference.html", context)


@form_view
@transaction.atomic
def reference_new(request, table):
    table = get_table(request.user, table)
    part = table.first_part
    demand_power(request.user, part.power)
    if not table.new:
        raise Http404
    form = row_form(table, table.new)(posted(request), part=part, user=request.user)
    if request.method == "POST" and form.is_valid():
        row = form.save()
        part.note(row, form.before, form.after, request=request)
        messages.success(request, f"已新建“{row}”。")
        return redirect("registry:reference_list", table.slug)
    return render(request, "registry/reference_new.html", {"table": table, "form": form})


@require_safe
def reference_row(request, table, code):
    table = get_table(request.user, table)
    return show(request, table, get_object_or_404(table.model, pk=code))


@require_POST
@transaction.atomic
def reference_save(request, table, code, part):
    table = get_table(request.user, table)
    part = next((each for each in table.parts if each.slug == part), None)
    if part is None:
        raise Http404
    demand_power(request.user, part.power)
    row = get_object_or_404(table.model.objects.select_for_update(no_key=True), pk=code)
    form = row_form(table, part.fields)(request.POST, instance=row, part=part, user=request.user)
    if not form.is_valid():
        return show(request, table, get_object_or_404(table.model, pk=code), form)
    form.save()
    part.note(row, form.before, form.after, request=request)
    messages.success(request, f"已保存“{row}”。")
    return redirect("registry:reference_row", table.slug, code)


def show(request, table, row, refused=None):
    """Each part of the row as a form, or as it is to who does not keep it."""
    parts = []
    for part in table.parts:
        verdict = request.user.rights.may_use(part.power)
        form = row_form(table, part.fields)(instance=row, part=part, user=request.user)
        if refused and refused.part == part:
            form = refused
        told = [(form.fields[name].label, words(row, name)) for name in part.fields]
        parts.append((part, verdict, form, told))
    context = {"table": table, "row": row, "parts": parts}
    return render(request, "registry/reference_row.html", context)
