"""How one looks at a question: what the map shows, on which day, which two are compared.

These stand in the address beside the question, and are refused by name like it.
"""

import re
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from registry.models import District
from registry.question import BadQuestion
from registry.years import FIRST_DAY

MEASURES = {
    "projects": "项目数",
    "investment": "总投资",
    "length": "管线长度",
    "completion": "完成率",
}
YEARS = range(2000, 2060)


@dataclass(frozen=True)
class Side:
    """One of two that are compared: the parameter of the question and its value."""

    name: str
    value: str
    label: str


@dataclass(frozen=True)
class Look:
    show: str = "investment"
    on: date | None = None
    compare: tuple[Side, ...] = ()

    NAMES = ("show", "on", "compare")

    @classmethod
    def parse(cls, params):
        """The look that an address names, and what is left of the address: the question.

        The question does not choose among what is compared: both sides are looked at whole.
        """
        question = params.copy()
        shown, days, compared = (question.pop(name, []) for name in cls.NAMES)
        look = cls(
            show=measure(only("show", shown) or cls.show),
            on=day_of(only("on", days)),
            compare=sides(compared),
        )
        for side in look.compare:
            question.pop(side.name, None)
        return look, question


def only(name, values):
    if len(values) > 1:
        raise BadQuestion(f"“{name}”只能给一个值。")
    return values[0] if values else ""


def is_year(text):
    return bool(re.fullmatch(r"[0-9]{4}", text, re.ASCII)) and int(text) in YEARS


def measure(text):
    if text in MEASURES or is_year(text):
        return text
    raise BadQuestion(
        f"“地图显示”：没有“{text[:20]}”，可以是{'、'.join(MEASURES.values())}或一个年份。"
    )


def day_of(text):
    if not text:
        return None
    try:
        day = date.fromisoformat(text) if re.fullmatch(r"[0-9-]{10}", text, re.ASCII) else None
    except ValueError:
        day = None
    if day is None:
        raise BadQuestion(f"“日期”：“{text[:20]}”不是日期，应如 2026-06-30。")
    if not FIRST_DAY <= day <= timezone.localdate():
        raise BadQuestion(f"“日期”：{day} 应在 {FIRST_DAY} 至今天之间。")
    return day


def sides(values):
    """Two districts or two years; any other pair compares nothing."""
    if not values:
        return ()
    districts = dict(District.objects.values_list("code", "name"))
    found = tuple(side(value, districts) for value in values)
    if len(set(found)) != 2 or len(found) != 2 or len({each.name for each in found}) != 1:
        raise BadQuestion("“比较”应给两个不同的地区，或者两个不同的年份。")
    return found


def side(value, districts):
    if value in districts:
        return Side("district", value, districts[value])
    if is_year(value):
        return Side("year", value, f"{value} 年")
    raise BadQuestion(f"“比较”：没有“{value[:20]}”这个地区或年份。")
