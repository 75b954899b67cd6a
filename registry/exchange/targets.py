"""Which project each row goes to, and whether the person may bring it there."""

from collections import Counter

import pandas as pd
from django.core.exceptions import ValidationError

from registry.choices import CITY_PROPER, OrganisationType
from registry.exchange.report import Unusable
from registry.kinds.values import as_text, as_written, is_blank, is_storable
from registry.models import District, Organisation, Project, Sector

#: The sector that a new project gets when none is named: by kind and medium or work.
SECTORS = {
    ("pipe", "water"): "A03",
    ("pipe", "sewage"): "A04",
    ("pipe", "rain"): "A04",
    ("pipe", "combined"): "A04",
    ("pipe", "gas"): "A06",
    ("pipe", "heat"): "A05",
    ("elevator", "add"): "A02",
    ("elevator", None): "A01",
    ("water_plant", None): "A03",
    ("pump_station", None): "A03",
    ("sewage_plant", None): "A04",
    ("gas_station", None): "A06",
    ("structure", None): "A07",
    ("sanitation", None): "A08",
    ("machine", None): "A09",
    ("building", None): "A10",
    ("camera", None): "A11",
    ("recycling_site", None): "C01",
}


def assign_projects(order, frame, table, report):
    """The project of every row of the table; None where it is refused."""
    if order.project_column:
        return by_column(order, frame, table, report)
    if order.new_project:
        project, actions = new_project(order, table), ("create", "import")
    else:
        project, actions = existing(order), ("import",)
    for action in actions:
        verdict = order.actor.rights.may(action, project)
        if not verdict:
            report.refuse(0, "project", "not_allowed", reason=verdict.reason)
            break
    return pd.Series(project, index=table.index, dtype=object)


def known_projects(order):
    """Projects that the person may know of."""
    return Project.objects.visible_to(order.actor).select_related("sector", "district")


def existing(order):
    number = as_text(order.project_number).upper()
    project = known_projects(order).filter(number=number).first()
    if project is None:
        raise Unusable("project_unknown", number=order.project_number)
    return project


def by_column(order, frame, table, report):
    """Rows name their projects by number in a column of the file."""
    column = order.project_column
    if column not in frame.columns:
        known = [c for c in frame.columns if c != "geometry"]
        raise Unusable("unknown_column", column=column, known=known)
    raw = frame.loc[table.index, column]
    numbers = raw.map(lambda value: "" if is_blank(value) else as_text(value).upper())
    found = known_projects(order).filter(number__in=set(filter(is_storable, numbers)))
    known = {project.number: project for project in found}
    verdicts = {number: order.actor.rights.may("import", known[number]) for number in known}
    for row, number in numbers.items():
        if not number:
            report.refuse(int(row), "project", "project_missing", column=column)
        elif number not in known:
            report.refuse(int(row), "project", "project_unknown", number=number)
        elif not verdicts[number]:
            report.refuse(int(row), "project", "not_allowed", reason=verdicts[number].reason)
    return numbers.map(known.get).astype(object)


def new_project(order, table):
    """An unsaved project; it is written together with its rows."""
    wish = order.new_project
    name = checked_name(wish.name)
    sector = one_of(Sector, "unknown_sector", sector=wish.sector or usual_sector(table))
    district = one_of(District, "unknown_district", district=wish.district or CITY_PROPER)
    project = Project(name=name, sector=sector, district=district, created_by=order.user)
    project.lead = (
        sector.leads.first() or Organisation.objects.filter(type=OrganisationType.OFFICE).first()
    )
    if order.user:
        project.owner = order.user.organisations.filter(type=OrganisationType.UNIT).first()
    return project


def checked_name(text):
    name = as_written(text)
    try:
        if not is_storable(name):
            raise ValidationError("含有无法保存的字符。")
        return Project._meta.get_field("name").clean(name, None)
    except ValidationError as error:
        raise Unusable("bad_project_name", text=" ".join(error.messages)) from None


def usual_sector(table):
    """The sector of most rows."""
    rows = zip(table["kind"], table["medium"], table["work"], strict=True)
    counted = Counter(
        SECTORS.get((kind, medium or work)) or SECTORS.get((kind, None))
        for kind, medium, work in rows
    )
    sector, _ = counted.most_common(1)[0]
    if sector is None:
        raise Unusable("sector_needed")
    return sector


def one_of(model, refusal, **given):
    """The row with this code, or a refusal that lists the codes there are."""
    (code,) = given.values()
    found = model.objects.filter(code=code).first()
    if found is None:
        known = [f"{each.code} {each.name}" for each in model.objects.all()]
        raise Unusable(refusal, known=known, **given)
    return found
