"""A change set beside what is stored: what is to be written, and what stands against it."""

import math
from collections import Counter, defaultdict
from copy import copy
from dataclasses import dataclass, field

import numpy as np
import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.core.exceptions import ValidationError

from registry.drawing import marks, shaping
from registry.drawing.verdicts import Doubt, FieldRefusal
from registry.editions import deletions
from registry.exchange.messages import own
from registry.holdings import kinds_for
from registry.kinds import PROVENANCE
from registry.kinds.fields import clean_all
from registry.kinds.values import is_storable
from registry.models import Asset
from registry.territory import doubts, stretched

CREATE, UPDATE, DELETE = "create", "update", "delete"
ELSEWHERE = "这项设施的标识已被占用，请删除后重新画。"
NEWER = "这项设施的版本号有误，请刷新页面后再改。"
SAME_KIND = "设施的类别不能更改，请删除后按新的类别重新画。"
UNSTORABLE = "文字含有无法保存的字符，请删去后重新输入。"
UNKNOWN_KIND = "这个项目不能登记“{kind}”类别的设施。"


@dataclass
class Judged:
    """One change, the asset stored under its identity and the asset as it would become."""

    change: object
    stored: Asset | None
    wanted: Asset | None = None
    is_reshaped: bool = False
    refusals: list = field(default_factory=list)
    is_conflict: bool = False
    is_done: bool = False

    @property
    def id(self):
        return str(self.change.client_id)

    @property
    def asks_about_place(self):
        named = self.change.op == UPDATE and "outside_confirmed" in self.change.model_fields_set
        return self.wanted.location is not None and (self.is_reshaped or named)

    def refuse(self, name, message):
        self.refusals.append(FieldRefusal(self.id, name, message))


class Judging:
    """All changes of one request against one locked project."""

    def __init__(self, project, changes):
        self.project = project
        self.kinds = kinds_for(project)
        named = Asset.objects.filter(client_id__in=[change.client_id for change in changes])
        locked = named.filter(project=project).select_for_update(no_key=True).order_by("pk")
        stored = {asset.client_id: asset for asset in locked}
        # Of others not even the row is locked.
        others = named.exclude(project=project).values_list("client_id", flat=True)
        self.elsewhere = set(others)
        self.deleted = self._deleted_since(changes, stored)
        self.judged = [Judged(change, stored.get(change.client_id)) for change in changes]
        self.doubts = []

    def _deleted_since(self, changes, stored):
        """What a repeated request would bring back without anybody having wanted it."""
        fresh = [
            change.client_id
            for change in changes
            if change.op == CREATE and change.client_id not in stored and not change.restored
        ]
        gone = deletions(self.project, fresh).values_list("client_id", flat=True)
        return set(gone) if fresh else set()

    def run(self):
        for each in self.judged:
            self._begin(each)
        open_ = [each for each in self.judged if each.wanted is not None]
        self._shape(open_)
        marks.carry(self.project, self.judged)
        doubtful = self._check_places(open_)
        for each in open_:
            self._compare(each)
        self._check_numbers()
        self.doubts = [doubt for each, doubt in doubtful if not each.is_done]
        return self

    @property
    def refused(self):
        return [refusal for each in self.judged for refusal in each.refusals]

    @property
    def conflicts(self):
        return [each for each in self.judged if each.is_conflict]

    def to_write(self, op):
        return [each for each in self.judged if each.change.op == op and not each.is_done]

    def _begin(self, each):
        change, stored = each.change, each.stored
        if change.client_id in self.elsewhere:
            each.refuse(None, ELSEWHERE)
        elif change.op == DELETE:
            self._judge_delete(each)
        elif change.client_id in self.deleted or (change.op == UPDATE and stored is None):
            each.is_conflict = True
        elif change.op == CREATE and change.kind not in self.kinds:
            each.refuse(None, UNKNOWN_KIND.format(kind=change.kind))
        elif change.op == UPDATE and change.kind not in (None, stored.kind):
            each.refuse(None, SAME_KIND)
        else:
            self._fill(each)

    def _judge_delete(self, each):
        if each.stored is None:
            each.is_done = True
        elif each.change.version != each.stored.version:
            self._disagree(each)

    def _disagree(self, each):
        if each.change.op != CREATE and each.change.version > each.stored.version:
            each.refuse(None, NEWER)
        else:
            each.is_conflict = True

    def _fill(self, each):
        """The asset as the change wants it, values first."""
        change = each.change
        if change.op == CREATE:
            wanted = Asset(project=self.project, kind=change.kind, client_id=change.client_id)
        else:
            wanted = copy(each.stored)
        each.wanted = wanted
        kind, given = wanted.declaration, dict(change.values)
        for name in [name for name, raw in given.items() if not is_storable(raw)]:
            each.refuse(name, UNSTORABLE)
            del given[name]
        columns = {name: given[name] for name in kind.columns if name in given}
        told = {name: given[name] for name in PROVENANCE if name in given}
        rest = {name: raw for name, raw in given.items() if name not in {*columns, *told}}
        cleaned = (
            kind.clean_columns(columns),
            clean_all(PROVENANCE, told, kind.label),
            kind.clean(rest),
        )
        for part in cleaned:
            for name, message in part.errors.items():
                each.refuse(name, f"{message}。")
        wanted.fill(columns, cleaned[0].values)
        wanted.fill(told, cleaned[1].values)
        kept = {name: value for name, value in wanted.attributes.items() if name not in rest}
        wanted.attributes = kept | cleaned[2].values
        self._check_columns(each, columns)

    @staticmethod
    def _check_columns(each, names):
        """The database would round a third decimal away without a word."""
        for name in names:
            try:
                Asset._meta.get_field(name).run_validators(getattr(each.wanted, name))
            except ValidationError as refusal:
                each.refuse(name, "".join(refusal.messages))

    def _shape(self, judged):
        """Places, kind by kind: a fault is looked for in all shapes of a kind at once."""
        given = [each for each in judged if self._brings_shape(each)]
        by_kind = defaultdict(list)
        for each in given:
            by_kind[each.wanted.kind].append(each)
        for code, some in by_kind.items():
            geometries = [each.change.geometry for each in some]
            shapes = shaping.read(geometries)
            found = shaping.refusals(geometries, shapes, self.kinds[code])
            for each, shape, message in zip(some, shapes, found, strict=True):
                if message:
                    each.refuse("geometry", message)
                else:
                    self._place(each, shape)

    @staticmethod
    def _brings_shape(each):
        return each.change.op == CREATE or "geometry" in each.change.model_fields_set

    @staticmethod
    def _place(each, shape):
        before = each.stored and each.stored.location
        each.wanted.location = (
            None if shape is None else GEOSGeometry(memoryview(shapely.to_wkb(shape)), srid=4490)
        )
        each.is_reshaped = not same_place(before, each.wanted.location)

    def _compare(self, each):
        """A repeated request finds its work done; all else needs the version it was drawn on."""
        change, stored, wanted = each.change, each.stored, each.wanted
        if stored is None or each.refusals:
            return
        if says_the_same(stored, wanted, confirmed=change.op == UPDATE):
            each.is_done = True
        elif change.op == CREATE or change.version != stored.version:
            self._disagree(each)

    def _check_numbers(self):
        """A number is one asset's within its project."""
        wanted = [each for each in self.judged if each.wanted is not None and each.wanted.number]
        counts = Counter(each.wanted.number for each in wanted)
        changed = {each.stored.pk for each in self.judged if each.stored is not None}
        others = self.project.assets.filter(number__in=counts).exclude(pk__in=changed)
        taken = set(others.values_list("number", flat=True))
        for each in wanted:
            number = each.wanted.number
            if number in taken:
                params = {"number": number, "project": self.project.number}
                each.refuse("number", own("number_taken", params))
            elif counts[number] > 1:
                each.refuse("number", f"编号“{number}”用了不止一次，请改成不同的编号。")

    def _check_places(self, judged):
        """Doubts about places that are new or confirmed anew, each with its change.

        A confirmation that was not needed is not kept: sent again, it is still no change.
        """
        for each in judged:
            if each.is_reshaped:
                each.wanted.outside_confirmed = False
        asked = [each for each in judged if each.asks_about_place]
        if not asked:
            return []
        shapes = shapely.from_wkb([bytes(each.wanted.location.wkb) for each in asked])
        self._refuse_stretched(asked, shapes)
        doubtful = []
        for each, sentences in zip(asked, doubts(shapes, self.project.district), strict=True):
            each.wanted.outside_confirmed = bool(sentences) and each.change.outside_confirmed
            if sentences and not each.change.outside_confirmed:
                doubtful.append((each, Doubt(each.id, "".join(sentences))))
        return doubtful

    @staticmethod
    def _refuse_stretched(asked, shapes):
        """What an import refuses too: a vertex far beyond the city is a slip of the hand."""
        declared = [each.wanted.declared_length_m for each in asked]
        metres = np.array([math.nan if said is None else float(said) for said in declared])
        for place, (code, params) in stretched(shapes, metres).items():
            if asked[place].is_reshaped:
                asked[place].refuse("geometry", own(code, params))


def same_place(one, other):
    if one is None or other is None:
        return one is other
    return bytes(one.wkb) == bytes(other.wkb)


def says_the_same(stored, wanted, *, confirmed):
    names = ("kind", "attributes", *wanted.declaration.columns, *PROVENANCE)
    if confirmed:
        names += ("outside_confirmed",)
    same = all(getattr(stored, name) == getattr(wanted, name) for name in names)
    return same and same_place(stored.location, wanted.location)
