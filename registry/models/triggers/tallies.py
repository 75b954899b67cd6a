"""The tallies: what statements have added to the roll-ups, gathered by place."""

import pgtrigger

from registry.models.triggers.statements import BOTH_ROWS, NEW_ROWS, OLD_ROWS, for_every_change
from registry.models.triggers.totals import PLACE


class AppendToTally(pgtrigger.Trigger):
    """Append to a tally what a statement adds to a roll-up and what it takes away.

    `keys` are the columns that tell the tally's rows apart besides the place, `sums` those that
    it adds up, by the roll-up's expression.
    """

    level = pgtrigger.Statement
    when = pgtrigger.After

    def __init__(self, *, tally, sums, operation, keys=(), **kwargs):
        rows, referencing = {
            pgtrigger.Insert: ("SELECT 1 AS sign, * FROM new_rows", NEW_ROWS),
            pgtrigger.Delete: ("SELECT -1 AS sign, * FROM old_rows", OLD_ROWS),
            pgtrigger.Update: (
                "SELECT 1 AS sign, * FROM new_rows UNION ALL SELECT -1, * FROM old_rows",
                BOTH_ROWS,
            ),
        }[operation]
        func = f"{appended(tally, keys, sums, f'({rows}) r')}; RETURN NULL;"
        super().__init__(operation=operation, referencing=referencing, func=func, **kwargs)


def appended(tally, keys, sums, rows):
    """Rows with a `sign` added up into a tally; what comes to nothing is left out."""
    columns = ", ".join((PLACE, "funding_key", *keys))
    totals = {name: f"sum(sign * {expression})" for name, expression in sums.items()}
    # What is left of metres that were added and taken away again is no length.
    least = {"length_m": "0.000001"}
    changed = " OR ".join(f"abs({total}) > {least.get(n, 0)}" for n, total in totals.items())
    return f"""
        INSERT INTO {tally} ({columns}, {", ".join(sums)})
        SELECT {columns}, {", ".join(totals.values())}
        FROM {rows} WHERE deleted_at IS NULL
        GROUP BY {columns} HAVING {changed}
    """  # noqa: S608 (constants)


#: Each tally: its keys besides the place, and what it adds up of its roll-up.
TALLIES = {
    "project": (
        ("asset_key", "cell_column", "cell_row"),
        {
            "easting_m": "coalesce(round(ST_X(point_web)), 0)::bigint",
            "northing_m": "coalesce(round(ST_Y(point_web)), 0)::bigint",
            "project_count": "1",
            "investment_wan": "coalesce(investment_wan, 0)",
            "stated_count": "(investment_wan IS NOT NULL)::int",
            "paid_wan": "paid_wan",
            "asset_count": "asset_count",
            "unmapped_count": "unmapped_count",
            "length_m": "length_m",
        },
    ),
    "asset": (
        ("kind", "medium", "work"),
        {name: name for name in ("asset_count", "unmapped_count", "length_m")},
    ),
    "funding": (("asset_key", "source_id"), {"project_count": "1", "amount_wan": "amount_wan"}),
}


def append_to_tally(name):
    """The three triggers of a roll-up that keep its tally."""
    keys, sums = TALLIES[name]
    tally = f"registry_{name}tally"
    return for_every_change(AppendToTally, "tally", tally=tally, keys=keys, sums=sums)
