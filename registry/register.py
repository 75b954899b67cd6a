"""The register: the projects of a question, sorted and cut into pages."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Case, F, FloatField, OuterRef, Subquery, Sum, Value, When
from django.db.models.functions import Cast, Coalesce
from django.utils.functional import cached_property

from gis.functions import Box
from registry.columns import BY_CODE, COLUMNS, USUAL, Column
from registry.models import Asset, AssetTotal, Project
from registry.question import BadQuestion

NEWEST_FIRST = "-updated"


@dataclass(frozen=True)
class Sort:
    """One column, upwards or (with a minus) downwards; empty values always come last.

    A column that is never empty does not say so, or its index would not fit.
    """

    column: Column
    descending: bool

    @classmethod
    def asked(cls, params):
        return cls.parse(params.get("sort") or NEWEST_FIRST)

    @classmethod
    def parse(cls, code):
        name = code.removeprefix("-")
        if name in BY_CODE:
            return cls(BY_CODE[name], code.startswith("-"))
        offered = "、".join(column.label for column in COLUMNS)
        raise BadQuestion(f"不能按“{name}”排序，可以按{offered}排序：请点表头选择。")

    def ordering(self):
        order, nulls_last = self.column.sorted_by, self.column.nulls_last
        if self.descending:
            return order.desc(nulls_last=nulls_last), "-id"
        return order.asc(nulls_last=nulls_last), "id"


@dataclass(frozen=True)
class Heading:
    """A column's head: where a click leads, and which way it is sorted now."""

    column: Column
    aria_sort: str
    sort: str


def chosen_length_m(question):
    """Metres of the chosen assets of each project, so that rows add up to the totals."""
    conditions = question.asset_conditions
    if not conditions:
        return F("total__length_m")
    if conditions.mapped is False:
        # To a bare constant PostgreSQL cannot sort.
        return Cast(Value(0.0), FloatField())
    rolled_up = (
        F("total__length_m")
        if not conditions.codes
        else summed(AssetTotal.objects.filter(conditions.of_totals()))
    )
    if not conditions.regions:
        return rolled_up
    looked_at = summed(Asset.objects.filter(conditions.of_assets()))
    border = When(question.reach.border.hold("pk"), then=looked_at)
    return Case(border, default=rolled_up, output_field=FloatField())


def summed(chosen):
    of_project = chosen.filter(project=OuterRef("pk")).order_by().values("project")
    sums = of_project.annotate(sum_=Sum("length_m")).values("sum_")
    return Coalesce(Subquery(sums), Value(0.0), output_field=FloatField())


def page_number(params):
    """The page of an address; the first where it names none that there could be."""
    text = params.get("page", "1")
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 9 else 1


def sorted_ids(question, sort):
    """Bare ids are sorted and cut: a late page skips forty thousand numbers, not rows."""
    found = question.projects()
    if sort.column.code == "length":
        found = found.annotate(chosen_length_m=chosen_length_m(question))
    return found.order_by(*sort.ordering()).values_list("pk", flat=True)


def shown(question, ids, columns=USUAL, further=()):
    """The rows of a page, in the order of their ids, with what the columns say of each.

    `further` are paths of their rows that are read as well.
    """
    reads = {*further, *(path for column in columns for path in column.reads)}
    joined = {path.partition("__")[0] for path in reads if "__" in path}
    computed = {name: value for column in columns for name, value in column.computed.items()}
    rows = Project.objects.filter(pk__in=ids).order_by()
    rows = rows.annotate(
        chosen_length_m=chosen_length_m(question), box=Box("total__extent"), **computed
    )
    rows = rows.select_related(*joined).only("number", *reads)
    places = {pk: place for place, pk in enumerate(ids)}
    return sorted(rows, key=lambda project: places[project.pk])


class Pages(Paginator):
    """Pages of sorted rows; late ones are cut from the other end, as quickly as early ones."""

    def page(self, number):
        page = super().page(number)
        first, last = page.start_index() - 1, page.end_index()
        if first > self.count / 2:
            backwards = self.object_list.reverse()[self.count - last : self.count - first]
            page.object_list = list(backwards)[::-1]
        return page


class Register:
    """One page of the question's projects; past the last page the last one is shown."""

    def __init__(self, question, params, rows, *, count=None, columns=USUAL):
        self.columns = columns
        self.asked_sort = params.get("sort", "")
        self.sort = Sort.asked(params)
        pages = Pages(sorted_ids(question, self.sort), rows)
        if count is not None:
            pages.count = count
        self.page = pages.get_page(page_number(params))
        self.page.object_list = shown(question, list(self.page.object_list), columns)

    @cached_property
    def headings(self):
        return [self._heading(column) for column in self.columns]

    @property
    def page_numbers(self):
        return self.page.paginator.get_elided_page_range(self.page.number)

    def _heading(self, column):
        if column != self.sort.column:
            return Heading(column, "none", f"-{column.code}" if column.is_figure else column.code)
        if self.sort.descending:
            return Heading(column, "descending", column.code)
        return Heading(column, "ascending", f"-{column.code}")
