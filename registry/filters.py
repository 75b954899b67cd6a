"""The filter: the parameters of a question, asked of projects and of their roll-ups alike."""

from copy import copy, deepcopy
from functools import cache

import django_filters as df
from django import forms
from django.core.validators import EMPTY_VALUES
from django.db.models import Exists, OuterRef, Q
from django.utils.functional import cached_property

from registry.choices import WAITED_FOR, Medium, OrganisationType, Stage, Standing, Work
from registry.kinds import KIND_CHOICES
from registry.models import District, FundingSource, Organisation, Project, Sector
from registry.parameters import (
    Amount,
    Funded,
    Judged,
    Named,
    RegionOfAssets,
    Several,
    SeveralOfAssets,
    SeveralYears,
    WaitingFor,
)
from registry.reach import Ids
from registry.readiness.verdicts import offered
from registry.regions import BoxField, PolygonField, SurroundingsField
from registry.sorts import MAPPED, UNMAPPED

LONGEST_TEXT = 100
#: Years offered as boxes; any other of a record may stand in an address.
OFFERED_YEARS = range(2022, 2032)
#: Departments, and whoever else has come to lead a project, one in the bin included: all projects
#: have an index by lead; of others all rows would be read for each office that leads nothing.
LEADING = Q(type=OrganisationType.DEPARTMENT) | Exists(Project.objects.filter(lead=OuterRef("pk")))


def rows(queryset, *columns):
    """Choices read from the database when, and only when, they are needed."""
    return lambda: queryset.values_list(*columns)


class ProjectFilter(df.FilterSet):
    """One filter for map, register, totals and export; its form is the filter panel."""

    q = Named(
        label="文字",
        max_length=LONGEST_TEXT,
        error_messages={"max_length": f"最多 {LONGEST_TEXT} 个字，请缩短后再查。"},
    )
    sector = Several("sector_id", rows(Sector.objects, "code", "name"), label="领域")
    funding = Funded(choices=rows(FundingSource.objects, "code", "name"), label="资金来源")
    stage = Several("stage", Stage.choices, label="阶段")
    district = Several("district_id", rows(District.objects, "code", "name"), label="地区")
    medium = SeveralOfAssets(choices=Medium.choices, label="管线介质")
    kind = SeveralOfAssets(choices=KIND_CHOICES, label="设施类别")
    work = SeveralOfAssets(choices=Work.choices, label="改造性质")
    mapped = SeveralOfAssets(choices=[(MAPPED, "已上图"), (UNMAPPED, "未上图")], label="上图情况")
    standing = Several("standing", Standing.choices, label="状态")
    awaiting = WaitingFor(choices=WAITED_FOR, label="待谁办理")
    lead = Several(
        "lead_id",
        rows(Organisation.objects.filter(LEADING), "code", "name"),
        label="牵头单位",
    )
    year = SeveralYears(choices=[(y, f"{y} 年") for y in OFFERED_YEARS], label="工期年份")
    investment_min = Amount("investment_wan", "gte", label="总投资不少于（万元）")
    investment_max = Amount("investment_wan", "lte", label="总投资不多于（万元）")
    readiness = Judged(label="申报条件")
    bbox = RegionOfAssets(BoxField, "范围")
    within = RegionOfAssets(PolygonField, "范围内")
    near = RegionOfAssets(SurroundingsField, "周边")

    #: Checked values that stand in the place of the form's own: see `instead`.
    replaced = {}

    #: What only a project's own row can answer; roll-ups carry the columns of all the rest.
    OF_PROJECTS_ALONE = ("q", "awaiting", "year", "investment_min", "investment_max")
    #: What is asked of each project: no tally of places knows it.
    OF_EACH = (*OF_PROJECTS_ALONE, "readiness")

    class Meta:
        model = Project
        fields = ()

    def __init__(self, data, *, user):
        super().__init__(data, queryset=Project.objects.visible_to(user))
        self.user = user
        self._finds = {}
        self.sectors = Sector.objects.exclude(code__in=user.rights.closed)
        self.filters["sector"].extra["choices"] = rows(self.sectors, "code", "name")
        self.filters["readiness"].extra["choices"] = lambda: offered(user)

    @cached_property
    def asked(self):
        """The form of what the address names: a tile has no use for a panel of boxes."""
        fields = {name: each.field for name, each in self.filters.items() if name in self.data}
        return type("AskedForm", (forms.Form,), fields)(self.data)

    @property
    def errors(self):
        return self.asked.errors

    @property
    def values(self):
        return {**nothing_asked(), **self.asked.cleaned_data, **self.replaced}

    def instead(self, **values):
        """The same filter with other values of some names; no value is no condition."""
        other = copy(self)
        other.replaced = {**self.replaced, **values}
        other.__dict__.pop("_qs", None)
        other._finds = {}
        return other

    def filter_queryset(self, queryset):
        chosen = self._passing(queryset, self.values)
        return chosen if self.values["standing"] else chosen.current()

    @property
    def needs_projects(self):
        return self._asks(self.OF_EACH)

    @property
    def needs_projects_alone(self):
        return self._asks(self.OF_PROJECTS_ALONE)

    def _asks(self, names):
        return any(self.values[name] not in EMPTY_VALUES for name in names)

    def rows(self, model, *, without=()):
        """Projects or roll-ups that pass all filters but those named; with no needless join.

        What only a project's own row can answer is asked there once, with all the rest of the
        question where nothing is left out, and roll-ups are told the ids.
        """
        values = {
            name: value
            for name, value in self.values.items()
            if name not in without and value not in EMPTY_VALUES
        }
        alone = {name for name in self.OF_PROJECTS_ALONE if name in values}
        if alone and model is not Project and not without:
            return model.objects.filter(self._found().hold(model.objects.all().project_key))
        rows = model.objects.visible_to(self.user)
        if "standing" not in without and "standing" not in values:
            rows = rows.current()
        if alone and model is not Project:
            found = self._found({name: values.pop(name) for name in alone})
            rows = rows.filter(found.hold(rows.project_key))
        return self._passing(rows, values)

    def having_found(self, ids):
        """The same filter, told which projects pass all of it."""
        other = self.instead()
        other._finds = {(): ids}
        return other

    def _found(self, values=None):
        """Ids of the projects that pass, by some values alone or all: found once for all."""
        names = tuple(values or ())
        if names not in self._finds:
            projects = self._passing(Project.objects.all(), values) if values else self.qs
            self._finds[names] = Ids.of(projects)
        return self._finds[names]

    def _passing(self, rows, values):
        for name, value in values.items():
            rows = self.filters[name].filter(rows, value)
        return rows


@cache
def nothing_asked():
    """The value of each parameter where an address does not name it."""
    fields = {name: each.field for name, each in deepcopy(ProjectFilter.base_filters).items()}
    return {
        name: field.clean(field.widget.value_from_datadict({}, {}, name))
        for name, field in fields.items()
    }
