"""How a fact is compared with what a rule says, sort by sort of value.

Every comparison is a plain yes or no: what is not filled in meets nothing but “未填”, and
belongs to no choice.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import BooleanField, Case, Q, Value, When
from django.db.models.lookups import (
    Exact,
    GreaterThan,
    GreaterThanOrEqual,
    In,
    IsNull,
    LessThan,
    LessThanOrEqual,
)

from registry.choices import Stage
from registry.kinds.values import BadValue, as_number
from registry.years import FAR_OFF, is_sensible

#: Larger than any sum of a city, and finer than any that it states.
LARGEST, FINEST = Decimal(10) ** 12, -4
ORDER = list(Stage)


class BadTest(ValueError):
    """A test that the vocabulary does not have; the text is for who writes the rule."""


@dataclass(frozen=True)
class Comparison:
    """`takes` says what stands behind it: one value, several, or nothing."""

    label: str
    lookup: Callable[..., Any]
    takes: str = "one"
    is_negated: bool = False

    def met(self, found, value=None):
        met = holds(self.lookup(found, value))
        return holds(~Q(met)) if self.is_negated else met


def holds(condition):
    """A condition as yes or no, what is unknown being no."""
    return Case(
        When(condition, then=Value(True)), default=Value(False), output_field=BooleanField()
    )


def is_blank(found, _value):
    return IsNull(found, True)


def is_true(found, _value):
    return Exact(found, Value(True))


OF_PRESENCE = {
    "filled": Comparison("已填", is_blank, "nothing", is_negated=True),
    "empty": Comparison("未填", is_blank, "nothing"),
}


def number(raw):
    try:
        found = as_number(raw)
    except BadValue as refusal:
        raise BadTest(f"{refusal}。") from None
    if abs(found) > LARGEST or found.as_tuple().exponent < FINEST:
        raise BadTest("数值太大，或小数超过四位。")
    return found


def day(raw):
    try:
        found = date.fromisoformat(str(raw))
    except ValueError:
        raise BadTest(f"“{raw}”不是日期，请写成 2009-01-01 的样子。") from None
    if not is_sensible(found):
        raise BadTest(FAR_OFF)
    return found


def one_of(options):
    def code(raw):
        if raw not in options:
            raise BadTest(f"没有“{raw}”这个选项。")
        return raw

    return code


@dataclass(frozen=True)
class Sort:
    """A sort of value: its comparisons, how a rule's value is read, and how a value is shown."""

    comparisons: dict[str, Comparison]
    read: Callable[[Any], Any] = str
    show: Callable[[Any], str] = str
    #: What the database compares with in place of the value.
    rank: Callable[[Any], Any] = lambda value: value
    options: dict[str, str] = field(default_factory=dict)
    #: Codes that nobody is offered, though a rule of before may still name them.
    withheld: frozenset[str] = frozenset()
    input_type: str = "text"

    @property
    def offered(self):
        return {code: name for code, name in self.options.items() if code not in self.withheld}


def plain(value):
    """A decimal without the zeros that a database adds."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


NUMBER = Sort(
    {
        "at_least": Comparison("不少于", GreaterThanOrEqual),
        "at_most": Comparison("不多于", LessThanOrEqual),
        "more_than": Comparison("大于", GreaterThan),
        "less_than": Comparison("小于", LessThan),
        "equal": Comparison("等于", Exact),
        **OF_PRESENCE,
    },
    number,
    plain,
)
DAY = Sort(
    {
        "before": Comparison("早于", LessThan),
        "from": Comparison("不早于", GreaterThanOrEqual),
        "until": Comparison("不晚于", LessThanOrEqual),
        "after": Comparison("晚于", GreaterThan),
        **OF_PRESENCE,
    },
    day,
    input_type="date",
)
FLAG = Sort(
    {
        "yes": Comparison("是", is_true, "nothing"),
        "no": Comparison("否", is_true, "nothing", is_negated=True),
    },
    show=lambda value: "是" if value else "否",
)
TEXT = Sort(OF_PRESENCE)
STAGE = Sort(
    {
        "from": Comparison("已到", GreaterThanOrEqual),
        "before": Comparison("还没到", LessThan),
        "until": Comparison("没有超过", LessThanOrEqual),
    },
    one_of(Stage.values),
    lambda position: ORDER[position].label,
    ORDER.index,
    dict(Stage.choices),
)


def choice(options, withheld=frozenset()):
    """One of a closed list, stored by code."""
    return Sort(
        {
            "one_of": Comparison("属于", In, "several"),
            "none_of": Comparison("不属于", In, "several", is_negated=True),
            **OF_PRESENCE,
        },
        one_of(options),
        lambda code: options.get(code, code),
        options=options,
        withheld=withheld,
    )
