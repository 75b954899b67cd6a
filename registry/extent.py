"""Where the answer to a question lies."""

from django.contrib.gis.db.models import Extent

from registry.models import ProjectTotal


def extent_of(question):
    """(west, south, east, north) in degrees of all that is chosen; None where nothing has a place.

    Asked for some assets, it is theirs: their projects may hold others, elsewhere.
    """
    if question.asset_conditions:
        return question.assets().order_by().aggregate(all=Extent("location"))["all"]
    return question.chosen(ProjectTotal).order_by().aggregate(all=Extent("extent"))["all"]
