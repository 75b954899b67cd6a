"""The mark 坐标系未转换 of what is drawn anew.

A place that was never converted stays wrong as long as any of it is left: the mark follows its
vertices into what they are cut or joined to, and goes from what was drawn without them.
"""

from dataclasses import dataclass
from typing import Any

import shapely

from gis.sameness import vertices_on
from registry.models import AssetEvent

#: Vertices that another shape has to take over to be a part of a marked one: what is merely
#: joined to its end has one.
PART = 2


@dataclass(frozen=True)
class Left:
    """A marked place that this change set leaves, or left before and brings back."""

    client_id: object
    mark: str
    shape: Any

    @classmethod
    def by(cls, state):
        return cls(state.client_id, state.unconverted_from, shape_of(state.location))

    def goes_on_in(self, client_id, shape):
        least = 1 if client_id == self.client_id else min(PART, shapely.get_num_coordinates(shape))
        return vertices_on([shape], [self.shape])[0] >= least


def carry(project, judged):
    """Give each reshaped asset of a change set the mark that its new vertices deserve."""
    left = [Left.by(state) for state in (*stored_before(judged), *deleted_before(project, judged))]
    for each in judged:
        if each.is_reshaped and each.wanted.location is not None:
            shape = shape_of(each.wanted.location)
            marks = (old.mark for old in left if old.goes_on_in(each.change.client_id, shape))
            each.wanted.mark_unconverted(next(marks, ""))


def stored_before(judged):
    """Marked assets that are reshaped, or deleted as one of two that were joined is."""
    for each in judged:
        stored, is_left = each.stored, each.is_reshaped or each.wanted is None
        if is_left and stored is not None and stored.location and stored.is_unconverted:
            yield stored


def deleted_before(project, judged):
    """Marked assets whose deletion is taken back."""
    back = [
        each.change.client_id
        for each in judged
        if each.stored is None and getattr(each.change, "restored", False)
    ]
    if not back:
        return
    events = AssetEvent.objects.filter(project=project, client_id__in=back, pgh_label="delete")
    for event in events.order_by("-pgh_id"):
        if event.location and event.is_unconverted:
            yield event


def shape_of(location):
    return shapely.from_wkb(bytes(location.wkb))
