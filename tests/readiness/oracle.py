"""The vocabulary once more in plain Python, read from the records: the database must agree."""

from datetime import date
from decimal import Decimal

from django.utils import timezone

from registry.choices import Stage

COMPARE = {
    "at_least": lambda a, b: a >= b,
    "at_most": lambda a, b: a <= b,
    "more_than": lambda a, b: a > b,
    "less_than": lambda a, b: a < b,
    "equal": lambda a, b: a == b,
    "before": lambda a, b: a < b,
    "from": lambda a, b: a >= b,
    "until": lambda a, b: a <= b,
    "after": lambda a, b: a > b,
    "one_of": lambda a, b: a in b,
}


def meets(project, condition):
    results = [passes(project, test) for test in condition["tests"]]
    return {"all": all(results), "any": any(results), "none": not any(results)}[condition["meet"]]


def passes(project, test):
    if test["fact"] in ("every_asset", "some_asset"):
        results = [compare(value, test) for value in attributes(project, test)]
        return all(results) if test["fact"] == "every_asset" else any(results)
    return compare(value_of(project, test), test)


def compare(value, test):
    how = test["is"]
    match how:
        case "filled":
            return value is not None
        case "empty":
            return value is None
        case "yes" | "no":
            return value is (how == "yes")
        case "none_of":
            return value not in test["value"]
    if value is None:
        return False
    return COMPARE[how](value, told(test["value"], value))


def told(raw, value):
    if isinstance(value, date):
        return date.fromisoformat(raw)
    if isinstance(raw, list):
        return raw
    if raw in Stage.values:
        return list(Stage).index(raw)
    return Decimal(raw)


def attributes(project, test):
    kind, _, name = test["attribute"].partition(".")
    for asset in project.assets.filter(kind=kind):
        if test.get("works") and asset.work not in test["works"]:
            continue
        value = getattr(asset, name, None) if hasattr(asset, name) else asset.attributes.get(name)
        if name.endswith("_on") and value:
            yield date.fromisoformat(value)
        elif isinstance(value, int | float):
            yield Decimal(str(value))
        else:
            yield value or None


def chosen(rows, test, **columns):
    for parameter, column in columns.items():
        if test.get(parameter):
            rows = [row for row in rows if getattr(row, column) in test[parameter]]
    return rows


def money(project, test):
    lines = project.funding_lines.all()
    return sum(
        (x.amount_wan for x in chosen(lines, test, sources="source_id", statuses="status")),
        Decimal(0),
    )


def assets(project, test):
    rows = list(project.assets.all())
    return chosen(rows, test, kinds="kind", media="medium", works="work")


def share(part, whole, factor=1):
    return None if part is None or not whole else part * factor / whole


VALUES = {
    "stage": lambda project, test: list(Stage).index(project.stage),
    "equipment_share": lambda p, test: share(p.equipment_wan, p.investment_wan, 100),
    "funding_wan": money,
    "funding_share": lambda p, test: share(money(p, test), p.investment_wan, 100),
    "funding_gap_wan": lambda p, test: (
        None if p.investment_wan is None else p.investment_wan - money(p, {})
    ),
    "funding_per_asset_wan": lambda p, test: share(money(p, test), len(assets(p, test))),
    "assets": lambda p, test: Decimal(len(assets(p, test))),
    "unmapped": lambda p, test: Decimal(sum(a.location is None for a in assets(p, test))),
    "length_km": lambda p, test: Decimal(
        repr(sum(a.length_m or 0 for a in assets(p, test)) / 1000)
    ),
    "papers": lambda p, test: Decimal(
        len(chosen(p.attachments.filter(deleted_at=None), test, types="type"))
    ),
    "registered_on": lambda p, test: timezone.localdate(p.created_at),
    "owner": lambda p, test: p.owner_id,
    "sector": lambda p, test: p.sector_id,
    "district": lambda p, test: p.district_id,
}


def value_of(project, test):
    if found := VALUES.get(test["fact"]):
        return found(project, test)
    value = getattr(project, test["fact"])
    return None if value == "" else value
