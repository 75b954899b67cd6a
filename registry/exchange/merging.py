"""A row in three versions: as it was exported, as it is registered now, as the file has it.

History keeps each version of an asset until it is overtaken, so that it can be said of every value
who has changed it since the export, and both sides' changes can be kept.
"""

from django.contrib.gis.db.models.functions import AsWKB

from registry.exchange.order import ADOPT, KEEP, MERGE
from registry.exchange.rows import REAL
from registry.models import AssetEvent
from registry.models.disclosure import told_events

#: Who has changed a value since the export; empty where nobody knows what it was.
FILE, REGISTER, BOTH, UNKNOWN = "file", "registered", "both", ""

#: What is told of a row whose conflict has been decided: by what becomes of it.
ADOPTED, KEPT = "conflict_adopted", "conflict_kept"
#: Some values from either side; of what both have changed none, or some, from the file.
MERGED, OVERWRITTEN = "conflict_merged", "conflict_overwritten"
DECISIONS = (ADOPTED, KEPT, MERGED, OVERWRITTEN)


def exported(versions, reader):
    """What assets were in the versions that a file gives, as far as the reader may know it.

    `versions` are by the asset's id, and so are the rows that come back.
    """
    if not versions:
        return {}
    events = told_events(AssetEvent.objects, reader).filter(
        pgh_obj_id__in=list(versions), version__in=set(versions.values())
    )
    rows = events.order_by().values(
        "pgh_obj_id", "version", *REAL, "attributes", shape=AsWKB("location")
    )
    return {row["pgh_obj_id"]: row for row in rows if row["version"] == versions[row["pgh_obj_id"]]}


def side(in_register, in_file):
    """Whose change made the two differ."""
    if in_register == in_file:
        return BOTH
    return REGISTER if in_register else FILE


def only_registered(changes):
    """Whether the file says what was exported, and only the register has moved on."""
    return all(change.side == REGISTER for change in changes)


def only_in_file(changes):
    """Whether the register holds what was exported wherever the file says something else."""
    return all(change.side == FILE for change in changes)


def merge_of(sides):
    """The choice to keep both sides' changes; `sides` are whose value holds where they meet, by
    the names of what both have changed.
    """
    told = ",".join(f"{name}:{sides[name]}" for name in sorted(sides))
    return f"{MERGE} {told}" if told else MERGE


def sides_in(choice):
    """Whose values hold of what both have changed, as `merge_of` wrote it."""
    told = choice.partition(" ")[2]
    return dict(each.split(":") for each in told.split(",") if each)


def decided(stays, changes):
    """What is told of a row of which these values stay, whichever way that was chosen."""
    if not stays:
        return ADOPTED
    if all(change.name in stays for change in changes):
        return KEPT
    return OVERWRITTEN if overwritten(stays, changes) else MERGED


def overwritten(stays, changes):
    """Labels of what both sides have changed and the file's value is taken of."""
    return [each.label for each in changes if each.side == BOTH and each.name not in stays]


def kept(choice, changes):
    """Names of the values that stay as registered; None where the choice does not settle that."""
    if choice is None:
        return None
    if choice == ADOPT:
        return set()
    if choice == KEEP:
        return {change.name for change in changes}
    sides, held = {change.name: change.side for change in changes}, sides_in(choice)
    if UNKNOWN in sides.values() or held.keys() != {n for n, s in sides.items() if s == BOTH}:
        return None
    return {name for name, whose in (sides | held).items() if whose == REGISTER}
