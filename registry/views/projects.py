"""One project: its page, its card on the map, its form."""

from copy import copy
from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from registry.forms.sheet import ProjectSheet
from registry.forms.stages import MoveForm
from registry.funding import money_of
from registry.history.acts import History
from registry.holdings import around, facts_of, holdings_of, similar_to
from registry.papers.shelf import ON_CARD, newest_photos, wanted_of
from registry.question import BadQuestion
from registry.readiness.explaining import explain
from registry.timeline import newest_first, timeline_of
from registry.views.actions import actions_for
from registry.views.contents import contents_of
from registry.views.posting import form_view, posted
from registry.views.records import demand, get_asset, get_project
from registry.workflow import Overtaken, remarks
from registry.workflow.needs import Dossier
from registry.workflow.offers import offers_for

ACTS = 5


@require_safe
def project_page(request, number):
    project = get_project(request.user, number)
    return render_page(request, project)


def render_page(request, project, move_form=None, move_refusal=None):
    """The page; also shown again when a move is refused."""
    dossier = Dossier(project, request.user)
    offers = offers_for(project, request.user, dossier=dossier)
    after = offers.last.pk if offers.last else 0
    if isinstance(move_refusal, Overtaken):
        move_form.look_again(after=after)
    held = {"holdings": holdings_of(project), "wanted": wanted_of}
    comments, total = remarks.listed(project, request.user), project.total
    is_drawn = total.asset_count > total.unmapped_count
    timeline = timeline_of(project, request.user)
    context = {
        **contents_of(project, request.user, request.GET, **held),
        "project": project,
        "actions": actions_for(request.user, project),
        "money": dossier.money,
        "timeline": timeline,
        "changes": newest_first(timeline),
        "offers": offers,
        "move_form": move_form or MoveForm(project=project, user=request.user, after=after),
        "move_refusal": move_refusal,
        "comments": comments,
        "has_map": is_drawn or any(remark.comment.point for remark in comments),
        "explanations": explain(project, request.user),
        "history": History(project, closed=request.user.rights.closed, brief=ACTS),
    }
    return render(request, "registry/project.html", context)


@require_safe
def project_card(request, number):
    project = get_project(request.user, number)
    asset = chosen_asset(request.GET, project)
    context = {
        "project": project,
        "money": money_of(project),
        "holdings": holdings_of(project),
        "asset": asset,
        "facts": facts_of(asset, request.user) if asset else (),
        "photos": newest_photos(project.attachments, request.user, ON_CARD),
        "may_edit": request.user.rights.may("edit", project),
        "similar": urlencode(similar_to(project)),
        "around": around(project, asset),
    }
    return render(request, "registry/_card.html", context)


def chosen_asset(params, project):
    pk = params.get("asset", "")
    if not pk:
        return None
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        raise BadQuestion(f"“{pk}”不是设备设施的编号。")
    return get_asset(project, int(pk))


@form_view
def project_new(request):
    demand(request.user, "create")
    return fill_in(request, ProjectSheet(posted(request), user=request.user), "已登记")


@form_view
def project_edit(request, number):
    project = get_project(request.user, number, "edit")
    sheet = ProjectSheet(posted(request), user=request.user, project=project)
    # A form that is refused has filled the project in all the same: the head is told what stands.
    return fill_in(request, sheet, "已保存", copy(project))


def fill_in(request, sheet, done, project=None):
    if request.method == "POST" and sheet.submit():
        messages.success(request, f"{done}：{sheet.project}")
        tell_of_strays(request, sheet)
        return redirect(sheet.project)
    return render(request, "registry/project_form.html", {"sheet": sheet, "project": project})


def tell_of_strays(request, sheet):
    if count := sheet.strays:
        district = sheet.project.district
        messages.warning(
            request, f"{count} 项设备设施的位置不在新的申报地区“{district}”范围内，请核对。"
        )
