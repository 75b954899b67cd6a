"""One role in one organisation: how far it reaches.

That depends on the organisation's type: a territory reaches its own projects, a department the
sectors it leads (and may look at those it co-operates in), a unit the projects it owns, the
city's office everything.
"""

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Q

from registry.access.table import ACTIONS, KIOSK, KIOSK_ACTIONS, ONLY_IN
from registry.choices import OrganisationType, Role


class Place(NamedTuple):
    """Where a project stands, as far as rights ask: each grant covers some of these."""

    district_id: str
    sector_id: str
    owner_id: str | None


@dataclass(frozen=True)
class Grant:
    """One role in one organisation, with what that organisation answers for."""

    role: str
    organisation: str
    organisation_type: str
    district: str | None = None
    leads: frozenset[str] = frozenset()
    cooperates: frozenset[str] = frozenset()
    name: str = ""

    @property
    def acts(self) -> frozenset[str]:
        if self.role == KIOSK:
            return KIOSK_ACTIONS
        kept_from = {a for a, types in ONLY_IN.items() if self.organisation_type not in types}
        return ACTIONS[self.role] - kept_from

    @property
    def sectors(self) -> frozenset[str]:
        """A department's sectors, as far as its people's actions reach.

        An analyst changes nothing: he takes out what his organisation may see.
        """
        return self.leads | self.cooperates if self.role == Role.ANALYST else self.leads

    @property
    def within(self) -> tuple[str, frozenset[Any]] | None:
        """The column of a project that decides, and its values within reach; None for all."""
        match self.organisation_type:
            case OrganisationType.OFFICE:
                return None
            case OrganisationType.TERRITORY:
                return "district_id", frozenset({self.district})
            case OrganisationType.DEPARTMENT:
                return "sector_id", self.sectors
        return "owner_id", frozenset({self.organisation})

    def reach(self) -> Q:
        """Projects that this grant's actions cover."""
        if self.within is None:
            return Q()
        column, values = self.within
        return Q(**{f"{column}__in": values})

    def covers(self, project: Any) -> bool:
        """The same question as `reach`, asked of one project in hand."""
        if self.within is None:
            return True
        column, values = self.within
        return getattr(project, column) in values

    def sight(self) -> Q:
        """Projects that this grant may look at, before restricted sectors are taken out."""
        if self.sees_the_city:
            return Q()
        if self.organisation_type == OrganisationType.DEPARTMENT:
            return Q(sector_id__in=self.leads | self.cooperates)
        return self.reach()

    @property
    def sees_the_city(self) -> bool:
        return self.role == Role.LEADER or self.organisation_type == OrganisationType.OFFICE

    def opens(self, sector: str) -> bool:
        """A restricted sector opens to its lead department and to the city's leaders."""
        if self.role == KIOSK:
            return False
        return sector in self.leads or (
            self.role == Role.LEADER and self.organisation_type == OrganisationType.OFFICE
        )
