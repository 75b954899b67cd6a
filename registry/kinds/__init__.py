"""Every asset kind, declared once.

Forms, filters, import mapping, export columns, map signs and validation derive
from these declarations: a new kind is one more `Kind` and no new class.
"""

from registry.kinds.attribute import Attribute
from registry.kinds.fields import (
    COLUMNS,
    OF_WHAT_STANDS,
    PROVENANCE,
    TO_BE_MADE,
    Cleaned,
    Date,
    Kind,
    Text,
)
from registry.kinds.lists import Choice, Coded
from registry.kinds.measures import Number
from registry.kinds.pipes import PIPE
from registry.kinds.plants import PLANTS
from registry.kinds.points import POINTS
from registry.kinds.values import BadValue

KINDS: dict[str, Kind] = {kind.code: kind for kind in (PIPE, *PLANTS, *POINTS)}

KIND_CHOICES = [(kind.code, kind.label) for kind in KINDS.values()]

__all__ = [
    "COLUMNS",
    "KINDS",
    "KIND_CHOICES",
    "OF_WHAT_STANDS",
    "PROVENANCE",
    "TO_BE_MADE",
    "Attribute",
    "BadValue",
    "Choice",
    "Cleaned",
    "Coded",
    "Date",
    "Kind",
    "Number",
    "Text",
]
