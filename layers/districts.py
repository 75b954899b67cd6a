"""Where the districts lie, for labels and for zooming to them."""

from django.contrib.gis.db.models.functions import Transform

from registry.models import District
from registry.reports.pictures import INDICATIVE_NOTE


def district_index():
    rows = District.objects.with_shapes().annotate(label=Transform("label_web", 4490))
    return {
        "indicative": any(row.is_indicative for row in rows),
        "note": INDICATIVE_NOTE,
        "bounds": District.objects.extent(),
        "districts": [entry(row) for row in rows],
    }


def entry(row):
    return {
        "code": row.code,
        "name": row.name,
        "formal": row.is_formal,
        "parent": row.parent_id,
        "label": row.label and [round(row.label.x, 6), round(row.label.y, 6)],
        "bounds": row.outline and row.outline.extent,
    }
