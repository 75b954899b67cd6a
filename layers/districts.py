"""Where the districts lie, for labels and for zooming to them."""

from django.contrib.gis.db.models.functions import Transform

from registry.models import District
from registry.reports.pictures import INDICATIVE_NOTE

NO_OUTLINES = "还没有装入区划边界，请系统管理员装入"


def district_index():
    rows = District.objects.with_shapes().annotate(label=Transform("label_web", 4490))
    return {
        "note": note_on(rows),
        "bounds": District.objects.extent(),
        "districts": [entry(row) for row in rows],
    }


def note_on(rows):
    """What has to be said of the outlines wherever they are shown, "" where nothing has."""
    if any(row.is_indicative for row in rows):
        return INDICATIVE_NOTE
    return "" if any(row.outline for row in rows) else NO_OUTLINES


def entry(row):
    return {
        "code": row.code,
        "name": row.name,
        "formal": row.is_formal,
        "parent": row.parent_id,
        "label": row.label and [round(row.label.x, 6), round(row.label.y, 6)],
        "bounds": row.outline and row.outline.extent,
    }
