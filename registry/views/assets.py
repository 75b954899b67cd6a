"""The assets of a project: their exact shapes and their forms."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from registry.forms.assets import AssetForm
from registry.holdings import kinds_for, kinds_offered, origin_of, preset_of
from registry.models import Asset
from registry.question import BadQuestion
from registry.refusals import held
from registry.shapes import shapes_of
from registry.views.posting import form_view, posted, said
from registry.views.records import get_asset, get_project, is_deleted_asset


@require_safe
def project_shapes(request, number):
    project = get_project(request.user, number)
    return HttpResponse(shapes_of(project), content_type="application/geo+json")


@form_view
def asset_new(request, number):
    project = get_project(request.user, number, "edit")
    code = request.GET.get("kind")
    if not code:
        usual, others = kinds_offered(project)
        context = {"project": project, "usual": usual, "others": others}
        return render(request, "registry/asset_kinds.html", context)
    kinds = kinds_for(project)
    if code not in kinds:
        raise BadQuestion(f"这个项目不能添加“{code}”类别。")
    asset = Asset(project=project, kind=code, **preset_of(project, kinds[code]))
    form = AssetForm(posted(request), asset=asset, user=request.user)
    return fill_in(request, project, form, "已添加")


@form_view
def asset_edit(request, number, pk):
    project = get_project(request.user, number, "edit")
    form = AssetForm(posted(request), asset=get_asset(project, pk), user=request.user)
    return fill_in(request, project, form, "已保存")


@require_POST
def asset_delete(request, number, pk):
    project = get_project(request.user, number, "edit")
    if is_deleted_asset(project, pk):
        messages.info(request, "这条设备设施已经删除。")
        return redirect(project)
    asset = get_asset(project, pk)

    @transaction.atomic
    def delete():
        held(request.user, project.pk, "edit")
        asset.delete()

    said(request, delete, f"已删除：{asset}。")
    return redirect(project)


def fill_in(request, project, form, done):
    if request.method == "POST" and form.submit():
        told = "先前那条没有改动，已按现在的内容另外添加一条" if form.is_another else done
        messages.success(request, f"{told}{form.kind.label}。")
        return redirect(project)
    context = {
        "form": form,
        "asset": form.asset,
        "project": project,
        "origin": origin_of(form.asset, request.user),
    }
    return render(request, "registry/asset_form.html", context)
