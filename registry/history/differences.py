"""What differs between two states of a record, in words; a state is a row or an event's old row."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.contrib.gis.geos import GEOSGeometry
from django.utils import timezone

from registry.kinds import KINDS
from registry.models import Project

BLANK = "空"
HERE, ELSEWHERE = "本项目", "另一个项目"

#: Written by the machinery, of no interest to a person.
UNTOLD = {
    *("id", "version", "updated_at", "created_at", "created_by", "client_id"),
    *("batch", "source_row", "source_attributes"),
    *("uploaded_at", "uploaded_by", "previews", "pages", "sha256", "size", "format"),
}
#: Fields of one attribute of an asset's kind are named `attributes.diameter_mm`.
IN_ATTRIBUTES = "attributes."


@dataclass(frozen=True)
class Difference:
    """One field with its values before and after, as a person reads them."""

    field: str
    label: str
    old: str
    new: str
    is_shape: bool = False

    def __str__(self):
        return f"{self.label}由“{self.old}”改为“{self.new}”"


def moment(at):
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"


def changed_fields(before, after):
    """Model fields in which two states of a record differ."""
    fields = (field for field in model_of(before)._meta.fields if is_told(before, field))
    return [f for f in fields if getattr(before, f.attname) != getattr(after, f.attname)]


def model_of(state):
    return getattr(state, "pgh_tracked_model", type(state))


def told_columns(model):
    """Columns of what a person is told of."""
    return [f.column for f in model._meta.concrete_fields if is_of_interest(f)]


def is_told(event, field):
    return is_of_interest(field) and hasattr(event, field.attname)


def is_of_interest(field):
    return field.name not in UNTOLD and not field.generated


def shown(record, field, names):
    """A value in words; a reference by its name, or by its code where the row is gone."""
    if field.many_to_one:
        key = getattr(record, field.attname)
        return BLANK if key is None else names.get((field.related_model, key), str(key))
    display = getattr(record, f"get_{field.name}_display", None)
    value = display() if display else getattr(record, field.name)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return f"{value:,}"
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, GEOSGeometry):
        return shape_in_words(value) + ("（坐标系未转换）" if is_unconverted(record) else "")
    return BLANK if value in (None, "") else str(value)


def is_unconverted(record):
    """Photos have a place too, and no such mark."""
    return getattr(record, "is_unconverted", False)


def shape_in_words(location):
    if location.geom_type == "Point":
        return f"{location.x:.6f}，{location.y:.6f}"
    return f"{location.num_coords} 个顶点的图形"


def differences(before, after, names):
    """Of all fields that a person knows, one an attribute where the kind declares them."""
    found = []
    for field in changed_fields(before, after):
        if field.name == "attributes":
            found += attribute_differences(before, after)
        elif field.related_model is Project:
            # Which one may be none of the reader's business.
            found.append(Difference(field.name, "所在项目", HERE, ELSEWHERE))
        else:
            values = (shown(state, field, names) for state in (before, after))
            is_shape = hasattr(field, "geom_type")
            found.append(Difference(field.name, label_of(before, field), *values, is_shape))
    return tuple(found)


def label_of(state, field):
    """As the asset's kind calls it: the year is 敷设年份 of a pipe."""
    kind = KINDS.get(getattr(state, "kind", None))
    own = kind and kind.columns.get(field.name)
    return own.label if own else field.verbose_name


def attribute_differences(before, after):
    for attribute in KINDS[before.kind].attributes:
        old, new = (state.attributes.get(attribute.name) for state in (before, after))
        if old != new:
            values = (BLANK if value is None else attribute.show(value) for value in (old, new))
            yield Difference(f"{IN_ATTRIBUTES}{attribute.name}", attribute.caption, *values)


def names_in(pairs):
    """What the rows referred to by differences are called, by model and key; a query a model."""
    wanted = defaultdict(set)
    for before, after in pairs:
        for field in changed_fields(before, after):
            if field.many_to_one and field.related_model is not Project:
                keys = {getattr(state, field.attname) for state in (before, after)}
                wanted[field.related_model] |= keys - {None}
    return {
        (model, row.pk): str(row)
        for model, keys in wanted.items()
        for row in model.objects.filter(pk__in=keys)
    }
