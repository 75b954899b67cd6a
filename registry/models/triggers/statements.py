"""What a statement touched: its transition tables, and one trigger for each way to touch."""

import pgtrigger

NEW_ROWS = pgtrigger.Referencing(new="new_rows")
OLD_ROWS = pgtrigger.Referencing(old="old_rows")
BOTH_ROWS = pgtrigger.Referencing(old="old_rows", new="new_rows")


def touched_rows(operation, key):
    """The query for the distinct keys of what a statement touched, and the tables it needs."""
    new, old = f"{key} FROM new_rows", f"{key} FROM old_rows"
    return {
        pgtrigger.Insert: (f"SELECT DISTINCT {new}", NEW_ROWS),
        pgtrigger.Delete: (f"SELECT DISTINCT {old}", OLD_ROWS),
        pgtrigger.Update: (f"SELECT {new} UNION SELECT {old}", BOTH_ROWS),
    }[operation]


def for_every_change(trigger, name, **options):
    """The three triggers of a table: what comes, what changes, what goes."""
    return tuple(
        trigger(name=f"{name}_{str(operation).lower()}", operation=operation, **options)
        for operation in (pgtrigger.Insert, pgtrigger.Update, pgtrigger.Delete)
    )
