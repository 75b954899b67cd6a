"""What somebody may see and do, reckoned from all that was granted to him."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from registry.access.grants import Grant, Place
from registry.access.table import ACTION_LABELS, HELD_IN_REVIEW, LOOKING, OF_SUPERUSERS, POWERS
from registry.choices import Awaiting, OrganisationType, Role

#: Whose projects a sum is of, where it is of all.
WHOLE_CITY = "全市"


@dataclass(frozen=True)
class Rights:
    """All grants of one user; `restricted` names the sectors that are closed by default."""

    grants: tuple[Grant, ...] = ()
    restricted: frozenset[str] = frozenset()
    is_superuser: bool = False

    @property
    def closed(self) -> frozenset[str]:
        """Restricted sectors that the user may not even look at."""
        return self.closed_to("view")

    @property
    def scope(self) -> str:
        """Whose projects every sum is of, by the organisations in which the user looks at any."""
        grants = list(self._doing("view"))
        if self.is_superuser or any(grant.sees_the_city for grant in grants):
            return WHOLE_CITY
        names = "、".join(dict.fromkeys(grant.name for grant in grants))
        return f"{names or '您的'}可见范围"

    @property
    def only_looks(self) -> bool:
        """Whether no role of the user's does anything with any project."""
        return not self.is_superuser and all(grant.acts <= LOOKING for grant in self.grants)

    @property
    def left_out(self) -> str:
        """Which sectors a sum is not of, within its scope; "" where it is of all."""
        of_the_city = self.scope == WHOLE_CITY
        kinds = {grant.organisation_type for grant in self._doing("view")}
        by_duty = not of_the_city and kinds == {OrganisationType.DEPARTMENT}
        words = (
            "只含牵头和配合的领域" if by_duty else "",
            "不含限制查看的领域" if self.closed else "",
        )
        return "，".join(filter(None, words))

    @property
    def bounds(self) -> str:
        """What is said beside every sum that is not of the whole city; "" beside all others."""
        scope = "" if self.scope == WHOLE_CITY else self.scope
        return "，".join(filter(None, (scope, self.left_out)))

    @property
    def districts_in_sight(self) -> frozenset[str] | None:
        """Districts that may hold something for the user to look at; None where any may."""
        return None if self.scope == WHOLE_CITY else self.districts("view")

    def hides(self, district: str) -> bool:
        """Whether the user may look at nothing there: what is found there, nothing, is not 0."""
        in_sight = self.districts_in_sight
        return in_sight is not None and district not in in_sight

    def closed_to(self, action: str) -> frozenset[str]:
        """Restricted sectors that no grant acting `action` opens."""
        if self.is_superuser:
            return frozenset()
        opened = {s for s in self.restricted for g in self._doing(action) if g.opens(s)}
        return self.restricted - opened

    def may_use(self, power: str, on: Any = None) -> "Permit":
        """Whether the user holds a power (over the account `on`), and if not, who does."""
        asked = POWERS[power]
        if self.is_superuser:
            return Permit(True)
        if any(
            grant.role in asked.roles and grant.organisation_type in asked.organisations
            for grant in self.grants
        ):
            return ABOVE if on is not None and on.is_superuser else Permit(True)
        holders = "、".join(Role(role).label for role in sorted(asked.roles))
        where = f"（{asked.where}）" if asked.where else ""
        return Permit(False, f"只有{holders}{where}可以{asked.label}")

    def may_keep(self, power: str, answering: Iterable[str]) -> "Permit":
        """Whether the user may change, by a power, what these organisations answer for.

        Who also does business in one of them would widen his own rights.
        """
        verdict = self.may_use(power)
        own = {grant.organisation for grant in self.grants if grant.acts}
        if verdict and not self.is_superuser and own.intersection(answering):
            return Permit(False, "不能改变自己任职单位的职责，请由另一位安全管理员办理")
        return verdict

    def own(self, owner: str, user: Any) -> Q:
        """Imports, exports and jobs that the user may know of; `owner` names their person."""
        return Q() if self.may_use("log") else Q(**{owner: user})

    def may_undo(self, *, is_own: bool, projects: Iterable[Any]) -> "Permit":
        """Whether an import may be taken back, with the projects that it wrote into."""
        if self.is_superuser:
            return Permit(True)
        if not is_own:
            return Permit(False, "只有导入人本人或超级用户可以撤销这次导入")
        verdicts = (self.may("edit", project) for project in projects)
        return next((verdict for verdict in verdicts if not verdict), Permit(True))

    def may_download(self, *, is_own: bool, places: Iterable[Iterable[Any]] | None) -> "Permit":
        """Whether a file that was exported may be fetched: its projects lay in these places, and a
        right that is lost closes it. None where nobody has written down what is in it.
        """
        if self.is_superuser:
            return Permit(True)
        if not is_own:
            return Permit(False, "导出的文件只有导出人本人可以下载")
        verdict = self.may("export")
        if not verdict:
            return verdict
        if places is None:
            return Permit(False, "这份文件导出时还没有记下含哪些项目，请重新导出")
        found, closed = [Place(*place) for place in places], self.closed_to("export")
        if any(place.sector_id in closed for place in found):
            what = "限制查看的领域，您现在没有这些领域的导出权限"
        elif not all(self.may("export", place) for place in found):
            what = "您现在无权导出的项目"
        else:
            return verdict
        return Permit(False, f"文件含{what}，请按现在的权限重新导出")

    def capacities(self, action: str, project: Any) -> frozenset[str]:
        """The types of organisation for which the user may do `action` with this project."""
        doing = (grant for grant in self._doing(action) if grant.covers(project))
        return frozenset(grant.organisation_type for grant in doing)

    def _doing(self, action: str) -> Iterable[Grant]:
        return (grant for grant in self.grants if action in grant.acts)

    def visible(self) -> Q:
        """The first condition of every answer: what the user may look at."""
        if self.is_superuser:
            return Q()
        return self._any((grant, grant.sight()) for grant in self._doing("view"))

    def within(self, action: str) -> Q:
        """Projects with which the user may do `action` now."""
        reach = self.reaching(action)
        if action in HELD_IN_REVIEW and not self.is_superuser:
            return reach & Q(awaiting=Awaiting.NOBODY)
        return reach

    def reaching(self, action: str) -> Q:
        """The same wherever the project stands."""
        if self.is_superuser:
            return Q()
        return self._any((grant, grant.reach()) for grant in self._doing(action))

    def districts(self, action: str) -> frozenset[str] | None:
        """Districts for which the user may do `action`; None where any will do."""
        return self._bounds(action, OrganisationType.TERRITORY, lambda g: {g.district})

    def sectors(self, action: str) -> frozenset[str] | None:
        """Sectors in which the user may do `action`; None where any open one will do."""
        return self._bounds(action, OrganisationType.DEPARTMENT, lambda g: g.sectors)

    def _bounds(
        self, action: str, kind: str, codes: Callable[[Grant], Iterable[Any]]
    ) -> frozenset[str] | None:
        grants = list(self._doing(action))
        if self.is_superuser or any(g.organisation_type != kind for g in grants):
            return None
        return frozenset(code for grant in grants for code in codes(grant))

    def _any(self, reaches: Iterable[tuple[Grant, Q]]) -> Q:
        """Either of the grants will do; each opens its own restricted sectors and no others."""
        either = [q & ~Q(sector_id__in=c) if (c := self._shut(g)) else q for g, q in reaches]
        if not either:
            return Q(pk__in=())
        return Q() if Q() in either else reduce(or_, either)

    def _shut(self, grant: Grant) -> frozenset[str]:
        return frozenset(sector for sector in self.restricted if not grant.opens(sector))

    def may(self, action: str, project: Any = None) -> "Permit":
        """Whether the user may do `action` (with this project), and if not, why."""
        if self.is_superuser:
            return Permit(True)
        grants = list(self._doing(action))
        label = ACTION_LABELS[action]
        if not grants:
            return Permit(False, f"您的角色不能{label}项目，请联系安全管理员调整角色")
        if project is None:
            return Permit(True)
        if not any(g.covers(project) and project.sector_id not in self._shut(g) for g in grants):
            return Permit(
                False, f"该项目不在您单位的{label}范围内，请联系所属县（区）或牵头部门办理"
            )
        if action in HELD_IN_REVIEW and project.awaiting:
            return Permit(False, in_review(label, project.awaiting))
        return Permit(True)


@dataclass(frozen=True)
class Permit:
    """Yes, or no with a sentence that stands beside the refused button."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


def in_review(label: str, awaiting: str) -> str:
    return (
        f"项目正在等{Awaiting(awaiting).label}，审核期间不能{label}；"
        "要改的请提交人在“阶段”中撤回提交，已经有人审过的请审核人退回"
    )


#: Whoever may change the account of a superuser could sign in as one.
ABOVE = Permit(False, OF_SUPERUSERS)
