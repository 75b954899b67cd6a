"""Who changed the assets that an update found changed."""

from registry.editions import author_of, people_of
from registry.history.acts import NOBODY
from registry.history.differences import moment
from registry.models import AssetEvent
from registry.models.disclosure import told_events


def name_authors(conflicts, reader):
    """Adds `by` and `at` of the last change that the reader may know; two queries in all."""
    if not conflicts:
        return
    events = told_events(AssetEvent.objects, reader)
    events = events.filter(pgh_obj_id__in=[each["asset"] for each in conflicts])
    last = {
        event.pgh_obj_id: event for event in events.select_related("pgh_context").order_by("pgh_id")
    }
    people = people_of(last.values())
    for conflict in conflicts:
        event = last.get(conflict["asset"])
        conflict["by"] = author_of(event, people) if event else NOBODY
        conflict["at"] = event and moment(event.pgh_created_at)
