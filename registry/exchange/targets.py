"""Which project each row goes to, and whether the person may bring it there."""

from collections import Counter

import numpy as np
from django.conf import settings
from django.core.exceptions import ValidationError

from registry.choices import OrganisationType
from registry.exchange import mapping
from registry.exchange.report import UnusableOrder
from registry.exchange.staged import Sheet, plain_list
from registry.kinds.sectors import sector_of
from registry.kinds.values import as_text, as_written, is_blank, is_storable
from registry.models import District, Organisation, Project, Sector
from registry.refusals import Refusal


def target_of(order, staged, report):
    """Whoever says which project each row goes to."""
    if order.updates and order.new_project:
        raise UnusableOrder("mode_needs_project")
    if order.project_column:
        return ByColumn(order, staged, report)
    return ToNew(order, report) if order.new_project else ToExisting(order, report)


def check_right(order, project, actions, report):
    for action in actions:
        verdict = order.actor.rights.may(action, project)
        if not verdict:
            report.refuse(0, "project", "not_allowed", reason=verdict.reason)
            break


class ToExisting:
    """All rows go to one project that stands already."""

    def __init__(self, order, report):
        self.projects = [existing(order)]
        check_right(order, self.projects[0], ("import",), report)

    def assign(self, batch, table):
        """Places among `projects`, -1 where the row is refused."""
        return np.zeros(len(batch.rows), dtype=np.int32)

    def finish(self):
        """What can be said only when all rows were seen."""


class ToNew(ToExisting):
    """All rows go to a project that is written together with them."""

    def __init__(self, order, report):
        self.order, self.report, self.seen = order, report, Counter()
        self.projects = [new_project(order)]

    def assign(self, batch, table):
        if not self.order.new_project.sector:
            columns = (table[name].to_pylist() for name in ("kind", "medium", "work"))
            self.seen.update(zip(*columns, strict=True))
        return super().assign(batch, table)

    def finish(self):
        project = self.projects[0]
        if not any(kind for kind, _, _ in self.seen) and not self.order.new_project.sector:
            return  # every row is refused
        wished = self.order.new_project.sector or usual_sector(self.seen)
        assign_sector(project, wished, self.order.new_project.lead)
        check_right(self.order, project, ("create", "import"), self.report)


class ByColumn:
    """Rows name their projects by number in a column of the file."""

    def __init__(self, order, staged, report):
        self.order, self.report, self.sheet = order, report, Sheet(staged)
        self.column = mapping.column_asked(order.project_column, self.sheet.columns)
        self.projects, self.known = [], {}

    def assign(self, batch, table):
        raw = plain_list(self.sheet.values(batch, self.column))
        numbers = ["" if is_blank(value) else as_text(value).upper() for value in raw]
        self._learn({n for n in numbers if n not in self.known and n and is_storable(n)})
        places = np.full(len(numbers), -1, dtype=np.int32)
        for spot, number in enumerate(numbers):
            row = int(batch.rows[spot])
            place, reason = self.known.get(number, (None, None))
            if not number:
                self.report.refuse(row, "project", "project_missing", column=self.column)
            elif place is None:
                self.report.refuse(row, "project", "project_unknown", number=number)
            elif reason:
                self.report.refuse(row, "project", "not_allowed", reason=reason)
            else:
                places[spot] = place
        return places

    def _learn(self, numbers):
        for project in known_projects(self.order).filter(number__in=numbers) if numbers else ():
            verdict = self.order.actor.rights.may("import", project)
            self.known[project.number] = len(self.projects), "" if verdict else verdict.reason
            self.projects.append(project)
        for number in numbers:
            self.known.setdefault(number, (None, None))

    def finish(self):
        """Every row has been answered."""


def described(projects):
    """What is kept of the projects between the check and the writing."""
    return [{"id": project.pk, "sector": project.sector_id} for project in projects]


def locked(order, kept):
    """The projects again, held until the rows are written; refuses where a right is gone."""
    if order.new_project:
        project = new_project(order)
        assign_sector(project, kept[0]["sector"], order.new_project.lead)
        require_rights(order, project, ("create", "import"))
        return [project]
    # In the order of ids, as everyone who locks several does.
    keys = [each["id"] for each in kept]
    chosen = known_projects(order).filter(pk__in=keys).order_by("pk")
    found = {project.pk: project for project in chosen.select_for_update(no_key=True, of=("self",))}
    for key in keys:
        if key not in found:
            raise Refusal("要导入的项目已被删除，或您已无权查看，请重新检查文件。")
        require_rights(order, found[key], ("import",))
    return [found[key] for key in keys]


def require_rights(order, project, actions):
    for action in actions:
        verdict = order.actor.rights.may(action, project)
        if not verdict:
            raise Refusal(f"{verdict.reason}。")


def assign_sector(project, code, lead=""):
    """A project's sector, and the department that leads it: the chosen one, else its first."""
    project.sector = one_of(Sector.objects, "unknown_sector", sector=code)
    leading = chosen_lead(lead) if lead else project.sector.first_lead
    if leading is None:
        raise UnusableOrder("lead_open", sector=project.sector.name)
    project.lead = leading


def chosen_lead(code):
    departments = Organisation.objects.filter(type=OrganisationType.DEPARTMENT)
    return one_of(departments, "unknown_lead", lead=code)


def known_projects(order):
    """Projects that the person may know of."""
    return Project.objects.visible_to(order.actor).select_related("sector", "district")


def existing(order):
    number = as_text(order.project_number).upper()
    project = known_projects(order).filter(number=number).first()
    if project is None:
        raise UnusableOrder("project_unknown", number=order.project_number)
    return project


def new_project(order):
    """An unsaved project without a sector yet; it is written together with its rows."""
    wish = order.new_project
    name = checked_name(wish.name)
    if wish.sector:
        one_of(Sector.objects, "unknown_sector", sector=wish.sector)
    if wish.lead:
        chosen_lead(wish.lead)
    code = wish.district or settings.CITY_CODE
    district = one_of(District.objects, "unknown_district", district=code)
    project = Project(name=name, district=district, created_by=order.user)
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
        raise UnusableOrder("bad_project_name", text=" ".join(error.messages)) from None


def usual_sector(seen):
    """The sector of most rows, which are counted by kind, medium and work."""
    counted = Counter()
    for (kind, medium, work), count in seen.items():
        counted[sector_of(kind, medium or work)] += count if kind else 0
    sector = max(counted, key=counted.get, default=None)
    if sector is None:
        raise UnusableOrder("sector_needed")
    return sector


def one_of(rows, refusal, **given):
    """The row with this code, or a refusal that lists the codes there are."""
    (code,) = given.values()
    found = rows.filter(code=code).first()
    if found is None:
        known = [f"{each.code} {each.name}" for each in rows.all()]
        raise UnusableOrder(refusal, known=known, **given)
    return found
