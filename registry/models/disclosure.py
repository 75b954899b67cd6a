"""Since when a reader may know of a project: since it last left a sector that is closed to him.

What was written about it until then was written for others. What the project, its assets and its
money are now, he may know: whoever moved it to an open sector has shown him that. `closed` are
the sectors that are closed to the reader (`Rights.closed`).
"""

from django.db.models import Exists, Max, OuterRef, Q

from registry.models.places import LightQuerySet
from registry.models.projects import Project


def opened_at(project, closed):
    """When the project last left a closed sector; None if it never stood in one."""
    if not closed:
        return None
    return _in_closed(closed).filter(pgh_obj=project).aggregate(at=Max("pgh_created_at"))["at"]


def since_opened(closed, moment, project="project"):
    """The condition on rows of many projects that `moment` came after `opened_at`."""
    if not closed:
        return Q()
    shut = _in_closed(closed).filter(pgh_obj=OuterRef(project))
    return ~Q(Exists(shut.filter(pgh_created_at__gte=OuterRef(moment))))


def told_events(events, reader):
    """Old rows of records that the reader may know of, by the project that each then stood in."""
    project = "pgh_obj" if events.model is _project_event() else "project"
    return events.filter(since_opened(reader.rights.closed, "pgh_created_at", project))


def _in_closed(closed):
    """Old rows of projects: what they were until a change while they stood in these sectors."""
    return _project_event().objects.filter(sector__in=closed)


def _project_event():
    return Project.events.rel.related_model


class ToldQuerySet(LightQuerySet):
    """Of rows that were written about a project, at the moment that `written_at` names."""

    written_at = "recorded_at"

    def told_to(self, user):
        return self.filter(since_opened(user.rights.closed, self.written_at))
