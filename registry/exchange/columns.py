"""What an export's columns are called, hold and mean, and where the database has them."""

from dataclasses import dataclass

from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    CharField,
    DateField,
    DecimalField,
    F,
    FloatField,
    TextField,
    Value,
    When,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, NullIf

from gis.formats import SHAPE_COLUMN
from gis.writers.rows import Column
from registry.choices import Stage
from registry.exchange.mapping import EDITION, IDENTITY, KIND, SOURCE_PREFIX
from registry.kinds import KINDS, PROVENANCE, Choice, Coded, Date, Number, Text

PROJECT = {
    "项目编号": F("project__number"),
    "项目名称": F("project__name"),
    "领域": F("project__sector__name"),
    "领域代码": F("project__sector"),
    "地区": F("project__district__name"),
    "地区代码": F("project__district"),
    "阶段": Case(*(When(project__stage=code, then=Value(text)) for code, text in Stage.choices)),
}
MAPPED_LENGTH = Number("length_m", "图上长度", "m")
#: Fields of which a sum says something.
SUMMED = {"declared_length_m", "length_m", "quantity"}
#: Characters of a text that nothing limits, and digits of an edition.
ANY_TEXT, EDITION_DIGITS = 200, 6


class ExactField(DecimalField):
    """A number of any length."""

    def cast_db_type(self, connection):
        return "numeric"


FLOAT, WHOLE, EXACT, DAY = FloatField(), BigIntegerField(), ExactField(), DateField()


@dataclass(frozen=True)
class Sourced:
    """A column, and the expression that gives its values."""

    column: Column
    expression: object


def columns_of(kinds, source_types, *, by_label=False):
    """All columns of assets of these kinds: project, fields, identity, the source file's rest.

    A shapefile has no room for units in the names of columns: `by_label` leaves them out, and
    fields of different kinds that differ only in their unit share a column.
    """
    declared = [KINDS[code] for code in KINDS if code in kinds]
    found = [*project_columns(), *field_columns(declared, by_label), *identity_columns()]
    # A source file's column called like ours of the shape would be read as it, in 未上图 above all,
    # where ours is not.
    taken = {SHAPE_COLUMN, *(each.column.name for each in found)}
    return [*found, *source_columns(source_types, taken)]


def project_columns():
    about = {
        "项目编号": "储备库中的编号",
        "领域": "项目所属领域",
        "地区": "项目的申报地区",
        "地区代码": "行政区划代码",
        "阶段": "项目所处阶段",
    }
    stages = tuple(label for _, label in Stage.choices)
    columns = [
        Sourced(
            Column(
                name,
                meaning=about.get(name, ""),
                options=stages * (name == "阶段"),
                room=ANY_TEXT,
            ),
            where,
        )
        for name, where in PROJECT.items()
    ]
    labels = tuple(kind.label for kind in KINDS.values())
    return [*columns, Sourced(Column(KIND.label, options=labels), labelled(KIND))]


def identity_columns():
    known = "再次导入时凭它更新，请勿改动"
    return [
        Sourced(Column(IDENTITY.label, meaning=known), Cast("client_id", TextField())),
        Sourced(
            Column(EDITION.label, "whole", meaning=known, room=EDITION_DIGITS),
            Cast("version", WHOLE),
        ),
    ]


def field_columns(declared, by_label):
    """One column a name: kinds that share a name share the column."""
    shared = {}
    for fields_of, stored in ((real_fields, False), (attributes, True)):
        for kind in declared:
            for field in fields_of(kind):
                name = field.label if by_label else field.caption
                shared.setdefault((name, stored), []).append((kind, field))
    return [
        field_column(name, uses, stored, len(declared)) for (name, stored), uses in shared.items()
    ]


def real_fields(kind):
    length = (MAPPED_LENGTH,) if kind.is_line else ()
    return (*kind.columns.values(), *length, *PROVENANCE.values())


def attributes(kind):
    return kind.attributes


def field_column(name, uses, stored, kinds):
    fields = [field for _, field in uses]
    types = {type_of(field) for field in fields}
    type_ = types.pop() if len(types) == 1 else "real" if types <= {"whole", "real"} else "text"
    units = tuple(dict.fromkeys(field.unit for field in fields if field.unit))
    column = Column(
        name=fields[0].caption if len(units) == 1 else name,
        type=type_,
        label=fields[0].label,
        unit="、".join(units),
        meaning=meaning_of(*uses[0]),
        options=tuple(dict.fromkeys(o for field in fields for o in options_of(field))),
        added=fields[0].name in SUMMED,
        room=max(field.room for field in fields),
    )
    values = [(kind, value_of(field, stored, type_)) for kind, field in uses]
    if kinds == 1:
        return Sourced(column, values[0][1])
    return Sourced(column, Case(*(When(kind=kind.code, then=value) for kind, value in values)))


def type_of(field):
    if isinstance(field, Number):
        return "whole" if field.whole else "real"
    return "date" if isinstance(field, Date) else "text"


def options_of(field):
    if isinstance(field, Coded):
        return tuple(label for _, label in field.options)
    return field.options if isinstance(field, Choice) else ()


def meaning_of(kind, field):
    needed = f"应填（{field.gap}）" if field.gap else "应填"
    parts = [needed] if field in kind.needed else []
    if isinstance(field, Number) and field.high is not None:
        parts.append(f"{field.low or 0} 至 {field.high}")
    if isinstance(field, Text) and field.digits:
        parts.append(f"{field.digits} 位数字")
    return "，".join(parts)


def value_of(field, stored, type_):
    if isinstance(field, Coded):
        return labelled(field)
    if field is MAPPED_LENGTH:  # measured: to the millimetre
        return Cast(Cast("length_m", DecimalField(max_digits=20, decimal_places=3)), FLOAT)
    value = KeyTextTransform(field.name, "attributes") if stored else F(field.name)
    return cast(value, type_, is_text=stored or isinstance(field, Text))


def cast(value, type_, *, is_text):
    """The value as of its declaration; blank text is none."""
    value = NullIf(value, Value("")) if is_text else value
    if type_ == "real":
        return Cast(value, FLOAT)
    if type_ == "whole":  # by way of an exact number: 200.0 is whole too
        return Cast(Cast(value, EXACT), WHOLE)
    return Cast(value, DAY) if type_ == "date" else Cast(value, TextField())


def labelled(field):
    """The label of a code; none for what has no label."""
    known = [When(**{field.name: code}, then=Value(text)) for code, text in field.options if code]
    return Case(*known, output_field=CharField())


def source_columns(types, taken):
    """What the source files carried beyond the known fields, under their own names."""
    return [
        Sourced(
            Column(
                outside(name, taken),
                type_,
                meaning="源文件的列",
                room=ANY_TEXT if type_ == "text" else 0,
            ),
            source_value(name, type_),
        )
        for name, type_ in types.items()
    ]


def outside(name, taken):
    return f"{SOURCE_PREFIX}{name}" if name in taken else name


def source_value(name, type_):
    value = KeyTextTransform(name, "source_attributes")
    if type_ == "truth":
        return Cast(value, BooleanField())
    return cast(value, type_, is_text=True)
