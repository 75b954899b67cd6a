"""A rule's condition: a few tests of which all, any or none must be met.

Stored as JSON, read strictly: a fact, comparison, choice or value that the vocabulary does not
have is refused, so that no rule can refer to nothing. A project must meet every rule, hence
any combination can be said by several rules.

    {"meet": "any", "tests": [
        {"fact": "actual_start", "is": "empty"},
        {"fact": "actual_start", "is": "from", "value": "2024-01-01"}]}
"""

from dataclasses import dataclass, field
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import Q

from registry.readiness.comparisons import BadTest, Sort, holds
from registry.readiness.facts import FACTS, Fact
from registry.readiness.parameters import PARAMETERS

MOST_TESTS = 12
MEET = {"all": "同时满足", "any": "满足其一", "none": "都不满足"}


@dataclass(frozen=True)
class Test:
    """One comparison of one fact, read and known to make sense."""

    __test__ = False  # no test of pytest's

    fact: Fact
    given: dict[str, Any]
    comparison_code: str
    value: Any = None

    @property
    def sort(self) -> Sort:
        return self.fact.sort_for(self.given)

    @property
    def comparison(self):
        return self.sort.comparisons[self.comparison_code]

    def met(self):
        """An expression over `Project`: true or false, never unknown."""
        rank, takes = self.sort.rank, self.comparison.takes
        if takes == "nothing":
            value = None
        else:
            value = [rank(v) for v in self.value] if takes == "several" else rank(self.value)
        return self.fact.met(self.given, self.comparison, value)

    def shown(self):
        return self.fact.shown(self.given, self.comparison, self.value)

    def sentence(self):
        named, unit = self.fact.named(self.given)
        return f"{named}{self.comparison.label}{self._value_in_words(unit)}"

    def _value_in_words(self, unit):
        options, takes = self.sort.options, self.comparison.takes
        if takes == "nothing":
            return ""
        if takes == "several":
            return f"“{'、'.join(options[code] for code in self.value)}”"
        if options:
            return f"“{options[self.value]}”"
        return f" {self.sort.show(self.value)} {unit}".rstrip()

    @property
    def names_withheld(self):
        """Whether a value is asked for that nobody is offered any more."""
        values = self.value if self.comparison.takes == "several" else [self.value]
        return not self.sort.withheld.isdisjoint(values)

    def as_json(self):
        told = {"fact": self.fact.code, "is": self.comparison_code}
        told |= {name: value for name, value in self.given.items() if value}
        if self.comparison.takes == "nothing":
            return told
        several = self.comparison.takes == "several"
        return {**told, "value": list(self.value) if several else str(self.value)}


@dataclass(frozen=True)
class Condition:
    meet: str
    tests: tuple[Test, ...] = field(default=())

    def met(self):
        parts = [Q(test.met()) for test in self.tests]
        if self.meet == "none":
            parts = [~part for part in parts]
        return holds(reduce(or_ if self.meet == "any" else and_, parts))

    def sentence(self):
        joined = "；".join(test.sentence() for test in self.tests)
        is_plain = len(self.tests) == 1 and self.meet != "none"
        return joined if is_plain else f"{MEET[self.meet]}：{joined}"

    @property
    def names_withheld(self):
        return any(test.names_withheld for test in self.tests)

    def as_json(self):
        return {"meet": self.meet, "tests": [test.as_json() for test in self.tests]}


def read_condition(raw):
    """The condition that JSON tells; BadTest where the vocabulary does not have it."""
    if not isinstance(raw, dict) or set(raw) != {"meet", "tests"}:
        raise BadTest("条件不完整。")
    tests = raw["tests"]
    if code(raw, "meet") not in MEET or not isinstance(tests, list):
        raise BadTest("条件不完整。")
    if not 1 <= len(tests) <= MOST_TESTS:
        raise BadTest(f"每条规则应有 1 到 {MOST_TESTS} 个条件。")
    return Condition(raw["meet"], tuple(map(read_test, tests)))


def read_test(raw):
    fact = FACTS.get(code(raw, "fact")) if isinstance(raw, dict) else None
    if fact is None:
        raise BadTest("请选择要检查的内容。")
    if surplus := set(raw) - {"fact", "is", "value", *fact.parameters}:
        raise BadTest(f"“{fact.label}”没有“{min(surplus)}”这个条件。")
    given = {name: PARAMETERS[name].read(codes(raw.get(name))) for name in fact.parameters}
    comparison = fact.sort_for(given).comparisons.get(code(raw, "is"))
    if comparison is None:
        raise BadTest(f"请选择“{fact.label}”怎样比较。")
    return Test(fact, given, raw["is"], read_value(fact, given, comparison, raw.get("value")))


def code(raw, name):
    """One code, or "" where something else stands in its place."""
    return raw[name] if isinstance(raw.get(name), str) else ""


def codes(raw):
    """One code or a list of codes; nothing else can name a choice."""
    texts = [raw] if isinstance(raw, str) else raw
    if texts and not (isinstance(texts, list) and all(isinstance(t, str) for t in texts)):
        raise BadTest("条件不完整。")
    return [text for text in texts or () if text]


def read_value(fact, given, comparison, raw):
    read = fact.sort_for(given).read
    if comparison.takes == "nothing":
        return None
    if comparison.takes == "several":
        if not codes(raw):
            raise BadTest(f"请选择“{fact.label}”的选项。")
        return tuple(map(read, codes(raw)))
    if isinstance(raw, dict | list | bool) or raw in (None, ""):
        raise BadTest(f"请填写“{fact.label}”比较的值。")
    return read(raw)
