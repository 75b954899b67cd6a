"""The asset half of a question."""

from functools import reduce
from operator import and_

from django.db.models import F, Q

from registry.reach import MeetsEach
from registry.sorts import MAPPED, UNMAPPED, holding

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
