"""Who changed the assets that an update found changed."""

from django.utils import timezone

from registry.models import AssetEvent, User
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
    users = {event: user_of(event) for event in last.values()}
    people = User.objects.in_bulk([pk for pk in users.values() if pk])
    for conflict in conflicts:
        event = last.get(conflict["asset"])
        person = event and people.get(user_of(event))
        conflict["by"] = str(person) if person else "系统"
        conflict["at"] = event and f"{timezone.localtime(event.pgh_created_at):%Y-%m-%d %H:%M}"


def user_of(event):
    return event.pgh_context.metadata.get("user") if event.pgh_context else None
