"""Verbs on a round: open, withdraw, remind, close.

Closing freezes what its projects were in that month.
"""

from django.db import IntegrityError, connection, transaction
from django.db.models import DecimalField, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from registry import audit
from registry.access import Permit
from registry.choices import AuditAction
from registry.models import (
    ExportRecord,
    FundingTotal,
    Project,
    Round,
    RoundReminder,
    RoundReport,
)
from registry.refusals import Refusal, sentence
from registry.sql import check_keys_at_once

AT_ONCE = 2000
#: What a report keeps of its project.
KEPT = (
    "name",
    "district_id",
    "sector_id",
    "lead_id",
    "owner_id",
    "stage",
    "standing",
    "deleted_at",
)
NOTHING = "按这个条件没有项目，请换一个范围。"


def may_open(user):
    return user.rights.may_use("rounds")


def may_run(user, round_, seen=None):
    """Withdraw, remind and close: the power, and sight of all that the round asks for.

    `seen` is how many of them the user sees, where that has been counted.
    """
    verdict = user.rights.may_use("rounds")
    if not verdict:
        return verdict
    if seen is None:
        seen = RoundReport.objects.visible_in(round_, user).count()
    if seen < RoundReport.objects.asked_in(round_).count():
        return Permit(False, "这一轮里有您无权查看的项目，请由发起人办理")
    return verdict


@transaction.atomic
def open_round(round_, question, *, by):
    """Write the round with a report to be filled in for each project of the question."""
    if round_.due_at <= timezone.now():
        raise Refusal("截止时间已经过去，请改晚一些。")
    round_.opened_by = by
    try:
        with transaction.atomic():
            round_.save(force_insert=True)
    except IntegrityError as error:
        raise Refusal(sentence(error, Round)) from error
    projects = (
        question.projects()
        .order_by("pk")
        .annotate(arranged=arranged_wan("pk"), previous=last_told("pk", round_.month))
    )
    fresh = (
        RoundReport(
            round=round_,
            project_id=project.pk,
            previous_id=project.previous,
            arranged_wan=project.arranged,
            investment_wan=project.investment_wan,
            **{name: getattr(project, name) for name in KEPT},
        )
        for project in projects.iterator(AT_ONCE)
    )
    # Each row asks in a subtransaction whether its trigger is to be ignored, and each of these goes
    # through all checks that wait for the end: fifty thousand rows took the server 13 s in place of
    # 1.6, and half a million were not done in ten minutes.
    check_keys_at_once()
    if not RoundReport.objects.bulk_create(fresh, batch_size=AT_ONCE):
        raise Refusal(NOTHING)
    tell_the_planner(RoundReport)
    audit.write(AuditAction.ROUND_OPENED, user=by, subject=f"round {round_.pk}")
    return round_


@transaction.atomic
def withdraw(round_, *, by):
    """Take back what was opened by mistake, as long as nothing was told in it or taken out."""
    locked = Round.objects.open().select_for_update().filter(pk=round_.pk).first()
    if locked is None:
        raise Refusal("这一轮调度已经关闭或撤回。")
    if locked.reports.reported().exists():
        raise Refusal("已经有项目填报，不能撤回；不再需要的，请关闭本轮。")
    if ExportRecord.objects.filter(round=locked).exists():
        raise Refusal("这一轮已经导出过，导出记录要长期保存，不能撤回；不再需要的，请关闭本轮。")
    # Its number and these are all that is left of it.
    detail = {"withdrawn": True, "month": f"{locked.month:%Y-%m}", "asked": locked.reports.count()}
    # As in `open_round`: its rows go one by one.
    check_keys_at_once()
    locked.delete()
    audit.write(AuditAction.ROUND_OPENED, user=by, subject=f"round {round_.pk}", detail=detail)


def tell_the_planner(model):
    """Everybody looks at a round at once, and no statistics know of its rows yet.

    Taken for one row, fifty thousand are joined one by one.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")


def arranged_wan(project):
    """The money that is arranged, from the roll-up."""
    sums = FundingTotal.objects.filter(project=OuterRef(project)).order_by().values("project")
    return Coalesce(
        Subquery(sums.annotate(wan=Sum("amount_wan")).values("wan")),
        0,
        output_field=DecimalField(max_digits=16, decimal_places=2),
    )


def last_told(project, month):
    """What was told before a round of this month that is just being opened.

    One of a later month may have been opened already; of the same month there may be several.
    """
    told = RoundReport.objects.reported().filter(project=OuterRef(project), round__month__lte=month)
    return Subquery(told.order_by("-round__month", "-pk").values("pk")[:1])


@transaction.atomic
def remind(round_, district, *, by):
    """A reminder for one territory; the second click within it says no more than the first."""
    locked = Round.objects.open().select_for_update(no_key=True).filter(pk=round_.pk).first()
    if locked is None:
        raise Refusal("这一轮调度已经关闭，不用再催报。")
    missing = RoundReport.objects.asked_in(locked).waiting().filter(district=district).count()
    if not missing:
        raise Refusal(f"{district}的项目已经全部填报，不用催报。")
    today = timezone.localdate()
    sent = round_.reminders.filter(district=district, sent_at__date=today).first()
    if sent:
        return sent
    return RoundReminder.objects.create(
        round=round_, district=district, missing=missing, sent_by=by
    )


@transaction.atomic
def close(round_, *, by):
    """Write down what the projects are now, and let nobody write any more; False if it was."""
    locked = Round.objects.open().select_for_update().filter(pk=round_.pk).first()
    if locked is None:
        return False
    project = Project.objects.filter(pk=OuterRef("project"))
    now = {name: Subquery(project.values(name)) for name in (*KEPT, "investment_wan")}
    locked.reports.update(**now, arranged_wan=arranged_wan("project"))
    locked.closed_at, locked.closed_by = timezone.now(), by
    locked.save(update_fields=["closed_at", "closed_by"])
    audit.write(AuditAction.ROUND_CLOSED, user=by, subject=f"round {round_.pk}")
    return True
