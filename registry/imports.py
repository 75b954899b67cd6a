"""Where the rows of a file may go and where they went, and what its format is called."""

import re

from django.db.models import Exists, OuterRef

from registry.kinds.values import is_storable
from registry.models import Asset, Project
from registry.project_numbers import NUMBER

MEANT = re.compile(rf"\s*({NUMBER})\b", re.IGNORECASE)
#: So many projects are proposed at once, and so many of an import named.
PROPOSED, NAMED = 20, 10

#: GDAL's and our own names of formats, as people call them.
DRIVERS = {
    "ESRI Shapefile": "Shapefile",
    "GPKG": "GeoPackage",
    "GeoJSONSeq": "GeoJSONL",
    "LIBKML": "KML",
    "OpenFileGDB": "FileGDB",
    "Parquet": "GeoParquet",
    "XLSX": "Excel",
    "XLS": "Excel",
}


def driver_words(driver):
    return DRIVERS.get(driver, driver)


def proposed_projects(user, text):
    """Projects that the person may bring rows into, by a part of their number or name."""
    text = text.strip()
    found = Project.objects.within(user, "import").select_related("district")
    if not is_storable(text):
        return found.none()
    return (found.naming(text) if text else found).order_by("-updated_at")[:PROPOSED]


def named_project(user, text):
    """The project that someone means by `RA-000123 …` or by its name; None where it is not plain.

    Projects that may be looked at are found too: the check says why rows may not go there.
    """
    visible = Project.objects.visible_to(user)
    if not is_storable(text):
        return None
    if number := MEANT.match(text):
        return visible.filter(number=number[1].upper()).first()
    named = visible.filter(name=text.strip())[:2]
    return named[0] if len(named) == 1 else None


def lies_anywhere(batch):
    """Whether rows of the batch lie in any project now, whoever may look at it."""
    return Asset.objects.filter(batch=batch, project__deleted_at__isnull=True).exists()


def projects_of(batch, user):
    """Projects that rows of the batch lie in now, as far as the person may look at them."""
    return _holding(batch, Project.objects.visible_to(user).select_related("total"))


def binned_projects_of(batch, user):
    """The same in the bin, as far as the person may look into it."""
    return _holding(batch, Project.objects.deleted_within(user, "bin"))


def _holding(batch, projects):
    rows = Asset.objects.filter(batch=batch, project=OuterRef("pk"))
    return projects.filter(Exists(rows)).order_by("number")[:NAMED]
