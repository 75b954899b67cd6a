"""History by database triggers: the old row of every update and delete.

Inserts are not copied (the row itself tells), generated columns and spatial
indexes are left out: a bulk load would take 2.7 times as long otherwise.
"""

import pghistory
from django.contrib.gis.db import models
from pghistory.models import EventQuerySet

from registry.models.assets import Asset, Marked
from registry.models.attachments import Attachment
from registry.models.money import FundingLine
from registry.models.places import LightQuerySet
from registry.models.projects import Project
from registry.models.rounds import RoundReport


class LightEvents(LightQuerySet, EventQuerySet):
    """Old rows, which lead to districts as the rows themselves do."""


def lean_history(model, *indexes, **attrs):
    """An event model that stores old rows, by statement; its states are found by object."""
    generated = [f.name for f in model._meta.fields if f.generated]
    states = models.Index(fields=("pgh_obj", "pgh_id"), name="%(class)s_states")
    return pghistory.create_event_model(
        model,
        pghistory.UpdateEvent(row=pghistory.Old),
        pghistory.DeleteEvent(row=pghistory.Old),
        level=pghistory.Statement,
        exclude=generated,
        append_only=True,
        obj_field=pghistory.ObjForeignKey(related_name="events", db_index=False),
        context_field=pghistory.ContextForeignKey(null=True, db_index=False),
        attrs={"objects": LightEvents.as_manager(), **attrs},
        meta={"indexes": [states, *indexes]},
    )


def of_project():
    """What was changed in a project at or after a moment."""
    return models.Index(fields=("project", "pgh_created_at"), name="%(class)s_times")


class ProjectEvent(lean_history(Project)):
    """A project as it was before a change."""


class AssetEvent(
    Marked,
    lean_history(
        Asset,
        of_project(),
        # An import is undone by its batch and by the context that it wrote in.
        models.Index(fields=("batch",), name="%(class)s_batch"),
        models.Index(fields=("pgh_context",), name="%(class)s_context"),
        location=models.GeometryField(srid=4490, null=True, spatial_index=False),
    ),
):
    """An asset as it was before a change."""


class FundingLineEvent(lean_history(FundingLine, of_project())):
    """A funding line as it was before a change."""


class AttachmentEvent(
    lean_history(
        Attachment,
        of_project(),
        location=models.PointField(srid=4490, null=True, spatial_index=False),
    )
):
    """A paper or photo's entry as it was before a change; its file never changes."""


class RoundReportEvent(lean_history(RoundReport, of_project())):
    """What a round's report said before it was corrected."""
