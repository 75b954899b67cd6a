"""Where the answer to a question lies."""

from django.contrib.gis.db.models import Extent

from registry.models import ProjectTotal


def extent_of(question):
    """(west, south, east, north) in degrees of the chosen projects, as far as the regions go.

    None where none of them has a place.
    """
    totals = question.chosen(ProjectTotal).order_by()
    bounds = totals.aggregate(all=Extent("extent"))["all"]
    if bounds is None:
        return None
    boxes = [bounds, *(region.extent for region in question.asset_conditions.regions)]
    west, south, east, north = zip(*boxes, strict=True)
    return max(west), max(south), min(east), min(north)
