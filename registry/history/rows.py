"""Old rows put back over the rows that stand, or in place of those that are gone.

Versions never go back: a row that is restored has the values it had, and a version higher than
any it ever had, so that whoever opened it meanwhile is told that it has changed.

`which` is SQL that chooses events by `pgh_id`; `record` one of `registry.history.records`.
"""

#: What the database writes itself.
OWN = ("version", "updated_at")
#: Events by their keys, as `which`.
THOSE = "SELECT unnest(%s::int[])"


def columns_of(model):
    """Columns that history keeps and a restored row gets back."""
    fields = (field for field in model._meta.concrete_fields if not field.generated)
    return tuple(field.column for field in fields if field.column not in OWN)


def _tables(record):
    return record.model._meta.db_table, record.event._meta.db_table


def differ(record, *rows, but=()):
    """SQL: whether two rows, by their aliases, differ in a value that a restored row gets.

    `but` are columns that may differ.
    """
    return _differ([each for each in columns_of(record.model) if each not in but], *rows)


def _differ(columns, row="a", old="e"):
    pairs = (", ".join(f"{each}.{column}" for column in columns) for each in (row, old))
    return "({}) IS DISTINCT FROM ({})".format(*pairs)


def count_differing(cursor, record, which, params=()):
    """How many rows `overwrite` would change."""
    rows, events = _tables(record)
    cursor.execute(
        f"SELECT count(*) FROM {rows} a JOIN {events} e ON a.id = e.pgh_obj_id"  # noqa: S608
        f" WHERE e.pgh_id IN ({which}) AND {_differ(columns_of(record.model))}",
        params,
    )
    return cursor.fetchone()[0]


def keys_differing(cursor, record, events, columns):
    """Of what the events tell the old row of: keys whose row is gone, or differs in the columns."""
    rows, old = _tables(record)
    cursor.execute(
        f"SELECT e.pgh_obj_id FROM {old} e LEFT JOIN {rows} a ON a.id = e.pgh_obj_id"  # noqa: S608
        f" WHERE e.pgh_id IN ({THOSE}) AND (a.id IS NULL OR {_differ(columns)})",
        [events],
    )
    return {key for (key,) in cursor.fetchall()}


def numbers_in(which):
    """SQL of what old rows of assets are numbered: see `registry.numbering`."""
    return (
        "SELECT pgh_obj_id AS id, project_id, number FROM registry_assetevent"  # noqa: S608
        f" WHERE pgh_id IN ({which})"
    )


def overwrite(cursor, record, which, params=()):
    """Give rows that stand their old values; says how many were any different."""
    rows, events = _tables(record)
    columns = columns_of(record.model)
    sets = [f"{column} = e.{column}" for column in columns if column != "id"]
    cursor.execute(
        f"UPDATE {rows} a SET {', '.join(sets)}"  # noqa: S608 (own names)
        f" FROM {events} e WHERE a.id = e.pgh_obj_id AND e.pgh_id IN ({which})"
        f" AND {_differ(columns)}",
        params,
    )
    return cursor.rowcount


def reinsert(cursor, record, which, params=()):
    """Bring back rows that are gone, under the keys they had; says how many."""
    rows, events = _tables(record)
    columns = columns_of(record.model)
    values = ", ".join(f"e.{column}" for column in columns)
    cursor.execute(
        f"INSERT INTO {rows} ({', '.join(columns)}, version, updated_at)"  # noqa: S608
        f" SELECT {values}, 1 + (SELECT max(version) FROM {events}"
        " WHERE pgh_obj_id = e.pgh_obj_id), statement_timestamp()"
        f" FROM {events} e WHERE e.pgh_id IN ({which})"
        f" AND NOT EXISTS (SELECT FROM {rows} a WHERE a.id = e.pgh_obj_id)",
        params,
    )
    return cursor.rowcount
