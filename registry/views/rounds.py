"""Monthly rounds (调度): the list, a new one, one from above, and one's own part of it."""

import re
from datetime import UTC, datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from registry.choices import RoundState
from registry.forms.rounds import ReportForm, RoundForm, photos_offered
from registry.models import District, Round, SavedView
from registry.question import Question
from registry.refusals import Refusal
from registry.register import page_number
from registry.rounds import figures
from registry.rounds.reminders import reminders_for
from registry.rounds.running import close, may_open, may_run, remind, withdraw
from registry.rounds.workbook import export_round
from registry.views.exports import download, question_text
from registry.views.posting import form_view, posted, said
from registry.views.records import allow, demand
from registry.views.register import without_blanks

ROUNDS, REPORTS, FORMS = 30, 50, 20
SECOND = re.compile(r"[0-9]{1,10}")


@require_safe
def round_list(request):
    rounds = Round.objects.visible_to(request.user).select_related("opened_by")
    context = {
        "page": Paginator(rounds, ROUNDS).get_page(page_number(request.GET)),
        "may_open": may_open(request.user),
        "asked": request.GET,
        "reminders": reminders_for(request.user),
    }
    return render(request, "registry/rounds.html", context)


@form_view
def round_new(request):
    allow(may_open(request.user))
    question, query = Question(request.GET, request.user), question_text(request.GET)
    form = RoundForm(posted(request), question=question, query=query, user=request.user)
    if request.method == "POST" and (opened := form.submit()):
        messages.success(request, f"已发起“{opened}”，共 {opened.reports.count()} 个项目。")
        return redirect(opened)
    context = {
        "form": form,
        "filter": question.filter,
        "count": question.projects().count(),
        "views": SavedView.objects.visible_to(request.user),
        "query": query,
    }
    return render(request, "registry/round_new.html", context)


@require_safe
def round_page(request, pk):
    round_ = get_round(request.user, pk)
    rows, whole = figures.told_by_district(round_, request.user)
    reports = Paginator(figures.parts_listed(round_, request.user, request.GET, rows), REPORTS)
    context = {
        "round": round_,
        "rows": rows,
        "whole": whole,
        "page": reports.get_page(page_number(request.GET)),
        "states": RoundState.choices,
        "asked": request.GET,
        "may_run": may_run(request.user, round_, seen=whole.asked),
        "may_export": request.user.rights.may("export"),
        "owes": figures.to_report(round_, request.user).exists(),
    }
    return render(request, "registry/round.html", context)


@require_safe
def round_fill(request, pk):
    """One's own projects with a small form each; what is missing comes first."""
    round_ = get_round(request.user, pk)
    demand(request.user, "report")
    asked, opened_at = opening_of(request.GET)
    own, missing = figures.parts_to_report(figures.to_report(round_, request.user), opened_at)
    page = Paginator(own, FORMS).get_page(page_number(request.GET))
    offered = photos_offered(page, request.user)
    context = {
        "round": round_,
        "page": page,
        "missing": missing,
        "asked": asked,
        "forms": [
            ReportForm(None, report=r, user=request.user, offered=offered[r.project_id])
            for r in page
        ],
    }
    return render(request, "registry/round_fill.html", context)


def opening_of(params):
    """The address with the second at which its first page was opened, and that moment."""
    asked = params.copy()
    if not SECOND.fullmatch(params.get("since", "")):
        asked["since"] = int(timezone.now().timestamp())
    return asked, datetime.fromtimestamp(int(asked["since"]), UTC)


@require_POST
def round_report(request, pk, report_pk):
    round_ = get_round(request.user, pk)
    reports = figures.reports_of(round_, request.user).with_previous(request.user).with_ledger()
    report = get_object_or_404(reports, pk=report_pk)
    demand(request.user, "report", report.project)
    form = report_form(request.POST, report, request.user)
    done = form.submit()
    if request.htmx or not done:
        told = figures.to_report(round_, request.user).filter(pk=report_pk) if done else ()
        report = next(iter(told), report)  # the project may have gone meanwhile
        form = report_form(None, report, request.user) if done else form
        context = {"form": form, "just_saved": done}
        if done:
            context["missing"] = figures.to_report(round_, request.user).waiting().count()
        return render(request, "registry/_report_form.html", context)
    messages.success(request, f"已填报：{report.subject.name}。")
    return redirect("registry:round_fill", pk)


def report_form(data, report, user):
    sent = data.getlist(f"r{report.pk}-photos") if data else ()
    # Of what was ticked nothing is out of sight though others were sent in meanwhile.
    ticked = [int(each) for each in sent if each.isdecimal() and len(each) < 10]
    offered = photos_offered([report], user, ticked)[report.project_id]
    return ReportForm(data, report=report, user=user, offered=offered)


@require_POST
def round_remind(request, pk, code):
    round_ = get_round(request.user, pk)
    allow(may_run(request.user, round_))
    district = get_object_or_404(District, pk=code)
    try:
        reminder = remind(round_, district, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"已催报{district}：{reminder.missing} 个项目未报。")
    return redirect(round_)


@require_POST
def round_withdraw(request, pk):
    round_ = Round.objects.visible_to(request.user).filter(pk=pk).first()
    if round_ is None:  # withdrawn by somebody else, or by a button that was pressed twice
        messages.error(request, "这一轮调度已经撤回，或您无权查看。")
        return redirect("registry:round_list")
    allow(may_run(request.user, round_))
    told = f"“{round_}”已撤回，各地不用再填报。"
    done = said(request, lambda: withdraw(round_, by=request.user), told)
    return redirect("registry:round_list") if done else redirect(round_)


@require_POST
def round_close(request, pk):
    round_ = get_round(request.user, pk)
    allow(may_run(request.user, round_))
    told = "已关闭，当月数据已冻结" if close(round_, by=request.user) else "先前已经关闭"
    messages.success(request, f"“{round_}”{told}。")
    return redirect(round_)


@require_POST
def round_table(request, pk):
    """The round as a workbook, kept among the exports: only what its reader may take out."""
    round_ = get_round(request.user, pk)
    demand(request.user, "export")
    try:
        record = export_round(round_, without_blanks(request.GET), user=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(round_)
    return download(request, record)


def get_round(user, pk):
    rounds = Round.objects.visible_to(user).select_related("opened_by", "closed_by")
    return get_object_or_404(rounds, pk=pk)
