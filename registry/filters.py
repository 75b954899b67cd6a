"""The question: a query string becomes one queryset, and every answer is made from it.

Parameters about projects choose projects; parameters about assets (`kind, medium,
work, mapped, bbox, within, near`) choose assets, and a project then belongs to the
answer if one of its assets does. A repeated parameter means *or*, different ones mean *and*. An
unknown name or value is an error that names it.
"""

import re
from copy import copy, deepcopy
from functools import cache, cached_property, reduce
from hashlib import sha256
from operator import and_

import django_filters as df
from django import forms
from django.core.validators import EMPTY_VALUES
from django.db.models import F, Q

from registry.choices import WAITED_FOR, Medium, OrganisationType, Stage, Standing, Work
from registry.kinds import KIND_CHOICES
from registry.kinds.values import is_storable
from registry.models import (
    Asset,
    District,
    FundingSource,
    Organisation,
    Project,
    ProjectTotal,
    Sector,
)
from registry.reach import Ids, MeetsEach, Reach
from registry.readiness.verdicts import chosen, offered
from registry.regions import BoxField, PolygonField, SurroundingsField
from registry.sorts import MAPPED, UNMAPPED, holding

LONGEST_TEXT = 100
TOO_MANY_DIGITS = "数字太长，整数最多 12 位，小数最多 2 位。"
AMOUNT_ERRORS = {
    "invalid": "请填写数字，如 1200。",
    **dict.fromkeys(("max_digits", "max_decimal_places", "max_whole_digits"), TOO_MANY_DIGITS),
}
CONTRADICTORY = "总投资的下限（不少于）大于上限（不多于），没有项目能同时符合，请改其中一个。"
#: Years offered as boxes; any other from 1950 to 2059 may stand in an address.
OFFERED_YEARS = range(2022, 2032)


class BadQuestion(ValueError):
    """An unknown parameter or value; the text names it.

    `surplus` are names without which the address may be asked again.
    """

    def __init__(self, sentence, surplus=()):
        super().__init__(sentence)
        self.surplus = surplus


def asked_texts(params, name):
    """The values of a parameter besides the question; no record holds what cannot be stored."""
    values = params.getlist(name)
    if not all(map(is_storable, values)):
        raise BadQuestion(f"“{name}”里有不能识别的字符。")
    return values


def asked_text(params, name):
    """The last value, as an address means it; "" for none."""
    return next(reversed(asked_texts(params, name)), "").strip()


class SeveralField(forms.MultipleChoiceField):
    def to_python(self, value):
        """Each once: an address may say a thing over and over."""
        return list(dict.fromkeys(super().to_python(value)))


class YearsField(SeveralField):
    def valid_value(self, value):
        return bool(re.fullmatch(r"[12][0-9]{3}", value)) and 1950 <= int(value) <= 2059


class Several(df.Filter):
    """A repeatable parameter: any of its values will do."""

    field_class = SeveralField

    def __init__(self, field_name=None, choices=(), **kwargs):
        widget = forms.CheckboxSelectMultiple
        kwargs["error_messages"] = {"invalid_choice": "没有“%(value)s”这一项，请重新选择。"}
        super().__init__(field_name, "in", choices=choices, widget=widget, **kwargs)


class SeveralYears(Several):
    field_class = YearsField

    def filter(self, queryset, value):
        return queryset.touching_years([int(year) for year in value]) if value else queryset


class Funded(Several):
    def filter(self, queryset, value):
        return queryset.funded_by(value) if value else queryset


class Judged(Several):
    """Verdicts of published declaration batches, `3.ready`."""

    def filter(self, queryset, value):
        return queryset.filter(chosen(value, queryset.project_key)) if value else queryset


class WaitingFor(Several):
    def filter(self, queryset, value):
        return queryset.waiting_for(value) if value else queryset


class Named(df.CharFilter):
    def filter(self, queryset, value):
        return queryset.naming(value) if value else queryset


class Amount(df.NumberFilter):
    """万元 with the digits of the column that it is compared with."""

    def __init__(self, field_name, lookup, **kwargs):
        kwargs["error_messages"] = AMOUNT_ERRORS
        super().__init__(field_name, lookup, max_digits=14, decimal_places=2, **kwargs)


class OfAssets:
    """Chooses assets, not projects: see `AssetConditions`."""

    def filter(self, queryset, value):
        return queryset


class SeveralOfAssets(OfAssets, Several):
    pass


class RegionOfAssets(OfAssets, df.Filter):
    """A region in the address; the map writes it, the form only carries it on."""

    def __init__(self, field_class, label):
        self.field_class = field_class
        super().__init__(label=label, widget=forms.HiddenInput)


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
        rows(Organisation.objects.filter(type=OrganisationType.DEPARTMENT), "code", "name"),
        label="牵头单位",
    )
    year = SeveralYears(choices=[(y, f"{y} 年") for y in OFFERED_YEARS], label="年份")
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


#: Parameters that are polygons: all of them must be met.
REGIONS = ("bbox", "within", "near")


class AssetConditions:
    """The asset half of a question, asked of assets or of their roll-ups."""

    def __init__(self, kind=(), medium=(), work=(), mapped=(), **regions):
        self.codes = {
            f"{name}__in": values
            for name, values in (("kind", kind), ("medium", medium), ("work", work))
            if values
        }
        self.mapped = mapped[0] == MAPPED if len(mapped) == 1 else None
        self.regions = [regions[name] for name in REGIONS if regions.get(name)]

    def __bool__(self):
        return bool(self.codes or self.mapped is not None or self.regions)

    def of_assets(self):
        """The conditions on `Asset`."""
        condition = self._of_rows()
        for region in self.regions:
            condition &= Q(location__intersects=region)
        return condition

    def of_listed(self):
        """The same on assets whose projects are told: places are looked at, not looked up."""
        return reduce(
            and_, (Q(MeetsEach(region, "location")) for region in self.regions), self._of_rows()
        )

    def of_totals(self):
        """The same on `AssetTotal`, of projects that lie wholly in the regions."""
        condition = self.of_codes()
        if self.counts_mapped:
            condition &= Q(asset_count__gt=F("unmapped_count"))
        elif self.mapped is False:
            condition &= Q(unmapped_count__gt=0)
        return condition

    def of_keys(self, prefix=""):
        """The same of whole projects, or of their roll-ups: whether they hold such an asset."""
        asked = {name.removesuffix("__in"): values for name, values in self.codes.items()}
        state = {None: (), True: (MAPPED,), False: (UNMAPPED,)}[self.counts_mapped]
        return holding(prefix, mapped=state, **asked)

    def of_regions(self):
        """The regions alone, for any sort of assets."""
        alone = AssetConditions()
        alone.regions = self.regions
        return alone

    def choose(self, cell):
        """Whether an asset of the cell's kind, medium and work is chosen."""
        return all(getattr(cell, n.removesuffix("__in")) in v for n, v in self.codes.items())

    def _of_rows(self):
        condition = self.of_codes()
        if self.mapped is not None:
            condition &= Q(location__isnull=not self.mapped)
        return condition

    def of_codes(self):
        """The conditions on kind, medium and work alone, which tallies know too."""
        return Q(**self.codes)

    @property
    def counts_mapped(self):
        """Whether roll-ups are to count mapped assets alone; what has no shape lies nowhere."""
        return True if self.regions and self.mapped is None else self.mapped


class Question:
    """A checked question of one user: what every answer starts from."""

    #: Parameters that say how an answer is shown, not what it is.
    OF_THE_VIEW = frozenset({"page", "sort", "asset"})

    def __init__(self, params, user):
        self.filter = ProjectFilter(params, user=user)
        self._refuse_names(params)
        if not self.filter.asked.is_valid():
            raise BadQuestion(self._sentence())
        self.values = values = self.filter.values
        names = ("kind", "medium", "work", "mapped", *REGIONS)
        self.asset_conditions = AssetConditions(**{name: values[name] for name in names})
        self.by_project = self.filter.qs
        self.further = None
        self.sectors = self.filter.sectors
        self._asked = (user.rights, sorted((name, params.getlist(name)) for name in params))

    @property
    def key(self):
        """The same for the same question under the same rights."""
        return sha256(repr(self._asked).encode()).hexdigest()

    @property
    def contradiction(self):
        """Why no project whatever can be found; "" where one could."""
        least, most = self.values["investment_min"], self.values["investment_max"]
        return CONTRADICTORY if None not in (least, most) and least > most else ""

    @property
    def is_tallied(self):
        """Whether nothing is asked but what tallies know: where projects stand, what they hold."""
        asked = (self.asset_conditions.regions, self.filter.needs_projects, self.further)
        return not any(asked)

    @property
    def finds_projects(self):
        """Whether projects have to be asked themselves, and are asked nothing else."""
        return self.filter.needs_projects_alone and not (self.asset_conditions or self.further)

    def having_found(self, ids):
        """The same question where `finds_projects` has found them: nothing looks again."""
        other = self._copy()
        other.filter = self.filter.having_found(ids)
        return other

    def instead(self, **values):
        """The same question with other checked values of some project parameters."""
        other = self._copy()
        other.filter = self.filter.instead(**values)
        other.by_project = self._narrow(other.filter.qs)
        return other

    def projects(self):
        """Projects of the answer."""
        return self.narrowed(self.by_project)

    def narrowed(self, rows):
        """Projects, or roll-ups of whole projects, of which at least one asset is chosen."""
        conditions = self.asset_conditions
        if conditions.regions:
            return rows.filter(self.reach.projects.hold(rows.project_key))
        return rows.filter(conditions.of_keys(rows.to_total))

    def chosen(self, model):
        """Rows of a roll-up, or tally, of the answer's projects."""
        if self.asset_conditions.regions:
            rows = model.objects.all()
            return rows.filter(self.reach.projects.hold(rows.project_key))
        return self.narrowed(self.rollup(model))

    @cached_property
    def reach(self):
        """What the regions choose: found once, told to every part of the answer."""
        return Reach(self.rollup(ProjectTotal), self.asset_conditions)

    def assets(self):
        """Assets of the answer, mapped or not."""
        return Asset.objects.filter(self.asset_conditions.of_assets(), project__in=self.by_project)

    def rollup(self, model):
        """Rows of a roll-up whose projects the answer may count, whatever their assets."""
        return self._narrow(self.filter.rows(model))

    def _narrow(self, rows):
        return self.further(rows) if self.further else rows

    def with_further(self, further):
        """The same question with a further condition, on projects and roll-ups alike."""
        narrower = self._copy()
        narrower.further = further
        narrower.by_project = further(self.by_project)
        return narrower

    def _copy(self):
        """Another question to be, which has found nothing yet."""
        other = copy(self)
        other.__dict__.pop("reach", None)
        return other

    def _refuse_names(self, params):
        known = self.filter.filters
        if unknown := sorted(set(params) - set(known) - self.OF_THE_VIEW):
            raise BadQuestion(f"没有“{'、'.join(unknown)}”这个查询条件。", unknown)
        for name in params:
            if len(params.getlist(name)) > 1 and not isinstance(known.get(name), Several):
                raise BadQuestion(f"“{name}”只能给一个值。")

    def _sentence(self):
        form = self.filter.asked
        return " ".join(
            f"“{form.fields[name].label}”：{' '.join(errors)}"
            for name, errors in form.errors.items()
        )
