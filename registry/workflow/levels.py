"""The levels of review that a declared project passes, one after the other."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from registry.choices import Awaiting, OrganisationType
from registry.models import Organisation


@dataclass(frozen=True)
class Skip:
    """A reason for which a level is left out, asked of the project and of who submits it."""

    reason: str
    applies: Callable[[Any, Any], bool]


def has_no_territory(project, submitter):
    territories = Organisation.objects.filter(type=OrganisationType.TERRITORY)
    return not territories.filter(district=project.district_id).exists()


def comes_from_a_department(project, submitter):
    """Its own office has looked at it; the county cannot overrule the city's department."""
    kinds = submitter.rights.capacities("submit", project)
    return bool(kinds) and kinds <= {OrganisationType.DEPARTMENT, OrganisationType.OFFICE}


def is_restricted(project, submitter):
    return project.sector.is_restricted


def has_no_lead(project, submitter):
    return not project.sector.leads.exists()


@dataclass(frozen=True)
class Level:
    awaiting: Awaiting
    action: str
    #: Who does what there, said to whoever waits for it.
    words: str
    skips: tuple[Skip, ...] = ()


LEVELS = (
    Level(
        Awaiting.TERRITORY,
        "review_territory",
        "{district}审核员初审",
        (
            Skip("市本级项目没有县（区）", has_no_territory),
            Skip("由市级部门提交", comes_from_a_department),
            Skip("限制查看的领域县（区）看不到", is_restricted),
        ),
    ),
    Level(
        Awaiting.LEAD,
        "review_lead",
        "牵头部门审核员复审",
        (Skip("该领域没有固定的牵头部门", has_no_lead),),
    ),
    Level(
        Awaiting.CITY,
        "review_city",
        "市级审核员终审",
        (Skip("限制查看的领域由牵头部门定", is_restricted),),
    ),
)


def waited_for(project):
    """Who does what next, in words; nothing where the project is not under review."""
    level = next((level for level in LEVELS if level.awaiting == project.awaiting), None)
    return level.words.format(district=project.district) if level else ""


def level_after(awaiting, project, submitter):
    """The next level that is not left out, from the first where nobody has looked yet; or None."""
    names = [level.awaiting for level in LEVELS]
    rest = LEVELS[names.index(awaiting) + 1 :] if awaiting else LEVELS
    open_ones = (x for x in rest if not any(s.applies(project, submitter) for s in x.skips))
    return next(open_ones, None)
