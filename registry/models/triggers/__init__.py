"""What the database keeps true by itself, whichever door a change comes through."""

from registry.models.triggers.cameras import CamerasKeepTheirSector, CamerasStayRestricted
from registry.models.triggers.ledger import note_changes
from registry.models.triggers.rounds import ClosedRoundsStay, RoundIsOpen
from registry.models.triggers.statements import BOTH_ROWS, NEW_ROWS
from registry.models.triggers.tallies import TALLIES, append_to_tally, appended
from registry.models.triggers.totals import (
    PLACE,
    WORTH,
    MoveTotals,
    StartProjectTotal,
    refresh_totals,
)
from registry.models.triggers.verdicts import judge_anew
from registry.models.triggers.versions import RaiseVersion

__all__ = [
    "BOTH_ROWS",
    "NEW_ROWS",
    "PLACE",
    "TALLIES",
    "WORTH",
    "CamerasKeepTheirSector",
    "CamerasStayRestricted",
    "ClosedRoundsStay",
    "MoveTotals",
    "RaiseVersion",
    "RoundIsOpen",
    "StartProjectTotal",
    "append_to_tally",
    "appended",
    "judge_anew",
    "note_changes",
    "refresh_totals",
]
