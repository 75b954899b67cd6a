"""The question: a query string becomes one queryset, and every answer is made from it.

Parameters about projects choose projects; parameters about assets (`kind, medium,
work, mapped, bbox, within, near`) choose assets, and a project then belongs to the
answer if one of its assets does. A repeated parameter means *or*, different ones mean *and*. An
unknown name or value is an error that names it.
"""

from copy import copy
from hashlib import sha256

from django.utils.functional import cached_property

from registry.conditions import REGIONS, AssetConditions
from registry.filters import ProjectFilter
from registry.kinds.values import is_storable
from registry.models import Asset, District, ProjectTotal
from registry.parameters import Several, SeveralField
from registry.reach import Reach

CONTRADICTORY = "总投资的下限（不少于）大于上限（不多于），没有项目能同时符合，请改其中一个。"
OUT_OF_SIGHT = "{names}不在您的可见范围，那里有没有项目您看不到；需要查看的，请联系安全管理员。"


class BadQuestion(ValueError):
    """An unknown parameter or value; the text names it.

    `surplus` are names, each with its values or with none for all of them, without which the
    address may be asked again.
    """

    def __init__(self, sentence, surplus=None):
        super().__init__(sentence)
        self.surplus = surplus or {}


def asked_texts(params, name, label=""):
    """The values of a parameter; no record holds what cannot be stored."""
    values = params.getlist(name)
    if not all(map(is_storable, values)):
        raise BadQuestion(f"“{label or name}”里有不能识别的字符。")
    return values


def asked_text(params, name):
    """The last value, as an address means it; "" for none."""
    return next(reversed(asked_texts(params, name)), "").strip()


class Question:
    """A checked question of one user: what every answer starts from."""

    #: Parameters that say how an answer is shown, not what it is.
    OF_THE_VIEW = frozenset({"page", "sort", "asset"})

    def __init__(self, params, user):
        self.filter = ProjectFilter(params, user=user)
        self._refuse_names(params)
        if not self.filter.asked.is_valid():
            raise BadQuestion(self._sentence(), self._unknown_values())
        self.values = values = self.filter.values
        names = ("kind", "medium", "work", "mapped", *REGIONS)
        self.asset_conditions = AssetConditions(**{name: values[name] for name in names})
        self.by_project = self.filter.qs
        self.further = None
        self.sectors = self.filter.sectors
        self._asked = (user.rights, sorted((name, params.getlist(name)) for name in params))

    @property
    def key(self):
        """The same for the same question under the same rights.

        A further condition is no text: nothing of a question that it narrows may be remembered.
        """
        if self.further:
            raise ValueError("a question with a further condition has no key")
        return sha256(repr(self._asked).encode()).hexdigest()

    @property
    def regions_said(self):
        """Its regions in words, each by the parameter that asks within it."""
        return {name: region.said for name in REGIONS if (region := self.values[name])}

    @property
    def contradiction(self):
        """Why no project whatever can be found; "" where one could."""
        least, most = self.values["investment_min"], self.values["investment_max"]
        return CONTRADICTORY if None not in (least, most) and least > most else self.out_of_sight

    @property
    def out_of_sight(self):
        """That the asker may look at none of the districts asked for: nothing found is not 0."""
        asked = self.values["district"]
        if not asked or not all(map(self.filter.user.rights.hides, asked)):
            return ""
        names = District.objects.filter(pk__in=asked).values_list("name", flat=True)
        return OUT_OF_SIGHT.format(names="、".join(names))

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
        other._asked = (*self._asked, sorted(values.items()))
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
            sentence = f"没有“{'、'.join(unknown)}”这个查询条件。"
            raise BadQuestion(sentence, dict.fromkeys(unknown, ()))
        for name in params:
            values = asked_texts(params, name, known[name].label if name in known else "")
            if len(values) > 1 and not isinstance(known.get(name), Several):
                raise BadQuestion(f"“{name}”只能给一个值。")

    def _sentence(self):
        form = self.filter.asked
        return " ".join(
            f"“{form.fields[name].label}”：{' '.join(errors)}"
            for name, errors in form.errors.items()
        )

    def _unknown_values(self):
        """Those that are none of the choices; where anything else is wrong, taking them away is
        no help. A closed sector is as unknown as one that there is not.
        """
        form = self.filter.asked
        fields = {name: form.fields[name] for name in form.errors}
        if not all(isinstance(field, SeveralField) for field in fields.values()):
            return {}
        return {
            name: [v for v in form.data.getlist(name) if not field.valid_value(v)]
            for name, field in fields.items()
        }
