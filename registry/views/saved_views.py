"""The menu of saved views and what it does; opening one asks with the rights of who opens it."""

from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from registry.forms.saved_views import NewViewForm, SavedViewForm
from registry.models import SavedView

PAGES = {
    SavedView.Page.MAP: "layers:map",
    SavedView.Page.REGISTER: "registry:project_list",
    SavedView.Page.OVERVIEW: "registry:overview",
}


def menu(request, form=None, done=""):
    views = SavedView.objects.visible_to(request.user).select_related("owner", "organisation")
    context = {
        "views": views,
        "user": request.user,
        "form": form or SavedViewForm(user=request.user),
        "done": done,
    }
    return render(request, "registry/_views.html", context)


def own_view(request, pk):
    return get_object_or_404(SavedView, pk=pk, owner=request.user)


@require_safe
def view_menu(request):
    return menu(request)


@require_POST
def view_new(request):
    asked = QueryDict(request.POST.get("query", "").lstrip("?"))
    form = NewViewForm(request.POST, user=request.user, asked=asked)
    return saved(request, form, "已保存")


def saved(request, form, done):
    if not form.is_valid():
        return menu(request, form)
    return menu(request, done=f"{done}“{form.save()}”")


@require_safe
def view_open(request, pk):
    view = get_object_or_404(SavedView.objects.visible_to(request.user), pk=pk)
    query = f"?{view.query}" if view.query else ""
    return redirect(f"{reverse(PAGES[view.page])}{query}{view.place}")


@require_POST
def view_edit(request, pk):
    form = SavedViewForm(request.POST, user=request.user, instance=own_view(request, pk))
    return saved(request, form, "已修改")


@require_POST
def view_delete(request, pk):
    view = own_view(request, pk)
    view.delete()
    return menu(request, done=f"已删除“{view}”")
