"""The roll-ups: the totals of every project, and where it stands.

Per statement with transition tables, so COPY, imports and plain SQL are covered at one call a
statement. Their functions stand in migration `rollup_functions`; they lock projects in id order
(row triggers on overlapping projects deadlock).
"""

import pgtrigger

from registry.models.triggers.statements import (
    BOTH_ROWS,
    NEW_ROWS,
    for_every_change,
    touched_rows,
)

#: What roll-ups copy of their project: the columns of `Placed`.
PLACE = "district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at"
#: What the total of a project copies besides.
WORTH = f"{PLACE}, investment_wan"


class StartProjectTotal(pgtrigger.Trigger):
    """Each project has one row of totals from its first moment, to be locked later."""

    level = pgtrigger.Statement
    when = pgtrigger.After
    operation = pgtrigger.Insert
    referencing = NEW_ROWS
    func = f"""
        INSERT INTO registry_projecttotal (project_id, {WORTH}) SELECT id, {WORTH} FROM new_rows;
        RETURN NULL;
    """  # noqa: S608 (a constant)


class MoveTotals(pgtrigger.Trigger):
    """The roll-ups follow where a project stands."""

    level = pgtrigger.Statement
    when = pgtrigger.After
    operation = pgtrigger.Update
    referencing = BOTH_ROWS
    func = f"""
        PERFORM registry_refresh_places(ARRAY(
            SELECT id FROM (
                SELECT id, {WORTH} FROM new_rows EXCEPT SELECT id, {WORTH} FROM old_rows
            ) moved
        ));
        RETURN NULL;
    """  # noqa: S608 (a constant)


class RefreshTotals(pgtrigger.Trigger):
    """Recompute the totals of the projects that a statement touched.

    `refresh` names the SQL function that takes an array of project ids.
    """

    level = pgtrigger.Statement
    when = pgtrigger.After

    def __init__(self, *, refresh, operation, **kwargs):
        rows, referencing = touched_rows(operation, "project_id")
        func = f"PERFORM {refresh}(ARRAY({rows})); RETURN NULL;"
        super().__init__(operation=operation, referencing=referencing, func=func, **kwargs)


def refresh_totals(refresh):
    """The three triggers that keep one set of totals."""
    return for_every_change(RefreshTotals, "totals", refresh=refresh)
