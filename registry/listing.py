"""The register as programs read it: every project of a question by its number, part by part."""

import re

from django.utils import timezone

from registry.columns import COLUMNS
from registry.models import FundingSource
from registry.project_numbers import NUMBER, PREFIX
from registry.question import BadQuestion, Question, asked_texts
from registry.register import shown

#: Projects of one answer.
ROWS = 500
#: A set of sources is told by their codes, one column of the roll-up: no row asks for their names.
COLUMNS_READ = tuple(column for column in COLUMNS if not column.computed)
FURTHER = ("total__funding_key",)


def begun(params):
    """The id after which an address goes on, and what is left of the address: the question.

    A list has one order and no pages by number: who asks for others would be told all again.
    """
    question = params.copy()
    texts = asked_texts(question, "after")
    question.pop("after", None)
    if surplus := sorted(Question.OF_THE_VIEW & set(question)):
        sentence = f"清单按编号排列，用 after 接着读，不接受“{'、'.join(surplus)}”。"
        raise BadQuestion(sentence, dict.fromkeys(surplus, ()))
    if texts and not (len(texts) == 1 and re.fullmatch(NUMBER, texts[0], re.ASCII)):
        raise BadQuestion(f"“after”应是一个项目编号，如 {PREFIX}000123：前一段最后的那个。")
    return int(texts[0].removeprefix(PREFIX)) if texts else 0, question


class Listing:
    """One part of a question's projects; `last` is where the next begins, None at the end."""

    def __init__(self, question, after):
        later = question.projects().filter(pk__gt=after).order_by("pk")
        ids = list(later.values_list("pk", flat=True)[: ROWS + 1])
        self.projects = shown(question, ids[:ROWS], COLUMNS_READ, FURTHER)
        self.last = self.projects[-1].number if len(ids) > ROWS and self.projects else None

    def as_json(self):
        sources = dict(FundingSource.objects.values_list("code", "name"))
        return [told(project, sources) for project in self.projects]


def told(project, sources):
    """A project as `registry.views.answers.ListedProject` declares it."""
    held = project.total.funding_key.split(",")
    return {
        "number": project.number,
        "name": project.name,
        "platform_code": project.platform_code,
        "sector": named(project.sector_id, project.sector),
        "district": named(project.district_id, project.district),
        "place": project.place,
        "bounds": project.box,
        "lead": named(project.lead_id, project.lead),
        "owner": named(project.owner_id, project.owner),
        "stage": labelled(project.stage, project.get_stage_display()),
        "standing": labelled(project.standing, project.get_standing_display()),
        "awaiting": labelled(project.awaiting, project.get_awaiting_display()),
        "investment_wan": wan(project.investment_wan),
        "paid_wan": wan(project.total.paid_wan),
        "funding": [labelled(code, sources[code]) for code in sources if code in held],
        "assets": project.total.asset_count,
        "unmapped": project.total.unmapped_count,
        # An elevator has no length, not one of 0.
        "length_m": round(project.chosen_length_m, 3) or None,
        "planned_start": project.planned_start and project.planned_start.isoformat(),
        "planned_finish": project.planned_finish and project.planned_finish.isoformat(),
        "updated_at": timezone.localtime(project.updated_at).isoformat(),
    }


def named(code, row):
    return labelled(code, row.name) if row else None


def labelled(code, label):
    return {"code": code, "label": label} if code else None


def wan(amount):
    return None if amount is None else f"{amount:.2f}"
