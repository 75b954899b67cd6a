"""Who may see and do what: the one place for rights, stated as data.

A right is a role held in an organisation (`Grant`): `table` says what each role may do, `grants`
how far that reaches, and `rights` reckons what comes of all grants together. No model is imported
here, so that models may build on it.
"""

from registry.access.grants import Grant, Place
from registry.access.rights import Permit, Rights
from registry.access.table import (
    ACTION_LABELS,
    ACTIONS,
    ADMINISTRATORS,
    HELD_IN_REVIEW,
    KIOSK,
    ONLY_IN,
    POWERS,
    REACH,
)

__all__ = [
    "ACTIONS",
    "ACTION_LABELS",
    "ADMINISTRATORS",
    "HELD_IN_REVIEW",
    "KIOSK",
    "ONLY_IN",
    "POWERS",
    "REACH",
    "Grant",
    "Permit",
    "Place",
    "Rights",
]
