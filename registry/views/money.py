"""A project's money: the table of years and sources, and the one save behind it."""

from typing import Annotated
from uuid import UUID

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from ninja import Schema
from pydantic import AfterValidator, ConfigDict, Field, StrictStr

from registry.choices import FundingStatus, Recorded
from registry.forms.money import COLUMNS, MOST_LINES, MoneySheet, Stale, Unsound
from registry.funding import YEARS, asks_why, money_of, years_offered
from registry.history.acts import ACTS, History
from registry.kinds.values import is_storable
from registry.models import FundingSource
from registry.money_rules import MoneyRules
from registry.views.actions import actions_for
from registry.views.answers import (
    MoneyNotSaved,
    MoneyOvertaken,
    MoneySaved,
    Sentence,
    documented,
)
from registry.views.api import answer, api
from registry.views.records import get_project
from registry.years import FIRST_DAY, LAST_DAY


def storable(text):
    """JSON brings what no form does: NUL, and half of a surrogate pair."""
    if not is_storable(text):
        raise ValueError
    return text


Text = Annotated[StrictStr, AfterValidator(storable)]


class Strict(Schema):
    model_config = ConfigDict(extra="forbid")


class LineValues(Strict):
    """As typed: words, not numbers, are refused in words."""

    client_id: UUID
    source: Text
    year: Text = ""
    amount_wan: Text
    status: Text
    document_number: Text = ""
    dated_on: Text = ""
    note: Text = ""


class MoneyChanges(Strict):
    opened: Annotated[dict[int, int], Field(max_length=MOST_LINES)]
    lines: Annotated[list[LineValues], Field(max_length=MOST_LINES)]
    removed: Annotated[list[UUID], Field(max_length=MOST_LINES)] = []
    reason: Annotated[Text, Field(max_length=200)]


@require_safe
def project_money(request, number):
    project = get_project(request.user, number)
    money = money_of(project)
    context = {
        "project": project,
        "money": money,
        "actions": actions_for(request.user, project),
        "sheet": sheet_json(project, money),
        "first_day": FIRST_DAY,
        "last_day": LAST_DAY,
        "findings": MoneyRules(project).findings(money.lines),
        "history": History(
            project, closed=request.user.rights.closed, recorded=Recorded.FUNDING, brief=ACTS
        ),
    }
    return render(request, "registry/money.html", context)


@require_safe
def project_money_lines(request, number):
    """The present state, for whoever was overtaken."""
    project = get_project(request.user, number)
    lines = money_of(project).lines
    told = [line_json(line) for line in lines]
    return JsonResponse({"lines": told, "needs_reason": asks_why(project, lines)})


@api.post(
    "projects/{number:number}/money",
    **documented(
        "保存一个项目的资金",
        "先读 `/projects/{number}/money.json`：`opened` 是读到的各笔的 `{id: version}`，别人改过的"
        f"答 409。`lines` 是新增和修改的，每笔以 `client_id` 认定，最多 {MOST_LINES} 笔；金额为"
        "万元，数字、年度、日期都写成文字。`removed` 是要删除的。`reason` 是变更原因，"
        "`needs_reason` 为 true 时必填。",
        {200: MoneySaved, 404: Sentence, 409: MoneyOvertaken, 422: MoneyNotSaved},
    ),
)
def project_money_save(request, number: str, change_set: MoneyChanges):
    project = get_project(request.user, number, "edit")
    MoneySheet(project, by=request.user, **change_set.dict()).submit()
    messages.success(request, "资金已保存。")
    return {"saved": True}


@api.exception_handler(Stale)
def stale(request, error):
    return answer(request, 409, str(error), told=error.told)


@api.exception_handler(Unsound)
def unsound(request, error):
    return answer(request, 422, str(error), refused=[vars(each) for each in error.refused])


def sheet_json(project, money):
    """What the table in the browser starts from; amounts as text, exact to the last digit."""
    wan, years = money.investment_wan, years_offered(project, money)
    return {
        "investment_wan": None if wan is None else str(wan),
        "lines": [line_json(line) for line in money.lines],
        "years": years,
        "further_years": [str(year) for year in YEARS if str(year) not in years],
        "sources": list(FundingSource.objects.values_list("code", "name")),
        "statuses": FundingStatus.choices,
        "needs_reason": asks_why(project, money.lines),
    }


def line_json(line):
    values = {name: getattr(line, FIELDS[name]) for name in COLUMNS}
    texts = {name: "" if value is None else str(value) for name, value in values.items()}
    return {"id": line.pk, "version": line.version, "client_id": str(line.client_id), **texts}


FIELDS = {name: "source_id" if name == "source" else name for name in COLUMNS}
