"""Pages of a project's life, of the projects that have most to show: for `bench pages`."""

from datetime import timedelta
from urllib.parse import quote, urlencode

from django.contrib.auth import get_user_model
from django.db.models import Count
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from registry.models import (
    Change,
    DeclarationBatch,
    FundingLine,
    Project,
    Round,
)
from registry.question import Question
from registry.rounds.running import open_round
from registry.workflow.batch import MOST

BAR_MS = 200


def pages():
    """Label and address of each; a round of all projects is opened for it, to be rolled back."""
    yield from of_projects()
    yield from histories()
    yield from of_a_round()
    yield "待办", "/todo/"
    numbers = Project.objects.present().values_list("number", flat=True)[:MOST]
    yield f"批量办理 {MOST} 个", "/projects/moves/?" + urlencode({"project": numbers}, doseq=True)
    yield "资金规则", "/funding-rules/"
    yield "申报批次", "/rules/"
    batch = DeclarationBatch.objects.order_by("pk").first()
    yield "申报规则", f"/rules/{batch.pk}/"
    yield "试算", f"/rules/{batch.pk}/try/"
    yield "审计日志", "/log/"
    yield "账号", "/people/"
    person = get_user_model().objects.order_by("pk").first()
    yield "一个账号", f"/people/{person.pk}/"
    yield "权限", "/rights/"
    yield "我的账号", "/account/"


def of_projects():
    reviewed = Project.objects.present().exclude(awaiting="").first()
    lines = FundingLine.objects.order_by().values("project").annotate(n=Count("pk"))
    financed = Project.objects.get(pk=lines.latest("n")["project"])
    yield "审核", f"{reviewed.get_absolute_url()}review/"
    yield "资金", f"{financed.get_absolute_url()}money/"
    yield "资料和照片", f"{financed.get_absolute_url()}papers/"


def histories():
    """Of the project with the most changes."""
    most = Change.objects.order_by().values("project").annotate(n=Count("pk")).latest("n")
    url = Project.objects.get(pk=most["project"]).get_absolute_url()
    changes = Change.objects.filter(project=most["project"]).order_by("pk")
    middle = list(changes.values_list("pk", "at"))[most["n"] // 2]
    yield "项目页", url
    yield "项目历史", f"{url}history/"
    yield "项目历史 更早", f"{url}history/?before={middle[0]}"
    yield "项目过去的样子", f"{url}history/?on={quote(middle[1].isoformat())}"


def of_a_round():
    someone = get_user_model().objects.create(username="bench-rounds", is_superuser=True)
    now = timezone.now()
    month = Round(month=now.date().replace(day=1), name="测速", due_at=now + timedelta(days=9))
    url = open_round(month, Question(MultiValueDict(), someone), by=someone).get_absolute_url()
    yield "调度", "/rounds/"
    yield "一轮调度", url
    yield "填报", f"{url}fill/"
