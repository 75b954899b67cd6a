"""What a project may consist of and does: kinds, assets counted by kind, one asset's facts."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Sum
from django.utils import timezone

from registry.choices import Accuracy, Medium
from registry.kinds import KINDS
from registry.kinds.fields import is_blank
from registry.kinds.sectors import told_of, usual_kinds
from registry.models.assets import UNCONVERTED
from registry.models.disclosure import opened_at
from registry.regions import surroundings
from registry.systems import system_words


@dataclass(frozen=True)
class Lengths:
    """Of the assets that are both declared with a length and mapped."""

    count: int
    declared_m: Decimal
    mapped_m: float

    @property
    def excess_share(self):
        """By how many per cent of what is mapped the declared length is longer."""
        return (float(self.declared_m) - self.mapped_m) * 100 / self.mapped_m


@dataclass(frozen=True)
class Holding:
    is_pipe: bool
    label: str
    unit: str
    count: int
    unmapped: int
    length_m: float | None
    declared_m: Decimal | None
    lengths: Lengths | None = None


def kinds_for(project):
    """Cameras stand only in the restricted sector, everything else anywhere."""
    closed = () if project.sector.is_restricted else ("camera",)
    return {code: kind for code, kind in KINDS.items() if code not in closed}


def kinds_offered(project):
    """The same in two groups: what its sector mostly consists of, and the others."""
    kinds, usual = kinds_for(project), usual_kinds(project.sector_id)
    return (
        {code: kind for code, kind in kinds.items() if code in usual},
        {code: kind for code, kind in kinds.items() if code not in usual},
    )


def preset_of(project, kind):
    """What a new asset of the kind begins with: what its sector says already."""
    told = told_of(project.sector_id, kind.code)
    return {"medium" if kind.has_medium else "work": told} if told else {}


def holdings_of(project):
    """One row a kind and medium, in the order of the declarations."""
    return [_holding(*row) for row in _rows_of(project)]


def compared_holdings_of(project):
    """The same, with declared against mapped lengths: that takes the assets themselves."""
    both = project.assets.mapped().filter(declared_length_m__isnull=False, length_m__gt=0)
    sums = (
        both.order_by()
        .values_list("kind", "medium")
        .annotate(Count("pk"), Sum("declared_length_m"), Sum("length_m"))
    )
    lengths = {(kind, medium): Lengths(*told) for kind, medium, *told in sums}
    return [_holding(*row, lengths.get(row[:2])) for row in _rows_of(project)]


def _rows_of(project):
    rows = project.asset_totals.values_list("kind", "medium").annotate(
        Sum("asset_count"), Sum("unmapped_count"), Sum("length_m"), Sum("declared_m")
    )
    return sorted(rows, key=_place)


def similar_to(project):
    """The question for projects of the same sector, main medium and district."""
    asked = {"sector": project.sector_id, "district": project.district_id}
    pipes = project.asset_totals.exclude(medium="").values("medium")
    longest = pipes.annotate(metres=Sum("length_m")).order_by("-metres", "medium").first()
    return {**asked, "medium": longest["medium"]} if longest else asked


def around(project, asset=None):
    """Where the surroundings of an asset, or of its project, are asked for; "" without a place."""
    shape = (asset and asset.location) or project.total.extent
    return surroundings(shape.extent, project.number) if shape else ""


def _place(row):
    kind, medium, *_ = row
    return list(KINDS).index(kind), [*Medium.values, ""].index(medium)


def _holding(code, medium, count, unmapped, length_m, declared_m, compared=None):
    kind = KINDS[code]
    label = f"{kind.label} · {Medium(medium).label}" if medium else kind.label
    lengths = (length_m, declared_m, compared) if kind.is_line else (None, None)
    return Holding(kind.has_medium, label, kind.unit, count, unmapped, *lengths)


def facts_of(asset, reader):
    """Label and text of everything that the reader may know of an asset."""
    columns = asset.declaration.columns
    facts = _told(columns.values(), vars(asset)) + particulars_of(asset)
    if asset.accuracy:
        facts.append(("数据来源", Accuracy(asset.accuracy).label))
    return facts + origin_of(asset, reader)


def origin_of(asset, reader):
    """Label and text of where an asset was brought from, and of what else its row said there."""
    if not (asset.batch and may_know_batch(asset, reader)):
        return []
    kept = asset.source_attributes or {}
    said = [(name, value) for name, value in kept.items() if name != UNCONVERTED]
    told = [(f"原表“{name}”", str(value)) for name, value in said if not is_blank(value)]
    return [("来源文件", source_of(asset)), *told]


def may_know_batch(asset, reader):
    """Not what file brought the asset while its project stood in a sector closed to him."""
    since = opened_at(asset.project, reader.rights.closed)
    return since is None or asset.batch.imported_at > since


def source_of(asset):
    """`管段.zip 第 5 行，CGCS2000 经纬度（EPSG:4490），2026-11-20 导入`."""
    row = f" 第 {asset.source_row} 行" if asset.source_row else ""
    told = [f"{asset.batch.file_name}{row}", system_words(asset.batch.source_crs)]
    told.append(f"{timezone.localtime(asset.batch.imported_at):%Y-%m-%d} 导入")
    return "，".join(filter(None, told))


def particulars_of(asset):
    """Label and text of what is peculiar to the asset's kind."""
    return _told(asset.declaration.attributes, asset.attributes)


def _told(attributes, values):
    known = ((attribute, values.get(attribute.name)) for attribute in attributes)
    return [(a.caption, a.show(value)) for a, value in known if not is_blank(value)]
